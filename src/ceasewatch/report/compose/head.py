"""Title, facts and summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ceasewatch.release import EffortState
from ceasewatch.release.fields import day
from ceasewatch.report.compose.alarms import alarms
from ceasewatch.report.daily_report import AreaCount, AreaRow, DailyReport, Tally
from ceasewatch.report.document import Block, Bullets, Heading
from ceasewatch.report.words import Words

AREAS_NAMED = 6
"""Areas with their own bullet; the table has them all."""


def title(report: DailyReport, w: Words) -> str:
    """``Daily report 16 Mar 2022``: the date of the cut-off."""
    return w("head.title", day=w.day(day(report.end, report.zone)))


def facts(report: DailyReport, w: Words) -> tuple[tuple[str, str], ...]:
    """What the head says, the cut-off first."""

    def at(moment: datetime) -> str:
        return w.moment(moment, report.zone)

    found = [
        (w("head.cutoff"), at(report.end)),
        (w("head.period"), w("head.times", start=at(report.start), end=at(report.end))),
        (w("head.previous"), w("head.times", start=at(report.previous_start), end=at(report.start))),
        (w("head.issued"), at(report.issued_at)),
        (w("head.audience"), w.named("audience", report.tier)),
        (w("head.coarseness"), _coarseness(report, w)),
    ]
    if report.as_reported:
        found.append((w("head.as_reported"), w("head.as_reported_text", moment=at(report.as_reported))))
    if report.as_of:
        found.append((w("head.as_of"), w("head.as_of_text", moment=at(report.as_of))))
    if report.record_size:
        found.append((w("head.record"), w("head.record_text", size=report.record_size, root=report.record_root[:16])))
    if report.code_version:
        found.append((w("head.code"), report.code_version))
    return tuple(found)


def _coarseness(report: DailyReport, w: Words) -> str:
    if not report.cell_m:
        return w("head.coarseness_exact")
    return w("head.coarseness_text", km=report.cell_m // 1000, hours=f"{report.delay_s / 3600:g}")


def summary(report: DailyReport, w: Words) -> tuple[Block, ...]:
    """Alarms first, then the bullets, always in the same order."""
    return (
        Heading(id="summary", text=w("section.summary")),
        *alarms(report, w),
        Bullets(items=tuple(_bullets(report, w))),
    )


def _bullets(report: DailyReport, w: Words) -> list[str]:
    delivered = any(r.health.reports for r in report.feeds)
    found = [_area(report.total, w("head.all_areas"), w)] if delivered or report.incidents else [w("summary.no_count")]
    busiest = sorted((r for r in report.areas if r.now.fire or r.before.fire), key=_weight, reverse=True)
    found += [_area(r, r.area or w("head.unknown_area"), w) for r in busiest[:AREAS_NAMED]]
    if report.attention.unequal:
        shares = ", ".join(f"{side}: {n}%" for side, n in report.attention.shares)
        found.append(w("summary.unequal", shares=f" ({shares})" if shares else ""))
    total = report.total
    if total.now.permitted:
        found.append(w("summary.permitted", now=w.number(total.now.permitted)))
    if total.now.clashes or total.before.clashes:
        now, before = total.now.clashes, total.before.clashes
        found.append(w("summary.clashes", now=some(now, total.effort, w), before=some(before, total.effort_before, w)))
    if total.now.statements:
        found.append(w("summary.statements", now=total.now.statements))
    if report.casualty_incidents:
        found.append(w("summary.casualties", killed=w.count(report.killed), injured=w.count(report.injured)))
    if report.alerts:
        alerts = [some(n, EffortState.unknown, w) for n in _sums(report.alerts)]
        found.append(w("summary.alerts", now=alerts[0], before=alerts[1]))
    if report.impediments:
        found.append(w("summary.impediments", now=len(report.impediments)))
    return found + _unseen(report, w)


def _sums(counts: Sequence[AreaCount]) -> tuple[int, int]:
    return sum(c.now for c in counts), sum(c.before for c in counts)


def _weight(row: AreaRow) -> tuple[int, int]:
    return row.now.violations.best or 0, row.before.violations.best or 0


def _area(row: AreaRow, name: str, w: Words) -> str:
    now, before = _fire(row.now, row.effort, w), _fire(row.before, row.effort_before, w)
    return w("summary.area", area=name, now=now, before=before, effort=w.named("effort", row.effort))


def _fire(tally: Tally, effort: EffortState, w: Words) -> str:
    if not tally.fire:
        return nothing(effort, w)
    violations = w.plural("violations", tally.violations.best or 0, w.count(tally.violations))
    return w("summary.fire", violations=violations, explosions=figure(tally, "explosions", effort, w))


def figure(tally: Tally, what: str, effort: EffortState, w: Words) -> str:
    """A count, or what stands for zero where nobody looked: never 0 (design rule 6)."""
    count = tally.explosions if what == "explosions" else tally.violations
    return w.count(count) if tally.fire else nothing(effort, w)


def some(n: int, effort: EffortState, w: Words) -> str:
    """A number of incidents, or what stands for zero under this effort."""
    return w.number(n) if n else nothing(effort, w)


def nothing(effort: EffortState, w: Words) -> str:
    """What is printed for zero under this effort."""
    match effort:
        case EffortState.none:
            return w("cell.not_observed")
        case EffortState.unknown:
            return w("cell.none_reported")
        case _:
            return w.number(0)


def _unseen(report: DailyReport, w: Words) -> list[str]:
    named = [r for r in report.areas if r.area]
    blind = [r.area for r in named if r.effort is EffortState.none]
    unknown = [r for r in named if r.effort is EffortState.unknown]
    found = []
    if blind:
        found.append(w("summary.not_observed", areas=", ".join(blind)))
    if unknown:
        found.append(w("summary.effort_unknown", areas=len(unknown), all=len(named)))
    return found
