"""Incidents by clause: probabilities with their meaning, and the marks of numbers that nobody has checked."""

from __future__ import annotations

from collections.abc import Mapping

from ceasewatch.model.ids import ClauseId, PackId
from ceasewatch.release import ClauseTotal
from ceasewatch.report.daily_report import ClauseName, DailyReport
from ceasewatch.report.document import Block, Bullets, Column, Heading, Paragraph, Table
from ceasewatch.report.words import Words


def clauses(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Outcomes by clause and reading."""
    heading = Heading(id="clauses", text=w("section.clauses"))
    if not report.clauses:
        return (heading, Paragraph(text=w("text.clauses_none")))
    names = _names(report)
    columns = (
        Column(title=w("table.clause"), share=7),
        Column(title=w("table.reading"), share=2),
        Column(title=w("table.outcome"), share=3),
        Column(title=w("table.incidents"), share=2, number=True),
        Column(title=w("table.likelihood"), share=6),
    )
    rows = tuple(_row(t, names.get((t.pack, t.clause)), w) for t in report.clauses)
    return (
        heading,
        Paragraph(text=w("text.clauses")),
        Table(caption=w("caption.clauses"), columns=columns, rows=rows),
        *((Paragraph(text=w("text.star"), small=True),) if _all_marks(report, names) else ()),
    )


def unchecked(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """What the starred rows rest on, each once; a list for the end of the report."""
    found = _all_marks(report, _names(report))
    if not found:
        return ()
    items = tuple(w("cell.unverified", what=u) for u in sorted(found))
    return (Heading(id="unverified", text=w("section.unverified")), Bullets(items=items))


def _names(report: DailyReport) -> Mapping[tuple[PackId, ClauseId], ClauseName]:
    return {(c.pack, c.clause): c for c in report.clause_names}


def _all_marks(report: DailyReport, names: Mapping[tuple[PackId, ClauseId], ClauseName]) -> set[str]:
    return {u for t in report.clauses for u in _marks(t, names.get((t.pack, t.clause)))}


def _row(total: ClauseTotal, name: ClauseName | None, w: Words) -> tuple[str, ...]:
    mark = " *" if _marks(total, name) else ""
    return (
        f"{total.pack}, {_named(total, name)}{mark}",
        total.reading,
        w.named("outcome", total.outcome),
        f"{w.number(total.incidents)}{mark}",
        "; ".join(f"{w.named('likelihood', p)}: {w.number(n)}" for p, n in total.likelihoods),
    )


def _marks(total: ClauseTotal, name: ClauseName | None) -> tuple[str, ...]:
    """What nobody has checked; the clause itself where its text was not compared."""
    own = (_named(total, name),) if name and not name.verified and not total.unverified else ()
    return (*total.unverified, *own)


def _named(total: ClauseTotal, name: ClauseName | None) -> str:
    return f"{name.number}: {name.summary}" if name else total.clause
