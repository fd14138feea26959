"""Filters as conditions."""

from __future__ import annotations

from dataclasses import dataclass, field

from ceasewatch.model import to_us
from ceasewatch.store.filters import AssessmentFilter, Filter, Order


@dataclass(slots=True)
class Where:
    """Conditions that all hold, and the values for their question marks."""

    terms: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, term: str, *values: object) -> None:
        """One more condition."""
        self.terms.append(term)
        self.values.extend(values)

    @property
    def sql(self) -> str:
        """The clause, with a leading space; empty without conditions."""
        return f" WHERE {' AND '.join(self.terms)}" if self.terms else ""


def spans(query: Filter) -> Where:
    """For tables with ``start_us`` and ``end_us``."""
    where = Where()
    if query.start is not None:
        where.add("end_us >= ?", to_us(query.start))
    if query.end is not None:
        where.add("start_us <= ?", to_us(query.end))
    return where


def named(where: Where, **columns: str) -> Where:
    """Equality for each value that is set."""
    for column, value in columns.items():
        if value:
            where.add(f"{column} = ?", value)
    return where


def since(where: Where, query: Filter) -> Where:
    """For tables with ``recorded_us``."""
    if query.recorded_from is not None:
        where.add("recorded_us >= ?", to_us(query.recorded_from))
    return where


def reported(where: Where, query: Filter) -> Where:
    """For observations; one whose source does not say when it reported matches no bound."""
    if query.reported_from is not None:
        where.add("reported_us >= ?", to_us(query.reported_from))
    if query.reported_to is not None:
        where.add("reported_us <= ?", to_us(query.reported_to))
    return where


def moments(query: Filter) -> Where:
    """For tables with ``at_us``."""
    where = Where()
    if query.start is not None:
        where.add("at_us >= ?", to_us(query.start))
    if query.end is not None:
        where.add("at_us <= ?", to_us(query.end))
    return where


def assessed(query: AssessmentFilter) -> Where:
    """For assessments joined with incidents."""
    where = named(spans(query.incidents), area=query.incidents.area, kind=query.incidents.kind)
    named(where, incident=query.incident, pack=query.pack, clause=query.clause)
    if query.outcomes:
        where.add(f"outcome IN ({','.join('?' * len(query.outcomes))})", *(o.value for o in query.outcomes))
    if query.least_p_breach_ppm:
        where.add("p_breach >= ?", query.least_p_breach_ppm)
    return where


def page(query: Filter, oldest: str, newest: str) -> str:
    """Order and limits; ``oldest`` and ``newest`` name columns."""
    order = f" ORDER BY {newest if query.order is Order.newest else oldest}"
    if query.limit is None and not query.offset:
        return order
    return f"{order} LIMIT {-1 if query.limit is None else int(query.limit)} OFFSET {int(query.offset)}"
