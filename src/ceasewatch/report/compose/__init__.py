"""Puts a report into words: one module for each group of sections."""

from __future__ import annotations

from ceasewatch.model import Status
from ceasewatch.report.compose import annex, counts, head, law, limits, sources
from ceasewatch.report.daily_report import DailyReport
from ceasewatch.report.document import Block, Document
from ceasewatch.report.words import words

__all__ = ["compose"]


def compose(report: DailyReport, language: str) -> Document:
    """The report in ``language``, as blocks.

    Raises:
        NotFoundError: there is no translation into it.
    """
    w = words(language)
    exercise = report.status is Status.exercise
    sections: tuple[tuple[Block, ...], ...] = (
        head.summary(report, w),
        counts.violations(report, w),
        counts.kinds(report, w),
        law.clauses(report, w),
        limits.casualties(report, w),
        counts.picture(report, w),
        sources.feeds(report, w),
        sources.compared(report, w),
        counts.alerts(report, w),
        counts.thermal(report, w),
        sources.effort(report, w),
        limits.impediments(report, w),
        limits.undetermined(report, w),
        limits.corrections(report, w),
        limits.method(report, w),
        law.unchecked(report, w),
        annex.annex(report, w),
    )
    return Document(
        language=language,
        mission=report.mission,
        title=head.title(report, w),
        stamp=w("head.exercise") if exercise else "",
        stamp_line=w("head.exercise_line") if exercise else "",
        marking=w.named("audience", report.tier),
        page=w("head.page"),
        facts=head.facts(report, w),
        muted=tuple(w(f"cell.{n}") for n in ("none_reported", "no_report", "no_rhythm", "not_known")),
        blocks=tuple(block for section in sections for block in section),
    )
