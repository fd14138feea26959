"""The annexed table: one incident a row, as coarse as the tier asks for."""

from __future__ import annotations

from collections.abc import Sequence

from ceasewatch.model.place import E7
from ceasewatch.release import NoPosition, ReleasedIncident
from ceasewatch.release.render import position_text
from ceasewatch.report.daily_report import DailyReport
from ceasewatch.report.document import Block, Column, Heading, Paragraph, Table
from ceasewatch.report.words import Words


def annex(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """The incidents that are listed by themselves, and how many more there are."""
    heading = Heading(id="annex", text=w("section.annex"))
    if not report.annex:
        return (heading, Paragraph(text=w("head.none")))
    rows = [row(i, report, w) for i in report.annex]
    left = (Paragraph(text=w("text.annex_left", left=report.annex_left)),) if report.annex_left else ()
    star = any(a.unverified for i in report.annex for a in i.assessments)
    notes = (Paragraph(text=w("text.star"), small=True),) if star else ()
    zones = (Paragraph(text=w("text.annex_zones"), small=True),) if report.cell_m and report.clauses else ()
    return (heading, table(w("caption.annex"), rows, w), *notes, *zones, *left)


def table(caption: str, rows: Sequence[tuple[str, ...]], w: Words) -> Table:
    """A table of incidents."""
    columns = (
        Column(title=w("table.area"), share=4),
        Column(title=w("table.day"), share=4),
        Column(title=w("table.cell"), share=5),
        Column(title=w("table.kind"), share=4),
        Column(title=w("table.count"), share=3, number=True),
        Column(title=w("table.origins"), share=3, number=True),
        Column(title=w("table.means"), share=4),
        Column(title=w("table.outcome"), share=5),
    )
    return Table(caption=caption, columns=columns, rows=tuple(rows))


def row(item: ReleasedIncident, report: DailyReport, w: Words) -> tuple[str, ...]:
    """One incident in words."""
    return (
        item.area or w("head.unknown_area"),
        _when(item, report, w),
        _where(item, w),
        w.named("kind", item.kind),
        w.count(item.count),
        f"{w.number(item.reports)} ({w.number(item.origins)})",
        ", ".join(w.named("observer_kind", k) for k in item.observer_kinds),
        "; ".join(_outcomes(item, w)),
    )


def _when(item: ReleasedIncident, report: DailyReport, w: Words) -> str:
    if item.start is None or item.end is None:
        return w.days(item.from_day, item.to_day)
    start = w.moment(item.start, report.zone)
    return start if item.start == item.end else f"{start} – {w.moment(item.end, report.zone)}"


def _where(item: ReleasedIncident, w: Words) -> str:
    if item.no_position is not NoPosition.shown:
        return w("text.no_place", why=w.named("no_position", item.no_position))
    if not item.cell or item.lat_e7 is None or item.lon_e7 is None:
        return position_text(item)
    return f"{item.cell.rstrip('f')} ({item.lat_e7 / E7:.1f}° {item.lon_e7 / E7:.1f}°)"


def _outcomes(item: ReleasedIncident, w: Words) -> list[str]:
    return [
        f"{a.clause}{f' ({a.reading})' if a.reading else ''}: {w.named('outcome', a.outcome)}"
        f"{' *' if a.unverified else ''}"
        for a in item.assessments
    ]
