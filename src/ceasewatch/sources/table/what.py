"""Kind, count, harm and weapon of a row, with the three kinds of not knowing kept apart."""

from __future__ import annotations

from collections.abc import Callable

from ceasewatch.model.belief import Belief, Ignorance
from ceasewatch.model.count import Count
from ceasewatch.model.errors import RowError
from ceasewatch.model.observation import Harm, Weapon
from ceasewatch.model.values import Kind
from ceasewatch.model.weapons import PARENTS
from ceasewatch.sources.fields import Fields, whole
from ceasewatch.sources.table.mapping import CountSpec, HarmSpec, Value, WeaponSpec
from ceasewatch.sources.table.value import blame, flag, getter, listed

IGNORANCE = frozenset(Ignorance)
_KINDS = frozenset(Kind)


def belief_of(value: Value | None, known: frozenset[str], empty: Ignorance) -> Callable[[Fields], Belief]:
    """Belief over the words of a column: one is certain, several are equally probable, none is ``empty``.

    Args:
        value: where the words come from.
        known: words that are allowed; empty allows any.
        empty: why nothing is said where the row has no word.
    """
    get, field = listed(value), blame(value)

    def read(fields: Fields) -> Belief:
        words = tuple(dict.fromkeys(get(fields)))
        if not words:
            return Belief.missing(empty)
        if len(words) == 1 and words[0] in IGNORANCE:
            return Belief.missing(Ignorance(words[0]))
        for word in words:
            if word in IGNORANCE or (known and word not in known):
                raise RowError(f"{word[:40]!r} is none of {', '.join(sorted(known))}", field=field)
        return Belief.certain(words[0]) if len(words) == 1 else Belief.among(*words)

    return read


def kind_of(value: Value) -> Callable[[Fields], Belief]:
    """Belief over kinds."""
    return belief_of(value, _KINDS, Ignorance.not_known)


def _number(value: Value | None) -> Callable[[Fields], int | None]:
    get, field = getter(value), blame(value)
    return lambda fields: whole(text, field) if (text := get(fields)) else None


def count_of(spec: CountSpec) -> Callable[[Fields], Count]:
    """Lowest, best, highest; a best alone is exact unless it is marked approximate."""
    lowest, best, highest = (_number(v) for v in (spec.lowest, spec.best, spec.highest))
    approximate, field = getter(spec.approximate), blame(spec.approximate)
    alone = spec.lowest is None and spec.highest is None

    def read(fields: Fields) -> Count:
        about, middle = flag(approximate(fields), field), best(fields)
        if alone and not about:
            return Count() if middle is None else Count.exactly(middle)
        return Count(lowest=lowest(fields), best=middle, highest=highest(fields), approximate=about)

    return read


def harm_of(spec: HarmSpec | None) -> Callable[[Fields], Harm | None]:
    """Numbers of people, as the source states them; ``None`` where nothing is mapped."""
    if spec is None:
        return lambda _: None
    readers = [count_of(CountSpec(best=v)) for v in (spec.killed, spec.injured, spec.killed_civilians)]

    def read(fields: Fields) -> Harm:
        killed, injured, civilians = (reader(fields) for reader in readers)
        return Harm(killed=killed, injured=injured, killed_civilians=civilians)

    return read


def weapon_of(spec: WeaponSpec) -> Callable[[Fields], Weapon]:
    """Classes of the weapon tree, model and calibre."""
    classes = belief_of(spec.classes, frozenset(PARENTS), Ignorance.not_known)
    model, calibre = getter(spec.model), _number(spec.calibre_mm)
    return lambda fields: Weapon(classes=classes(fields), model=model(fields), calibre_mm=calibre(fields) or 0)
