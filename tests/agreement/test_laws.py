"""Laws of the primitives on incidents: distance, time, exceptions, order of terms, names of the parties."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.agreement import OUTCOMES, AssessmentTable, Pack, load_pack
from ceasewatch.agreement.rules import rules_of
from ceasewatch.agreement.schema import Baseline, ClauseEntry, ExceptionEntry, PackFile, Primitive, ReadingEntry
from ceasewatch.agreement.terms import Nearer, Side, Term
from ceasewatch.fusion import fuse
from ceasewatch.model import Observation, Outcome
from ceasewatch.model.clause import Moment, Number
from ceasewatch.model.table import IncidentTable
from ceasewatch.model.time import from_us
from ceasewatch.model.values import Kind, Qualifier

Seen = Callable[..., Observation]
LAW = settings(max_examples=15)
_DAY_US = 86_400_000_000


def km(value: float) -> Number:
    return Number(value=f"{value:.6f}", unit="km", source="TEXT")


@pytest.fixture(scope="module")
def ground() -> Pack:
    """Lines and zones of a pack that ships, with the sides of its line; its clauses are replaced."""
    return _sided(load_pack("lorvane"), "A", "B")


def _sided(pack: Pack, left: str, right: str) -> Pack:
    lines = {
        name: replace(
            f,
            versions=tuple(
                replace(v, note=msgspec.structs.replace(v.note, left=left, right=right)) for v in f.versions
            ),
        )
        for name, f in pack.ground.lines.items()
    }
    return replace(pack, ground=replace(pack.ground, lines=lines))


@pytest.fixture(scope="module")
def scattered(seen: Seen, ground: Pack) -> IncidentTable:
    """Some forty incidents of several kinds, by weapons and none, near and far, sharply and roughly known."""
    line = ground.lines["line-of-contact"].versions[0]
    lat0, lon0, draw = float(line.lat.mean()), float(line.lon.mean()), np.random.default_rng(5)
    made = [
        seen(
            f"{n}",
            lat0 + float(draw.normal(0, 0.2)),
            lon0 + float(draw.normal(0, 0.3)),
            day=f"2026-{1 + n % 12:02d}-{1 + n % 28:02d}T12:00",
            kind=("weapon", "explosion", "vehicle", "armed_clash")[n % 4],
            radius_m=(100, 5_000, 20_000)[n % 3],
            weapon=("mortar_120", "", "tank", "mortar")[n % 4] if n % 2 == 0 else "",
            qualifiers=(Qualifier.exercise,) if n % 5 == 0 else (),
        )
        for n in range(40)
    ]
    return fuse(made)


def entry(**more: Any) -> ClauseEntry:
    usual = {
        "id": "c", "number": "1", "summary": "s", "source": "TEXT", "primitive": Primitive.ban,
        "kinds": (Kind.explosion, Kind.weapon), "zone": "lorvane",
    }  # fmt: skip
    return ClauseEntry(**{**usual, **more})


def minimum(distance: float, **more: Any) -> ClauseEntry:
    return entry(primitive=Primitive.minimum_distance, zone="", line="line-of-contact", distance=km(distance), **more)


def with_clauses(pack: Pack, *clauses: ClauseEntry, **more: Any) -> Pack:
    file = msgspec.structs.replace(pack.file, clauses=clauses, **more)
    return replace(pack, file=file, rules=tuple(rules_of(file, pack.ground)))


def weighed(pack: Pack, incidents: IncidentTable) -> AssessmentTable:
    """Every incident before every clause, also where it does not apply."""
    return pack._block(incidents, everything=True)


def outcomes(table: AssessmentTable) -> list[Outcome]:
    return [OUTCOMES[o] for o in table.outcome.tolist()]


@LAW
@given(a=st.floats(0.1, 60), b=st.floats(0.1, 60))
def test_a_greater_distance_is_never_less_of_a_breach(
    ground: Pack, scattered: IncidentTable, a: float, b: float
) -> None:
    near, far = (weighed(with_clauses(ground, minimum(d)), scattered) for d in sorted((a, b)))
    assert (near.p_breach <= far.p_breach + 1e-6).all()
    assert (near.p_applies <= far.p_applies + 1e-6).all()


def test_the_law_of_distance_is_not_empty(ground: Pack, scattered: IncidentTable) -> None:
    near, far = (weighed(with_clauses(ground, minimum(d)), scattered) for d in (5.0, 40.0))
    assert (far.p_breach > near.p_breach + 0.2).any()
    assert (near.p_breach > 0.2).any()


@LAW
@given(days=st.integers(-3000, 3000), first=st.integers(0, 200), length=st.integers(1, 200))
def test_moving_clause_and_incidents_in_time_moves_nothing_else(
    ground: Pack, scattered: IncidentTable, days: int, first: int, length: int
) -> None:
    start = int(scattered.start_us.min()) + first * _DAY_US

    def between(shift: int) -> ClauseEntry:
        at = [Moment(at=from_us(us + shift), source="TEXT") for us in (start, start + length * _DAY_US)]
        return minimum(20.0, valid_from=at[0], valid_to=at[1])

    shift = days * _DAY_US
    moved = replace(scattered, start_us=scattered.start_us + shift, end_us=scattered.end_us + shift)
    here = weighed(with_clauses(ground, between(0)), scattered)
    there = weighed(with_clauses(ground, between(shift)), moved)
    assert outcomes(here) == outcomes(there)
    assert (here.p_breach == there.p_breach).all()


LEAVES = st.sampled_from([
    Term(zone="kelmar"), Term(kinds=(Kind.explosion,)), Term(weapons=("mortar",)),
    Term(qualifiers=(Qualifier.exercise,)),
    Term(side=Side(line="line-of-contact", party="A")), Term(nearer=Nearer(line="line-of-contact", distance=km(10))),
    Term(nearer=Nearer(line="line-of-contact", distance=km(25))),
])  # fmt: skip
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda how, parts: Term(**{how: tuple(parts)}),
        st.sampled_from(["all_of", "any_of", "none_of"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)


def saving(name: str, term: Term) -> ExceptionEntry:
    return ExceptionEntry(id=name, summary="s", source="TEXT", when=term)


@LAW
@given(one=TERMS, more=TERMS)
def test_an_exception_only_narrows(ground: Pack, scattered: IncidentTable, one: Term, more: Term) -> None:
    bare = weighed(with_clauses(ground, minimum(20.0)), scattered)
    single = weighed(with_clauses(ground, minimum(20.0, exceptions=(saving("a", one),))), scattered)
    both = minimum(20.0, exceptions=(saving("a", one), saving("b", more)))
    double = weighed(with_clauses(ground, both), scattered)
    assert (single.p_breach <= bare.p_breach + 1e-6).all()
    assert (double.p_breach <= single.p_breach + 1e-6).all()
    assert (double.p_applies == bare.p_applies).all()


def turned(term: Term) -> Term:
    """The same with the parts of each term the other way round."""
    for how in ("all_of", "any_of", "none_of"):
        parts = getattr(term, how)
        if parts:
            return Term(**{how: tuple(turned(p) for p in reversed(parts))})
    return term


@LAW
@given(TERMS)
def test_the_order_of_terms_never_matters(ground: Pack, scattered: IncidentTable, term: Term) -> None:
    here, there = (weighed(with_clauses(ground, entry(where=t)), scattered) for t in (term, turned(term)))
    assert outcomes(here) == outcomes(there)
    assert np.allclose(here.p_breach, there.p_breach, rtol=0, atol=1e-6)
    assert np.allclose(here.p_applies, there.p_applies, rtol=0, atol=1e-6)


def test_the_order_of_kinds_weapons_and_clauses_never_matters(ground: Pack, scattered: IncidentTable) -> None:
    a = minimum(20.0, weapons=("mortar_120", "tank"))
    b = entry(id="d", kinds=(Kind.weapon, Kind.explosion))
    swapped = minimum(20.0, weapons=("tank", "mortar_120"), kinds=(Kind.weapon, Kind.explosion))
    here, there = (weighed(with_clauses(ground, *c), scattered) for c in ((a, b), (b, swapped)))
    rows = {(i, c): (o, p) for i, c, o, p in zip(here.incident, here.clause, here.outcome, here.p_breach, strict=True)}
    assert rows == {
        (i, c): (o, p) for i, c, o, p in zip(there.incident, there.clause, there.outcome, there.p_breach, strict=True)
    }


def _swapped(pack: Pack) -> Pack:
    """The pack with the codes of the two parties exchanged wherever they stand."""
    other = {"A": "B", "B": "A"}

    def clause(c: ClauseEntry) -> ClauseEntry:
        return msgspec.structs.replace(
            c,
            baselines=tuple(msgspec.structs.replace(b, party=other[b.party]) for b in c.baselines),
            readings=tuple(msgspec.structs.replace(r, party=other[r.party]) for r in c.readings),
        )

    file: PackFile = msgspec.structs.replace(
        pack.file,
        parties=tuple(msgspec.structs.replace(p, id=other[p.id]) for p in pack.file.parties),
        clauses=tuple(clause(c) for c in pack.file.clauses),
    )
    sided = _sided(pack, "B", "A")
    return replace(sided, file=file, rules=tuple(rules_of(file, sided.ground)))


@LAW
@given(a=st.floats(1, 50), b=st.floats(1, 50), reads=st.floats(1, 50))
def test_swapping_the_parties_swaps_the_output_and_nothing_else(
    ground: Pack, scattered: IncidentTable, a: float, b: float, reads: float
) -> None:
    own = (
        Baseline(party="A", line="line-of-contact", distance=km(a)),
        Baseline(party="B", line="line-of-contact", distance=km(b)),
    )
    readings = (
        ReadingEntry(party="A", text="as it says", source="TEXT", kinds=(Kind.weapon,)),
        ReadingEntry(party="B", text="otherwise", source="TEXT", kinds=(Kind.explosion,)),
    )
    sides = minimum(20.0, id="sides", baselines=own)
    read = minimum(reads, id="read", readings=readings)
    pack = with_clauses(ground, sides, read, contact="line-of-contact")
    here, there = weighed(pack, scattered), weighed(_swapped(pack), scattered)
    other = {"A": "B", "B": "A", "": ""}

    def rows(t: AssessmentTable, names: dict[str, str]) -> dict[Any, Any]:
        columns = zip(t.incident, t.clause, t.reading, t.outcome, t.p_breach, t.agreed, t.differs, strict=True)
        return {(i, c, names[str(r)]): rest for i, c, r, *rest in columns}

    assert rows(here, other) == rows(there, {k: k for k in other})
