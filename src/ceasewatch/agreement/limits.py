"""From which probability on which word is used, for incidents, holdings and duties alike."""

from __future__ import annotations

from typing import Final

LIKELY: Final = 0.8
"""From this probability of a breach on: ``breach_likely``."""
POSSIBLE: Final = 0.2
"""From this on: ``breach_possible``; below it nothing can be told either way."""
REMOTE: Final = 0.05
"""Below this probability there is no breach, and of an incident that so improbably is meant no clause speaks."""
