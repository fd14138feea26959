"""From the phrases of a sentence to drafts: who, how, what, where and when belong together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ceasewatch.model import Count, Flight, Kind, Means, ObserverKind, Qualifier
from ceasewatch.sources.smm_text.arms import Arms
from ceasewatch.sources.smm_text.chunks import (
    Assessed,
    Chunk,
    Impeded,
    Latter,
    Previous,
    Region,
    Seer,
    Sight,
    Unread,
    Verb,
    Where,
    Word,
)
from ceasewatch.sources.smm_text.clock import When
from ceasewatch.sources.smm_text.items import REMAINDER, Item, Part
from ceasewatch.sources.smm_text.lexicon import THINGS
from ceasewatch.sources.smm_text.localities import Locality

_LOOK_BACK = 40
"""Characters before a phrase in which the words that steer its reading stand."""


@dataclass(slots=True)
class Draft:
    """A statement in the making."""

    start: int
    end: int
    kinds: tuple[Kind, ...]
    count: Count = field(default_factory=Count)
    qualifiers: tuple[Qualifier, ...] = ()
    arms: Arms | None = None
    comparison: str = ""
    seer: ObserverKind | None = None
    observer_at: tuple[Locality, ...] = ()
    means: Means | None = None
    negated: bool = False
    at: Locality | None = None
    sight: Sight | None = None
    flights: tuple[Flight, ...] = ()
    parts: tuple[Part, ...] = ()
    when: When | None = None
    previous: Previous | None = None
    region: str = ""
    control: str = ""
    subset: bool = False
    shared: bool = False
    assessed: tuple[str, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether the text has said where it was."""
        return self.sight is not None or self.at is not None


@dataclass(slots=True)
class Context:
    """What one sentence leaves for the next of its paragraph."""

    date: When | None = None
    region: str = ""
    areas: tuple[Locality, ...] = ()
    totals: bool = False
    seer: ObserverKind | None = None
    observer_at: tuple[Locality, ...] = ()


@dataclass(slots=True)
class Assembly:
    """One sentence: takes its phrases in order and leaves :attr:`drafts`, :attr:`down` and :attr:`unread`."""

    text: str
    context: Context
    drafts: list[Draft] = field(default_factory=list)
    down: tuple[Locality, ...] = ()
    unread: list[str] = field(default_factory=list)
    blocked: str = ""
    seer: ObserverKind | None = None
    observer_at: tuple[Locality, ...] = ()
    positioned: bool = False
    timed: bool = False
    _ahead: tuple[Qualifier, ...] = ()
    _verb: Verb | None = None
    _when: When | None = None
    _previous: Previous | None = None
    _region: str = ""
    _including: bool = False
    _last: Chunk | None = None

    def take(self, chunks: list[Chunk]) -> Assembly:
        """Reads all phrases of the sentence."""
        for i, chunk in enumerate(chunks):
            more = any(isinstance(c.value, Item) for c in chunks[i + 1 :])
            self._take(chunk, more=more)
            self._last = chunk
        return self

    def _take(self, chunk: Chunk, *, more: bool) -> None:
        match chunk.value:
            case When() as phrase:
                self._time(phrase, chunk, more=more)
            case Seer(kind):
                self._observer(kind, chunk)
            case Where() as where:
                self._where(where, chunk)
            case Verb() as verb:
                self._means(verb, chunk)
            case Item() as item:
                self._item(item)
            case Part() as part:
                self._part(part, chunk)
            case Assessed() as assessed:
                self._assessed(assessed, chunk)
            case Sight() as sight:
                self._sight(sight, chunk)
            case Impeded(kinds):
                self._add(Draft(chunk.start, chunk.end, kinds, means=Means.reported))
            case other:
                self._steer(other, chunk)

    def _steer(self, value: object, chunk: Chunk) -> None:
        match value:
            case Region(name):
                self._name_region(name)
            case Previous() as previous:
                self._previous = previous
            case Latter(n):
                self._latter(n, chunk)
            case Word(low):
                self._word(low)
            case Unread(blocks):
                words = self.text[chunk.start : chunk.end]
                self.unread.append(words)
                self.blocked = words if blocks and not self.blocked else self.blocked
            case tuple() as flights if self.drafts:
                self.drafts[-1].flights = flights
            case _:
                self.unread.append(self.text[chunk.start : chunk.end])

    def _before(self, chunk: Chunk) -> str:
        return self._words_before(chunk.start)

    def _words_before(self, at: int) -> str:
        return self.text[max(0, at - _LOOK_BACK) : at].rstrip().lower()

    def _time(self, phrase: When, chunk: Chunk, *, more: bool) -> None:
        hours = bool(phrase.clock or phrase.parts)
        waiting = [d for d in self.drafts if _lacks(d.when, hours=hours, dated=phrase.dated)]
        leading = more and self._before(chunk).endswith((",", "and", ";"))
        if waiting and not leading:
            for d in waiting:
                d.when = phrase.over(d.when) if d.when else phrase
            return
        if self._when is None:
            self._when = phrase
        elif hours and (self._when.clock or self._when.parts) and not phrase.dated:
            self._when = phrase.over(replace(self._when, clock=None, parts=()))
        else:
            self._when = phrase.over(self._when)
        if self._when.dated:
            self.context.date = replace(self._when, clock=None, parts=())
            self.timed = True

    def _observer(self, kind: ObserverKind, chunk: Chunk) -> None:
        if self._before(chunk).endswith(("by", "by the", "by an", "by a")):
            for d in self.drafts:
                d.seer = kind
        elif self._verb is not None:
            self.observer_at = ()
        self.seer = kind

    def _where(self, where: Where, chunk: Chunk) -> None:
        adjacent = self._beside_observer(chunk)
        zones = any(p.inside for p in where.places)
        if adjacent or where.of_observer or (self._verb is None and not zones):
            self.observer_at = where.places
            for d in self.drafts:
                d.observer_at = d.observer_at or where.places
            return
        if zones and any(p.name for p in where.places):
            self.context.areas = where.places
        if zones and self._verb is None and len(where.places) > 1:
            return
        self._happened_at(where.places)

    def _beside_observer(self, chunk: Chunk) -> bool:
        """Whether the phrase stands right behind who perceives, as in "the camera in X"."""
        if self._last is None or self.text[self._last.end : chunk.start].strip(" ,"):
            return False
        value = self._last.value
        return isinstance(value, Seer) or (isinstance(value, Word) and value.low == "positioned")

    def _happened_at(self, places: tuple[Locality, ...]) -> None:
        group = [d for d in self.drafts if not d.placed] or self.drafts[-1:]
        for d in group:
            self._put(d, [replace_place(d, at=place) for place in places])

    def _put(self, draft: Draft, copies: list[Draft]) -> None:
        """Replaces ``draft`` by its copies, one a place; a count over several places is a count of none of them."""
        at = next(i for i, d in enumerate(self.drafts) if d is draft)
        many = len(copies) > 1
        self.drafts[at : at + 1] = [share(c) if many else c for c in copies]

    def _latter(self, n: int, chunk: Chunk) -> None:
        places = self.context.areas[-n:] if n else self.context.areas
        if places and self.drafts:
            self._happened_at(places)
        else:
            self.unread.append(self.text[chunk.start : chunk.end])

    def _means(self, verb: Verb, chunk: Chunk) -> None:
        self._verb = verb
        if self._before(chunk).endswith(("was", "were")) or self.text[chunk.start : chunk.end].startswith("w"):
            for d in self.drafts:
                d.means = d.means or verb.means

    def _item(self, item: Item) -> None:
        new = Draft(
            item.start, item.end, item.kinds, item.count, item.qualifiers, item.arms, item.comparison,
            previous=self._previous,
        )  # fmt: skip
        earlier = self.drafts[-1] if self.drafts else None
        if self._including and earlier is not None:
            self._including = False
            if Kind.violation not in earlier.kinds:
                earlier.parts = (*earlier.parts, Part(item.start, item.end, item.count, item.qualifiers, item.arms))
                return
            new.subset = True
            if self._words_before(item.start).endswith(("all of which", "all of which were")):
                new.count = earlier.count
            if earlier.count.lowest is None and item.count.lowest is not None and earlier.count.highest is None:
                earlier.count = replace_count(earlier.count, lowest=item.count.lowest)
        if not self._seen(item):
            self.unread.append(self.text[item.start : item.end])
            return
        self._add(new)

    def _seen(self, item: Item) -> bool:
        """Whether a thing was perceived as such: nobody hears a tank from which fire came, or sees who only acts."""
        if not set(item.kinds) & THINGS:
            return True
        if Kind.person in item.kinds and self._verb is None:
            return False
        heard = self._verb is not None and self._verb.means is Means.heard
        return not heard and not self._words_before(item.start).endswith((" of", " from", " by", " with"))

    def _add(self, new: Draft) -> None:
        new.seer, new.observer_at, new.when = self.seer, self.observer_at, self._when
        if self._verb is not None and new.means is None:
            new.means, new.negated = self._verb.means, self._verb.negated
        new.region = new.region or self._region
        new.qualifiers, self._ahead = tuple(dict.fromkeys((*new.qualifiers, *self._ahead))), ()
        self.drafts.append(new)

    def _part(self, part: Part, chunk: Chunk) -> None:
        whole = self.drafts[-1] if self.drafts else None
        used = sum(p.count.best or 0 for p in whole.parts) if whole else 0
        if whole is not None and whole.count.best and part.count == REMAINDER and used < whole.count.best:
            rest = whole.count.best - used
            part = replace(part, count=Count(lowest=rest, best=rest, highest=rest))
        if (
            whole is None
            or whole.count.best is None
            or not part.count.best
            or used + (part.count.best or 0) > whole.count.best
        ):
            self.unread.append(self.text[chunk.start : chunk.end])
            return
        whole.parts = (*whole.parts, part)

    def _assessed(self, assessed: Assessed, chunk: Chunk) -> None:
        if not self.drafts:
            self._ahead = assessed.qualifiers
            return
        of_all = self._before(chunk).endswith(("all", "both", "all of them"))
        for d in self.drafts if of_all or assessed.words else self.drafts[-1:]:
            d.qualifiers = tuple(dict.fromkeys((*d.qualifiers, *assessed.qualifiers)))
            d.arms = d.arms or assessed.arms
            d.assessed = (*d.assessed, assessed.words) if assessed.words else d.assessed

    def _sight(self, sight: Sight, chunk: Chunk) -> None:
        waiting = [d for d in self.drafts if d.sight is None and d.at is None]
        if waiting:
            for d in waiting:
                d.sight, d.at = sight, sight.of
        elif self.drafts and sight.of is not None and self.drafts[-1].sight is not None:
            self._also_at(sight)
        elif self.drafts and self.drafts[-1].sight is None:
            for d in self.drafts:
                d.sight = d.sight or sight
        else:
            self.unread.append(self.text[chunk.start : chunk.end])

    def _also_at(self, sight: Sight) -> None:
        """A further place for the last group: the count is shared among all of its places."""
        last = self.drafts[-1]
        for d in [d for d in self.drafts if d.sight is last.sight]:
            d.shared, d.count = True, share(d).count
            self.drafts.append(replace(d, sight=sight, at=sight.of))

    def _name_region(self, name: str) -> None:
        self._region = self.context.region = name
        for d in self.drafts:
            d.region = d.region or name

    def _word(self, low: str) -> None:
        if low == "including":
            self._including = True
        elif low == "positioned":
            self.positioned = True
        elif low == "outage" and self.seer is ObserverKind.camera:
            self.down = self.observer_at
        elif low == ")" and self._previous is not None and self._previous.comparing:
            self._previous = None


def _lacks(have: When | None, *, hours: bool, dated: bool) -> bool:
    if have is None:
        return True
    return (hours and not (have.clock or have.parts)) or (dated and not have.dated)


def replace_place(draft: Draft, *, at: Locality) -> Draft:
    """A copy of ``draft`` at another place."""
    return replace(draft, at=at)


def replace_count(count: Count, *, lowest: int) -> Count:
    """``count`` with a lower bound."""
    return Count(
        lowest=lowest, best=count.best, highest=count.highest, approximate=count.approximate, original=count.original
    )


def share(draft: Draft) -> Draft:
    """``draft`` as one of several places that share its count: at least one if any plural, at most the whole."""
    whole = draft.count
    if draft.shared:
        return draft
    lowest = 1 if whole.best is None and whole.highest is None and whole.lowest == 2 else None
    one = Count(lowest=lowest, highest=whole.highest, approximate=whole.approximate, original=whole.original)
    return replace(draft, count=one, shared=True)
