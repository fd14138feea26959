"""The parser: one paragraph of a narrative report in, statements, totals, outages and unread stretches out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from datetime import datetime

from ceasewatch.model import Count, Kind, Means, ObserverKind, Qualifier, Role, TimeInterval, TimeSense, Weapon
from ceasewatch.sources.smm_text.arms import Arms, shared
from ceasewatch.sources.smm_text.assemble import Assembly, Context, Draft
from ceasewatch.sources.smm_text.chunks import Scanner
from ceasewatch.sources.smm_text.clock import interval, within
from ceasewatch.sources.smm_text.lexicon import THINGS
from ceasewatch.sources.smm_text.statement import Flag, Outage, Parsed, ReportMeta, Statement
from ceasewatch.sources.smm_text.tokens import tokenise

_END = re.compile(r"[.!?](?:\[[0-9]{1,3}\])*(?=\s+[\"'“]?[A-ZА-ЯІЇЄҐ])|\n\s*\n")
_SHORTENED = re.compile(r"(?:^|[\s(])(?:[A-Z]|No|St|approx|Mr|Ms|cf|vs)\Z")
LONGEST_SENTENCE = 4_000
"""Characters; what is longer is a table or no text, and is not read."""
NO_DATE = "the report has no date: the interval is the whole mandate, so it joins with nothing in time"
NO_TIME = "the sentence gives no time: the interval is the reporting period"
NO_DAY = "the sentence gives no day: it is taken to be of the reporting period"
BAD_DATE = "the date in the text is not in the calendar or not before the report: the interval is the reporting period"


def sentences(paragraph: str) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences."""
    start = 0
    for match in _END.finditer(paragraph):
        if match.group()[0] == "." and _SHORTENED.search(paragraph, 0, match.start()):
            continue
        yield start, match.end()
        start = match.end()
    if paragraph[start:].strip():
        yield start, len(paragraph)


def parse(paragraph: str, report: ReportMeta) -> Parsed:
    """What ``paragraph`` says. Never raises; what is not understood is in the result, unread and flagged."""
    context = Context()
    statements: list[Statement] = []
    outages: list[Outage] = []
    flags: list[Flag] = []
    for start, end in sentences(paragraph):
        for clause in _clauses(paragraph, start, end, context):
            made, down, flag = _read(paragraph, clause, context, report)
            statements += made
            outages += down
            flags += flag
    return Parsed(
        statements=tuple(s for s in statements if s.role is Role.observation),
        aggregates=tuple(s for s in statements if s.role is Role.aggregate),
        outages=tuple(outages),
        unread=tuple(flags),
    )


def _clauses(paragraph: str, start: int, end: int, context: Context) -> Iterator[tuple[int, int]]:
    """The sentence; its clauses between semicolons if one of them passes on what others say."""
    short = end - start <= LONGEST_SENTENCE
    if short and ";" in paragraph[start:end] and _sentence(paragraph, start, end, copy(context)).blocked:
        for piece in re.finditer(r"[^;]+;?", paragraph[start:end]):
            yield start + piece.start(), start + piece.end()
    else:
        yield start, end


def _read(
    paragraph: str, span: tuple[int, int], context: Context, report: ReportMeta
) -> tuple[list[Statement], list[Outage], list[Flag]]:
    """One clause. What blocks it leaves nothing behind for the next."""
    if span[1] - span[0] > LONGEST_SENTENCE:
        return [], [], [Flag(*span, f"it is longer than {LONGEST_SENTENCE} characters")]
    if not paragraph[slice(*span)].strip():
        return [], [], []
    before = copy(context)
    read = _sentence(paragraph, *span, context)
    if read.blocked:
        for name in Context.__slots__:
            setattr(context, name, getattr(before, name))
    made, why = _statements(span, read, context, report)
    down = _outages(read, span, context, report)
    return made, down, [] if made or down else [Flag(*span, why)]


def _sentence(paragraph: str, start: int, end: int, context: Context) -> Assembly:
    tokens = tokenise(paragraph, start, end)
    read = Assembly(paragraph, context)
    if any(t.low == "it" for t in tokens):
        read.seer, read.observer_at = context.seer, context.observer_at
    read.take(Scanner(paragraph, tokens).scan())
    if read.seer is not None:
        context.seer, context.observer_at = read.seer, read.observer_at
    return read


def _statements(
    span: tuple[int, int], read: Assembly, context: Context, report: ReportMeta
) -> tuple[list[Statement], str]:
    if read.blocked:
        return [], f"it does not say plainly what the mission perceived then ({read.blocked!r})"
    known = [d for d in read.drafts if d.means is not None]
    if not known:
        return [], "nothing perceived was read in it"
    made = [_statement(d, span, read, context, report) for d in known]
    context.totals = context.totals or any(Kind.violation in d.kinds for d in known)
    return made, ""


def _statement(draft: Draft, span: tuple[int, int], read: Assembly, context: Context, report: ReportMeta) -> Statement:
    observer = _observer(draft, read)
    role = _role(draft, observer, context)
    kinds, count, extra = _what(draft)
    when, note = _interval(draft, kinds, count, context, report)
    dropped = [read.text[d.start : d.end] for d in read.drafts if d.means is None]
    notes = [note] if note else []
    if draft.shared:
        notes.append("the count is shared with other places that the sentence names")
    return Statement(
        start=draft.start,
        end=draft.end,
        sentence=span,
        observer_kind=observer,
        means=_means(draft, kinds),
        kinds=kinds,
        interval=when,
        role=role,
        count=count,
        qualifiers=_qualifiers(draft),
        weapon=_weapon(draft),
        flights=draft.flights,
        observer_at=draft.observer_at,
        at=draft.at,
        sight=draft.sight,
        region=draft.region or _own_region(draft) or (context.region if role is Role.aggregate else ""),
        control=_control(draft),
        unread=(*read.unread, *dropped),
        notes=tuple(notes),
        properties=(*extra, *_properties(draft, read.text)),
    )


def _observer(draft: Draft, read: Assembly) -> ObserverKind:
    kind = draft.seer or ObserverKind.monitor
    if kind is ObserverKind.monitor and (draft.means is Means.heard or (read.positioned and draft.observer_at)):
        return ObserverKind.patrol
    return kind


def _role(draft: Draft, observer: ObserverKind, context: Context) -> Role:
    if Kind.violation in draft.kinds or draft.previous is not None:
        return Role.aggregate
    breakdown = (draft.subset or context.totals) and observer is ObserverKind.monitor
    return Role.aggregate if breakdown and draft.kinds[0] not in THINGS else Role.observation


def _what(draft: Draft) -> tuple[tuple[Kind, ...], Count, tuple[tuple[str, str], ...]]:
    """Kinds and count; something that was looked for and not perceived is silence, but a total of none is zero."""
    if not draft.negated and draft.count.highest != 0:
        return draft.kinds, draft.count, ()
    if Kind.violation in draft.kinds:
        return draft.kinds, Count(lowest=0, best=0, highest=0, original=draft.count.original), ()
    return (Kind.silence,), Count(), (("none_of", ", ".join(draft.kinds)),)


def _means(draft: Draft, kinds: tuple[Kind, ...]) -> Means:
    means = draft.means or Means.reported
    seen = means is Means.reported and set(kinds) & THINGS
    return Means.saw if seen else means


def _qualifiers(draft: Draft) -> tuple[Qualifier, ...]:
    """Those of the whole, and those that every part shares if the parts make up the whole."""
    found = list(draft.qualifiers)
    if draft.parts and sum(p.count.best or 0 for p in draft.parts) == draft.count.best:
        common = set.intersection(*(set(p.qualifiers) for p in draft.parts))
        found += sorted(common)
    return tuple(dict.fromkeys(found))


def _weapon(draft: Draft) -> Weapon:
    if draft.arms is not None:
        return draft.arms.weapon
    parts: list[tuple[int, Arms | None]] = [(p.count.best or 0, p.arms) for p in draft.parts]
    if draft.count.best and any(a is not None for _, a in parts):
        return shared(parts, draft.count.best)
    return Weapon()


def _own_region(draft: Draft) -> str:
    return draft.at.region if draft.at else ""


def _control(draft: Draft) -> str:
    if draft.at is not None:
        return draft.at.control
    return draft.observer_at[0].control if len(draft.observer_at) == 1 else ""


def _properties(draft: Draft, text: str) -> tuple[tuple[str, str], ...]:
    found = [("part", text[p.start : p.end]) for p in draft.parts]
    found += [("assessed", words) for words in draft.assessed]
    if draft.comparison:
        found.append(("compared_with_previous", draft.comparison))
    return tuple(found)


def _interval(
    draft: Draft, kinds: tuple[Kind, ...], count: Count, context: Context, report: ReportMeta
) -> tuple[TimeInterval, str]:
    one = count.lowest == count.highest == 1 or bool(set(kinds) & THINGS)
    sense = TimeSense.within if one else TimeSense.series
    if Kind.silence in kinds:
        sense = TimeSense.throughout
    phrase = draft.when
    if phrase is not None and not phrase.dated and context.date is not None:
        phrase = phrase.over(context.date)
    elif phrase is None:
        phrase = context.date
    words = phrase.text if phrase else ""
    start, end, note = _bounds(draft, report)
    if phrase is not None and phrase.dated and draft.previous is None:
        told = interval(phrase, report.latest, report.zone) if report.issued or phrase.year else None
        if told is not None:
            start, end, note = *told, ""
        elif report.issued:
            note = BAD_DATE
    elif phrase is not None and report.issued and draft.previous is None:
        told = within(phrase, report.period, report.zone)
        start, end = told or (start, end)
        note = NO_DAY
    return TimeInterval(start=start, end=end, sense=sense, original=words, zone=str(report.zone) if words else ""), note


def _bounds(draft: Draft, report: ReportMeta) -> tuple[datetime, datetime, str]:
    if draft.previous is not None:
        start, end = report.day_before if draft.previous.day else report.previous
        return start, end, "" if report.issued else NO_DATE
    start, end = report.period
    return start, end, NO_TIME if report.issued else NO_DATE


def _outages(read: Assembly, span: tuple[int, int], context: Context, report: ReportMeta) -> list[Outage]:
    """Cameras down: for the days named, else for the reporting period."""
    if read.blocked:
        return []
    start, end = report.period
    dates = context.date if read.timed else None
    told = interval(dates, report.latest, report.zone) if dates and (report.issued or dates.year) else None
    start, end = told or (start, end)
    during = TimeInterval(start=start, end=end, sense=TimeSense.throughout, original=dates.text if dates else "")
    return [Outage(camera=place, interval=during, sentence=span) for place in read.down]
