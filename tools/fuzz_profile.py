"""A pytest plugin for `make fuzz`: every property test that sets no count of its own gets many more, fresh examples."""

from __future__ import annotations

import os

from hypothesis import settings

EXAMPLES = int(os.environ.get("CEASEWATCH_FUZZ_EXAMPLES", "2000"))


def pytest_configure() -> None:
    """Load the profile after the suite's own conftest has loaded its default."""
    settings.register_profile("fuzz", settings.get_profile("default"), max_examples=EXAMPLES, derandomize=False)
    settings.load_profile("fuzz")
