"""Figures that the demo's story reads from the mission."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ceasewatch.coverage import NoneObserved, NotObserved, Observed, Statement
from ceasewatch.fusion.echo import origins
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Observation
from ceasewatch.pipeline.score_result import Score

_SCRIPTS: Final = (("Latin", re.compile("[A-Za-z]")), ("Cyrillic", re.compile("[А-яІЇЄҐіїєґЁё]")))


@dataclass(frozen=True, slots=True)
class Echo:
    """The largest family of copies among reports.

    Attributes:
        reports: in all.
        copies: that are of the family.
        voices: different observers of these.
        scripts: in which the copies are written.
    """

    reports: int
    copies: int
    voices: int
    scripts: tuple[str, ...]


def largest_echo(reports: Sequence[Observation]) -> Echo:
    """Who copied whom among ``reports``; a report that nobody copied is a family of one."""
    if not reports:
        return Echo(0, 0, 0, ())
    codes = origins(tabulate(list(reports))).tolist()
    family = Counter(codes).most_common(1)[0][0]
    copies = [r for r, code in zip(reports, codes, strict=True) if code == family]
    found = tuple(name for name, letters in _SCRIPTS if any(_mostly(r.text, letters) for r in copies))
    return Echo(len(reports), len(copies), len({r.observer for r in copies}), found)


def _mostly(text: str, letters: re.Pattern[str]) -> bool:
    return len(letters.findall(text)) > len(text) / 2


def score_lines(score: Score) -> Iterator[str]:
    """A score in sentences: what was compared, then how well it was found."""
    yield (
        f"{score.events} happenings, {score.events_reported} of them in {score.observations} reports:"
        f" found as {score.incidents} incidents"
    )
    yield f"reports that belong together: pair F1 {score.pairs.f1:.2f}, B-cubed F1 {score.bcubed.f1:.2f}"
    if score.echo is not None:
        yield (
            f"copies known as copies: {score.echo.right:.0%}; reports wrongly taken for copies: {score.echo.false:.0%}"
        )
    if score.counts is not None:
        yield f"how many: {score.counts.inside:.0%} of the true counts lie in the range that is told"
    if score.place_m is not None and score.place_inside is not None:
        yield (
            f"where: {score.place_m.median / 1000:.1f} km off (median), {score.place_inside:.0%} of the true places in"
            " the region that should hold 95%"
        )
    if score.memberships is not None and score.memberships.ece is not None:
        yield (
            f"probabilities of membership: {score.memberships.ece:.3f} off on average, over"
            f" {score.memberships.statements} statements"
        )


def statement_line(said: Statement) -> str:
    """What may be said of a sector and a period, with what the probability is of."""
    match said:
        case NotObserved():
            return f"NOT OBSERVED: one would have been seen with p {_small(said.p_seen)}, so nothing may be concluded"
        case NoneObserved():
            return f"none observed; had there been one, {_seen(said)}"
        case Observed():
            return f"{said.seen} observed; any one of them {_seen(said)}"


def _seen(said: NoneObserved | Observed) -> str:
    return (
        f"it would have been seen with p = {said.p_seen:.2f} ({said.p_low:.2f} to {said.p_high:.2f});"
        f" {said.watched_share:.0%} of place and time was watched, and there p = {said.p_watched:.2f}"
    )


def _small(p: float) -> str:
    return "below 0.01" if p < 0.01 else f"= {p:.2f}"
