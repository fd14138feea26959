"""The project's own tools, as modules."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def tool(project_root: Path) -> Callable[[str], ModuleType]:
    """Load ``tools/NAME.py``, which is a script and not part of the package."""

    def load(name: str) -> ModuleType:
        qualified = f"ceasewatch_tools_{name}"
        if qualified not in sys.modules:
            spec = importlib.util.spec_from_file_location(qualified, project_root / "tools" / f"{name}.py")
            assert spec is not None
            assert spec.loader is not None
            sys.modules[qualified] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(sys.modules[qualified])
        return sys.modules[qualified]

    return load
