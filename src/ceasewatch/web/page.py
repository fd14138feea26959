"""What the first page shows: a typed context, made of public-tier values alone."""

from __future__ import annotations

from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc


class FeedLine(Noun, frozen=True, kw_only=True):
    """One feed, without places (design rule 3).

    Attributes:
        state: ``delivering``, ``silent`` (an alarm, not a zero) or ``no rhythm expected``.
        covers: what it can and cannot show, from its manifest.
        last_day: day of its newest report that the public tier may know; empty if there is none.
    """

    id: str
    title: str
    state: str
    covers: str
    last_day: str = ""


class IncidentLine(Noun, frozen=True, kw_only=True):
    """One incident as the public tier may know it."""

    id: str
    days: str
    area: str
    kind: str
    count: str
    reports: int
    origins: int
    outcome: str


class ReportLine(Noun, frozen=True, kw_only=True):
    """One published report."""

    name: str
    language: str
    url: str


class FrontPage(Noun, frozen=True, kw_only=True):
    """Everything the template may use.

    Attributes:
        cutoff: nothing on the page happened after this moment.
        withheld: sentence on what a public page does not show, and why.
    """

    mission: str
    exercise: bool
    at: Utc
    cutoff: Utc
    feeds: tuple[FeedLine, ...]
    incidents: tuple[IncidentLine, ...]
    reports: tuple[ReportLine, ...]
    withheld: str
