"""Incidents by clause: probabilities with their meaning, and the marks of numbers that nobody has checked."""

from __future__ import annotations

from ceasewatch.release import ClauseTotal
from ceasewatch.report.daily_report import ClauseName, DailyReport
from ceasewatch.report.document import Block, Column, Heading, Paragraph, Table
from ceasewatch.report.words import Words


def clauses(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Outcomes by clause and reading."""
    heading = Heading(id="clauses", text=w("section.clauses"))
    if not report.clauses:
        return (heading, Paragraph(text=w("text.clauses_none")))
    names = {(c.pack, c.clause): c for c in report.clause_names}
    columns = (
        Column(title=w("table.clause"), share=7),
        Column(title=w("table.reading"), share=2),
        Column(title=w("table.outcome"), share=3),
        Column(title=w("table.incidents"), share=2, number=True),
        Column(title=w("table.likelihood"), share=6),
        Column(title=w("table.unverified"), share=4),
    )
    rows = tuple(_row(t, names.get((t.pack, t.clause)), w) for t in report.clauses)
    starred = any(r[-1] for r in rows)
    return (
        heading,
        Paragraph(text=w("text.clauses")),
        Table(caption=w("caption.clauses"), columns=columns, rows=rows),
        *((Paragraph(text=w("text.star"), small=True),) if starred else ()),
    )


def _row(total: ClauseTotal, name: ClauseName | None, w: Words) -> tuple[str, ...]:
    unchecked = [*total.unverified, *([total.clause] if name and not name.verified else [])]
    mark = " *" if unchecked else ""
    return (
        f"{total.pack}, {_named(total, name)}{mark}",
        total.reading,
        w.named("outcome", total.outcome),
        f"{w.number(total.incidents)}{mark}",
        "; ".join(f"{w.named('likelihood', p)}: {w.number(n)}" for p, n in total.likelihoods),
        w("cell.unverified", what=", ".join(sorted(set(unchecked)))) if unchecked else "",
    )


def _named(total: ClauseTotal, name: ClauseName | None) -> str:
    return f"{name.number}: {name.summary}" if name else total.clause
