"""The interval of a row: instants and days in stated formats and zones, widened by a stated uncertainty."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from ceasewatch.model.errors import RowError
from ceasewatch.model.time import TimeInterval, TimeSense
from ceasewatch.sources.dates import EARLIEST, LATEST, day_end, day_start, in_zone, parse_date, parse_instant, zone
from ceasewatch.sources.fields import Fields, finite
from ceasewatch.sources.table.mapping import TimeSpec
from ceasewatch.sources.table.value import DURATIONS_S, blame, getter, measured, member

Ends = tuple[datetime, datetime]
_EPOCHS = {"epoch_s": 1.0, "epoch_ms": 1000.0}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}")
_HOUR = re.compile(r"%[HIXcs]")


def interval_of(spec: TimeSpec, mission_zone: str) -> Callable[[Fields], TimeInterval]:
    """The function that reads the interval of a row.

    Raises:
        UsageError: there is no zone of that name.
    """
    local = spec.zone or mission_zone
    if local:
        zone(local)
    start, end = getter(spec.start), getter(spec.end)
    clock, end_clock = getter(spec.clock), getter(spec.end_clock)
    sense, widen = getter(spec.sense), measured(spec.uncertainty, DURATIONS_S)
    start_field, end_field = blame(spec.start), blame(spec.end) or blame(spec.start)

    def read(fields: Fields) -> TimeInterval:
        first = f"{start(fields)} {clock(fields)}".strip()
        last = f"{end(fields) or (start(fields) if spec.end_clock else '')} {end_clock(fields)}".strip()
        if not first:
            raise RowError("no value", field=start_field)
        begin, until = ends(first, spec.formats, local, start_field)
        if last:
            until = ends(last, spec.formats, local, end_field)[1]
        if until < begin:
            raise RowError(f"it ends ({last}) before it starts ({first})", field=end_field)
        seconds = widen(fields) or 0.0
        if not 0 <= seconds <= 1e8:
            raise RowError("the uncertainty is negative or longer than three years", field=blame(spec.uncertainty))
        slack = timedelta(seconds=seconds)
        return TimeInterval(
            start=begin - slack,
            end=until + slack,
            sense=member(TimeSense, sense(fields), blame(spec.sense)),
            original=f"{first} - {last}" if last else first,
            zone=local,
        )

    return read


@lru_cache(maxsize=65536)
def ends(text: str, formats: tuple[str, ...], local: str, field: str) -> Ends:
    """First and last moment that ``text`` can mean: equal for an instant, a whole local day for a date.

    Raises:
        RowError: it has none of the formats, no zone, or lies outside 1900 to 2100.
    """
    refusals = []
    for form in formats:
        try:
            return _ends(text, form, local, field)
        except RowError as error:
            refusals.append(error)
    if len(refusals) == 1:
        raise refusals[0]
    raise RowError(f"{text[:60]!r} has none of the formats {', '.join(formats)}", field=field)


def _ends(text: str, form: str, local: str, field: str) -> Ends:
    if form in _EPOCHS:
        seconds = finite(text, field) / _EPOCHS[form]
        if not -2.2e9 < seconds < 4.13e9:
            raise RowError(f"the time {text[:40]} is not between 1900 and 2100", field=field)
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return moment, moment
    if form == "iso":
        if not _DAY.fullmatch(text):
            moment = parse_instant(text, field, local)
            return moment, moment
        day = parse_date(text, field)
    else:
        found = _strptime(text, form, field)
        if _HOUR.search(form):
            moment = found.astimezone(UTC) if found.tzinfo else _local(found, local, field)
            return moment, moment
        day = found.date()
    if not local:
        raise RowError(f"the day {text[:40]!r} has no zone", field=field, todo="set zone in the mapping")
    return day_start(day, local), day_end(day, local)


def _strptime(text: str, form: str, field: str) -> datetime:
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 -- the zone is added by the caller
    except (ValueError, re.error) as error:
        raise RowError(f"{text[:60]!r} does not have the form {form}", field=field) from error
    if not EARLIEST.year <= found.year <= LATEST.year:
        raise RowError(f"the year {found.year} is not between {EARLIEST.year} and {LATEST.year}", field=field)
    return found


def _local(moment: datetime, local: str, field: str) -> datetime:
    if not local:
        raise RowError("the time has no UTC offset and the mapping no zone", field=field)
    return in_zone(moment, local, field)
