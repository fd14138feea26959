"""What the first page shows: a typed context, made of public-tier values alone."""

from __future__ import annotations

from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc


class FeedLine(Noun, frozen=True, kw_only=True):
    """One feed, without places (design rule 3).

    Attributes:
        state: ``delivering``, ``silent`` (an alarm, not a zero) or ``no rhythm expected``.
        covers: what it can and cannot show, from its manifest.
        last_day: day that its newest report is about, if the public may know it yet; empty if there is none.
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
    remarks: str


class EffortLine(Noun, frozen=True, kw_only=True):
    """Whether anybody was looking at an area: ``adequate``, ``partial``, ``none`` or ``unknown`` (design rule 3)."""

    area: str
    state: str


class ReportLine(Noun, frozen=True, kw_only=True):
    """One published report.

    Attributes:
        title: day and language.
        files: form and address of each form that there is.
    """

    title: str
    language: str
    files: tuple[tuple[str, str], ...]


class FrontPage(Noun, frozen=True, kw_only=True):
    """Everything the template may use.

    Attributes:
        cutoff: nothing on the page happened after this moment.
        effort: who was looking, on the newest day that the public may know.
        effort_day: that day.
        alarms: titles of the feeds that are silent.
        withheld: sentence on what a public page does not show, and why.
    """

    mission: str
    exercise: bool
    at: Utc
    cutoff: Utc
    feeds: tuple[FeedLine, ...]
    incidents: tuple[IncidentLine, ...]
    reports: tuple[ReportLine, ...]
    effort: tuple[EffortLine, ...]
    effort_day: str
    alarms: tuple[str, ...]
    withheld: str
