"""Casualties, impediments, what could not be determined, corrections, method."""

from __future__ import annotations

from typing import Final
from zoneinfo import ZoneInfo

from ceasewatch.release import Likelihood
from ceasewatch.release.policy import POLICY
from ceasewatch.report.compose.annex import row, table
from ceasewatch.report.daily_report import Correction, DailyReport
from ceasewatch.report.document import Block, Bullets, Column, Heading, Paragraph, Table
from ceasewatch.report.words import Words

UNDETERMINED: Final = (
    "place_unknown", "place_wide", "place_withheld", "area_unknown", "time_wide", "kind_unclear", "contradicted",
    "assessments", "unread", "quarantined",
)  # fmt: skip


def casualties(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """As reported, and said to be so."""
    heading = Heading(id="casualties", text=w("section.casualties"))
    if not report.casualty_incidents:
        return (heading, Paragraph(text=w("text.casualties_none")))
    text = w(
        "text.casualties",
        killed=w.count(report.killed),
        injured=w.count(report.injured),
        incidents=report.casualty_incidents,
    )
    return (heading, Paragraph(text=text))


def impediments(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """What kept monitors from monitoring; each is an incident of its own."""
    heading = Heading(id="impediments", text=w("section.impediments"))
    if not report.impediments:
        return (heading, Paragraph(text=w("text.impediments_none")))
    return (heading, table(w("caption.impediments"), [row(i, report, w) for i in report.impediments], w))


def undetermined(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Every reason with its number; undetermined is a result."""
    rows = tuple((w(f"undetermined.{n}"), w.number(getattr(report.undetermined, n))) for n in UNDETERMINED)
    columns = (Column(title=w("table.what"), share=6), Column(title=w("table.count"), share=2, number=True))
    return (
        Heading(id="undetermined", text=w("section.undetermined")),
        Table(caption=w("caption.undetermined"), columns=columns, rows=rows),
    )


def corrections(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Earlier releases of this report and what changed."""
    heading = Heading(id="corrections", text=w("section.corrections"))
    if not report.corrections:
        return (heading, Paragraph(text=w("text.corrections_none")))
    columns = (
        Column(title=w("table.release"), share=6),
        Column(title=w("table.issued"), share=4),
        *(Column(title=w(f"table.{n}"), share=2, number=True) for n in ("added", "removed", "moved")),
    )
    rows = tuple(_correction(c, report, w) for c in report.corrections)
    return (
        heading,
        Paragraph(text=w("text.corrections")),
        Table(caption=w("caption.corrections"), columns=columns, rows=rows),
    )


def _correction(c: Correction, report: DailyReport, w: Words) -> tuple[str, ...]:
    return (
        f"{c.id} (SHA-256 {c.content_sha256[:16]})",
        w.moment(c.at, report.zone),
        w.number(c.added),
        w.number(c.removed),
        w.number(c.moved),
    )


def method(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """The counting rules, in words."""
    least = POLICY[report.tier].least_count
    items = (
        w(
            "method.unit",
            reports=w.plural("reports", report.reports),
            incidents=w.plural("incidents", report.incidents),
            origins=w.plural("origins", report.origins),
        ),
        w("method.count"),
        w("method.fire"),
        w("method.period", cutoff=_cutoff(report), zone=report.zone),
        w("method.effort"),
        w("method.statements"),
        w("method.words", words="; ".join(w.named("likelihood", p) for p in Likelihood)),
        w("method.release"),
        *((w("method.count_small", k=least),) if least else ()),
    )
    covers = tuple(f"{r.health.title}: {r.covers}" for r in report.feeds if r.covers)
    return (
        Heading(id="method", text=w("section.method")),
        Bullets(items=items),
        *((Heading(id="covers", text=w("section.covers")), Bullets(items=covers)) if covers else ()),
    )


def _cutoff(report: DailyReport) -> str:
    return report.end.astimezone(ZoneInfo(report.zone)).strftime("%H:%M")
