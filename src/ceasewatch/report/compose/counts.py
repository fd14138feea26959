"""Counts: violations by area, the map, kinds, alerts, hotspots."""

from __future__ import annotations

from collections.abc import Sequence

from ceasewatch.release import EffortState
from ceasewatch.report.compose.head import figure, some
from ceasewatch.report.daily_report import AreaCount, AreaRow, DailyReport, Tally
from ceasewatch.report.document import Alarm, Block, Column, Figure, Group, Heading, Paragraph, Table
from ceasewatch.report.drawing import draw
from ceasewatch.report.words import Words

UNTOLD_ROWS = 3
"""As many areas of which nothing is known keep their rows."""


def violations(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Counts by area with the previous period beside them, and the effort beside both."""
    half = (
        Column(title=w("table.violations"), share=4, number=True),
        Column(title=w("table.explosions"), share=4, number=True),
        Column(title=w("table.clashes"), share=4, number=True),
        Column(title=w("table.effort"), share=4),
    )
    quiet = _untold(report.areas)
    rows = [_row(r, r.area or w("head.unknown_area"), w) for r in report.areas if r.area not in quiet]
    table = Table(
        caption=w("caption.violations"),
        groups=(
            Group(text="", span=1),
            Group(text=w("table.now"), span=4),
            Group(text=w("table.before"), span=4),
        ),
        columns=(Column(title=w("table.area"), share=5), *half, *half),
        rows=(*rows, _row(report.total, w("head.all_areas"), w)),
        total=True,
    )
    note = w("text.violations", none_reported=w("cell.none_reported"), not_observed=w("cell.not_observed"))
    return (
        Heading(id="violations", text=w("section.violations")),
        Paragraph(text=w("head.contents_note")),
        table,
        *((Paragraph(text=w("text.untold", n=len(quiet), areas=", ".join(quiet))),) if quiet else ()),
        Paragraph(text=note, small=True),
    )


def _untold(rows: Sequence[AreaRow]) -> tuple[str, ...]:
    """Areas of which there is nothing to tell in either period, not even a zero: a sentence names them.

    An area that somebody looked at, or should have, keeps its row; so do a few that are easily read.
    """
    nothing, unknown = Tally(), EffortState.unknown
    same = (nothing, nothing, unknown, unknown)
    found = tuple(r.area for r in rows if r.area and (r.now, r.before, r.effort, r.effort_before) == same)
    return found if len(found) > UNTOLD_ROWS else ()


def _row(row: AreaRow, name: str, w: Words) -> tuple[str, ...]:
    return (name, *_half(row.now, row.effort, w), *_half(row.before, row.effort_before, w))


def _half(tally: Tally, effort: EffortState, w: Words) -> tuple[str, ...]:
    return (
        figure(tally, "violations", effort, w),
        figure(tally, "explosions", effort, w),
        some(tally.clashes, effort, w),
        w.named("effort", effort),
    )


def picture(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """The map; absent where nothing has a place."""
    drawn = report.picture
    if drawn is None:
        return ()
    figure_block = Figure(
        svg=draw(drawn, w),
        alt=w("caption.map_alt", areas=len(drawn.areas), marks=len(drawn.marks)),
        caption=w("caption.map", placed=drawn.placed, unplaced=drawn.unplaced),
    )
    heading = Heading(id="map", text=w("section.map"))
    return (heading, figure_block) if drawn.shaded else (heading, Alarm(text=w("alarm.map_unshaded")), figure_block)


def kinds(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """All incidents by kind."""
    total = report.total
    rows = tuple(
        (w.named("kind", k.kind), some(k.now, total.effort, w), some(k.before, total.effort_before, w))
        for k in report.kinds
    )
    if not rows:
        return ()
    columns = (Column(title=w("table.kind"), share=5), *_both(w))
    return (
        Heading(id="kinds", text=w("section.kinds")),
        Table(caption=w("caption.kinds"), columns=columns, rows=rows),
        Paragraph(text=f"{w('table.effort')}: {w.named('effort', report.total.effort)}.", small=True),
    )


def alerts(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Warnings: their own section, no violations."""
    return _section("alerts", report.alerts, w)


def thermal(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Hotspots that only a satellite saw: their own section, no violations."""
    return _section("thermal", report.thermal, w)


def _section(name: str, found: Sequence[AreaCount], w: Words) -> tuple[Block, ...]:
    if not found:
        return ()
    unknown = EffortState.unknown
    rows = tuple((c.area or w("head.unknown_area"), some(c.now, unknown, w), some(c.before, unknown, w)) for c in found)
    columns = (Column(title=w("table.area"), share=5), *_both(w))
    return (
        Heading(id=name, text=w(f"section.{name}")),
        Paragraph(text=w(f"text.{name}")),
        Table(caption=w(f"caption.{name}"), columns=columns, rows=rows),
        Paragraph(text=f"{w('table.effort')}: {w.named('effort', unknown)}.", small=True),
    )


def _both(w: Words) -> tuple[Column, Column]:
    return (
        Column(title=w("table.now"), share=2, number=True),
        Column(title=w("table.before"), share=2, number=True),
    )
