"""What the project makes of the articles: groups of reports by day, place and headline."""

from __future__ import annotations

from benchmarks.articles import Articles
from ceasewatch.fusion.press import PRESS, press_groups
from ceasewatch.model.table import Int


def fused(made: Articles) -> Int:
    """(n,) group of each row, with the parameters that were chosen on 2014 to 2017."""
    return press_groups(made.table, PRESS)
