"""One run of each front, shared: a world costs about a second."""

from __future__ import annotations

import pytest

from ceasewatch.simulate.generate import Simulated, generate
from ceasewatch.simulate.world import load_world


@pytest.fixture(scope="session")
def front() -> Simulated:
    """The reporting world, 2,500 happenings."""
    return generate(load_world("dense-front"), seed=7, events=2500)
