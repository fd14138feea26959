"""What came in: feeds, totals that others reported, observers that were not working."""

from __future__ import annotations

from ceasewatch.report.compose.alarms import last_report
from ceasewatch.report.daily_report import Compared, DailyReport, FeedRow
from ceasewatch.report.document import Block, Column, Heading, Paragraph, Table
from ceasewatch.report.words import Words


def feeds(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Each feed with what it delivered and whether it is silent."""
    columns = (
        Column(title=w("table.source"), share=5),
        Column(title=w("table.state"), share=3),
        Column(title=w("table.reports"), share=2, number=True),
        Column(title=w("table.before"), share=2, number=True),
        Column(title=w("table.last"), share=4),
        Column(title=w("table.rhythm"), share=3),
        Column(title=w("table.side"), share=3),
    )
    rows = tuple(_feed(r, report, w) for r in report.feeds)
    return (
        Heading(id="feeds", text=w("section.feeds")),
        Table(caption=w("caption.feeds"), columns=columns, rows=rows),
        Paragraph(text=w("text.feeds_one_sided"), small=True),
    )


def _feed(row: FeedRow, report: DailyReport, w: Words) -> tuple[str, ...]:
    h = row.health
    state = w("cell.silent") if h.silent else w("cell.delivering") if h.reports else w("cell.no_report")
    last = last_report(h.last, report, w)
    rhythm = w("table.hours", n=f"{h.expected_every_s / 3600:g}") if h.expected_every_s else w("cell.no_rhythm")
    return (
        h.title,
        state,
        w.number(h.reports) if h.reports else w("cell.no_report"),
        w.number(h.previous) if h.previous else w("cell.no_report"),
        last,
        rhythm,
        " ".join(filter(None, (h.side, w("cell.one_sided") if row.one_sided else ""))),
    )


def compared(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Totals of others beside our counts; never added."""
    heading = Heading(id="compared", text=w("section.compared"))
    if not report.compared:
        return (heading, Paragraph(text=w("text.no_compared")))
    columns = (
        Column(title=w("table.source"), share=4),
        Column(title=w("table.area"), share=3),
        Column(title=w("table.day"), share=4),
        Column(title=w("table.kind"), share=3),
        Column(title=w("table.reported"), share=3, number=True),
        Column(title=w("table.ours"), share=3, number=True),
    )
    rows = tuple(_compared(c, report, w) for c in report.compared)
    table = Table(caption=w("caption.compared"), columns=columns, rows=rows)
    return (heading, Paragraph(text=w("text.compared")), table)


def _compared(c: Compared, report: DailyReport, w: Words) -> tuple[str, ...]:
    titles = {r.health.feed: r.health.title for r in report.feeds}
    return (
        titles.get(c.feed, c.feed),
        c.area or w("head.unknown_area"),
        w.days(c.from_day, c.to_day),
        w.named("kind", c.kind),
        w.count(c.reported),
        w.count(c.ours) if c.ours.best else w("cell.none_reported"),
    )


def effort(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Effort by area for everybody; single observers for analysts."""
    heading = Heading(id="effort", text=w("section.effort"))
    if not report.effort:
        return (heading, Paragraph(text=w("text.effort_none")))
    by_area = Table(
        caption=w("caption.effort"),
        columns=(Column(title=w("table.area"), share=3), Column(title=w("table.effort"), share=4)),
        rows=tuple((e.area or w("head.unknown_area"), _effort(e.state, e.hours, w)) for e in report.effort),
    )
    if not report.not_working:
        note = () if report.effort[0].observers else (Paragraph(text=w("text.effort_public"), small=True),)
        return (heading, by_area, *note)
    return (heading, by_area, _outages(report, w))


def _effort(state: str, hours: tuple[tuple[str, int], ...], w: Words) -> str:
    parts = [f"{w.named('state', s)} {w('table.hours', n=n)}" for s, n in hours]
    return f"{w.named('effort', state)} ({'; '.join(parts)})" if parts else w.named("effort", state)


def _outages(report: DailyReport, w: Words) -> Table:
    rows = tuple(
        (
            f"{n.observer} ({w.named('observer_kind', n.kind)})",
            n.area or w("head.unknown_area"),
            w.named("state", n.state),
            w.moment(n.start, report.zone),
            w.moment(n.end, report.zone),
            ", ".join(n.degraded_by),
        )
        for n in report.not_working
    )
    titles = ("observer", "area", "state", "from", "to", "reason")
    columns = tuple(Column(title=w(f"table.{t}"), share=s) for t, s in zip(titles, (4, 3, 3, 4, 4, 3), strict=True))
    return Table(caption=w("caption.not_working"), columns=columns, rows=rows)
