"""When: phrases of dates, parts of the day and clock times, and the interval in UTC that they allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from ceasewatch.sources.smm_text.lexicon import MONTHS
from ceasewatch.sources.smm_text.tokens import Tokens, same

ABOUT_MINUTES: Final = 15
"""Half width of "at about 10:10"."""
_DAY = timedelta(days=1)

PARTS: Final = {
    "morning": (5, 12), "mornings": (5, 12), "afternoon": (12, 18), "afternoons": (12, 18), "day": (6, 20),
    "daytime": (6, 20), "evening": (18, 24), "evenings": (18, 24), "night": (20, 30), "nights": (20, 30),
    "overnight": (20, 30), "noon": (11, 13), "midnight": (23, 25),
}  # fmt: skip
"""Parts of the day, local hours from the first midnight. Wide on purpose: no report defines them, and night falls
at 16:30 in December and 21:30 in June. A night runs into the following day."""


@dataclass(frozen=True, slots=True)
class When:
    """A time phrase as read; what it does not say is left open.

    Attributes:
        day, month: first day named; ``year`` 0 if not written.
        last: last day, as (day, month), of "4-5 October".
        parts: parts of the day.
        clock: first and last minute of the day, local; the last is below the first where it passes midnight.
    """

    day: int = 0
    month: int = 0
    year: int = 0
    last: tuple[int, int] | None = None
    parts: tuple[str, ...] = ()
    clock: tuple[int, int] | None = None
    text: str = ""

    @property
    def dated(self) -> bool:
        """Whether it names a day."""
        return self.month > 0

    def over(self, earlier: When) -> When:
        """This phrase with what it leaves open taken from an ``earlier`` one of the same clause."""
        if self.dated and earlier.dated:
            return self
        dates = self if self.dated else earlier
        hours = self if self.clock or self.parts else earlier
        words = f"{earlier.text}; {self.text}" if earlier.text else self.text
        return replace(dates, parts=hours.parts, clock=hours.clock, text=words)


def when(text: str, tokens: Tokens, at: int) -> tuple[When, int] | None:
    """A time phrase, and the index after it; ``None`` if there is none at ``at``."""
    begin, at = at, at + (tokens[at].low in {"on", "during", "in", "at", "between", "from", "around", "about"})
    found = (
        _evenings(tokens, begin, at) or _parts_of(tokens, begin, at) or _date(tokens, at) or _clock(tokens, begin, at)
    )
    if found is None:
        return None
    return replace(found[0], text=text[tokens[begin].start : tokens[found[1] - 1].end]), found[1]


def _evenings(tokens: Tokens, begin: int, at: int) -> tuple[When, int] | None:
    """Between the evenings of 4 and 6 October: from the first evening to the end of the last."""
    if tokens[begin].low != "between" or not same(tokens, at, ("the", "evenings", "of")):
        return None
    dated = _date(tokens, at + 3)
    return (replace(dated[0], parts=("evening",)), dated[1]) if dated and dated[0].last else None


def _parts_of(tokens: Tokens, begin: int, at: int) -> tuple[When, int] | None:
    """The evening and night of 4-5 October; the morning; overnight."""
    at += tokens[at].low == "the"
    at += tokens[at].low in {"early", "late"}
    parts: list[str] = []
    while tokens[at].low in PARTS:
        parts.append(tokens[at].low.removesuffix("s"))
        at += 1
        if tokens[at].low in {"and", ","} and tokens[at + 1].low in PARTS:
            at += 1
    if not parts or (tokens[begin].low in PARTS and parts != ["overnight"]):
        return None
    at += tokens[at].low in {"hours", "time"}
    dated = _date(tokens, at + (tokens[at].low in {"of", "on"}))
    found, end = dated if dated else (When(), at)
    return replace(found, parts=tuple(parts)), end


def _date(tokens: Tokens, at: int) -> tuple[When, int] | None:
    """5 October; 4-5 October 2018; 30 September and 1 October."""
    first = _day(tokens, at)
    if first is None:
        return None
    day, at = first
    if tokens[at].low in MONTHS:
        month, at = MONTHS[tokens[at].low], at + 1
        second = _day(tokens, at + 1) if tokens[at].low in {"-", "–", "and", "to"} else None
        if second and tokens[second[1]].low in MONTHS:
            last, at = (second[0], MONTHS[tokens[second[1]].low]), second[1] + 1
            return _with_year(tokens, at, When(day, month, last=last))
        return _with_year(tokens, at, When(day, month))
    second = _day(tokens, at + 1) if tokens[at].low in {"-", "–", "and", "to"} else None
    if second is None or tokens[second[1]].low not in MONTHS:
        return None
    month = MONTHS[tokens[second[1]].low]
    return _with_year(tokens, second[1] + 1, When(day, month, last=(second[0], month)))


def _day(tokens: Tokens, at: int) -> tuple[int, int] | None:
    token = tokens[min(at, len(tokens) - 1)]
    return (
        (int(token.text), at + 1) if token.kind == "number" and token.text.isdigit() and len(token.text) < 3 else None
    )


def _with_year(tokens: Tokens, at: int, found: When) -> tuple[When, int]:
    token = tokens[at]
    if token.kind == "number" and token.text.isdigit() and len(token.text) == 4 and 1900 < int(token.text) < 2200:
        return replace(found, year=int(token.text)), at + 1
    return found, at


def _clock(tokens: Tokens, begin: int, at: int) -> tuple[When, int] | None:
    """At 10:10; between 10:25 and 11:00; 20:18-22:04; at about 10:10."""
    hedged = tokens[begin].low in {"around", "about"} or tokens[at].low in {"around", "about", "approximately"}
    at += tokens[at].low in {"around", "about", "approximately"}
    first = _minute(tokens, at)
    if first is None:
        return None
    joint = tokens[at + 1].low in {"and", "to", "-", "–"}
    second = (
        _minute(tokens, at + 2) if (joint and tokens[at + 1].low != "and") or tokens[begin].low == "between" else None
    )
    if second is not None and joint:
        return When(clock=(first, second)), at + 3
    spread = ABOUT_MINUTES if hedged else 0
    return When(clock=(max(0, first - spread), min(24 * 60, first + spread + 1))), at + 1


def _minute(tokens: Tokens, at: int) -> int | None:
    token = tokens[min(at, len(tokens) - 1)]
    if token.kind != "time":
        return None
    hour, minute = (int(part) for part in token.text.split(":"))
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def interval(phrase: When, by: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Start and end in UTC of what ``phrase`` allows; the year, if not written, is the last that ends by ``by``.

    Returns:
        ``None`` if the phrase names no day, or a day that the calendar does not have.
    """
    try:
        first = _resolved(phrase.day, phrase.month, phrase.year, by)
        last = _resolved(*phrase.last, phrase.year, by) if phrase.last else first
    except ValueError:
        return None
    if phrase.year and last < first:
        first = first.replace(year=first.year - 1)
    if last < first:
        return None
    starts, ends = _hours(phrase, multiple=last > first)
    return _utc(first, starts, zone), _utc(last, ends, zone)


def within(phrase: When, period: tuple[datetime, datetime], zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """What a phrase of hours without a date allows inside ``period``: ``None`` unless it fits on one day of it only."""
    first, last = (moment.astimezone(zone).date() for moment in period)
    starts, ends = _hours(phrase, multiple=False)
    days = [first + timedelta(days=k) for k in range(-1, min((last - first).days, 14) + 1)]
    spans = [(_utc(day, starts, zone), _utc(day, ends, zone)) for day in days]
    fitting = [span for span in spans if span[0] < period[1] and span[1] > period[0]]
    return fitting[0] if len(fitting) == 1 else None


def _hours(phrase: When, *, multiple: bool) -> tuple[int, int]:
    """Minutes after midnight of the first day and of the last day."""
    if phrase.clock:
        first, last = phrase.clock
        return first, last + (24 * 60 if last < first and not multiple else 0)
    if not phrase.parts:
        return 0, 24 * 60
    spans = [PARTS[p] for p in phrase.parts]
    end = max(hi for _, hi in spans)
    return min(lo for lo, _ in spans) * 60, (end - 24 if end > 24 and multiple else end) * 60


def _resolved(day: int, month: int, year: int, by: date) -> date:
    if year:
        return date(year, month, day)
    for candidate in range(by.year, by.year - 9, -1):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= by + _DAY:
            return found
    raise ValueError("no such day")


def _utc(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day + timedelta(days=minutes // (24 * 60)), time(), zone)
    return (local.replace(hour=minutes // 60 % 24, minute=minutes % 60)).astimezone(UTC)
