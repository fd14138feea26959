"""Every noun is the same after a trip through JSON, and refuses what it does not know."""

from __future__ import annotations

import inspect
import json
import types
import typing
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceasewatch import model
from ceasewatch.model.place import FULL_CIRCLE_CDEG
from ceasewatch.model.struct import PPM, Noun

NOUNS = sorted(
    {c for _, c in inspect.getmembers(model, inspect.isclass) if issubclass(c, Noun)}, key=lambda c: c.__name__
)


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
moments = st.datetimes(datetime(1945, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
widths = st.timedeltas(timedelta(0), timedelta(days=3))
metres = st.integers(0, 10**6)


@st.composite
def intervals(draw: st.DrawFn) -> model.TimeInterval:
    """An interval that does not end before it starts."""
    start = draw(moments)
    sense = draw(st.sampled_from(model.TimeSense))
    return model.TimeInterval(start=start, end=start + draw(widths), sense=sense, original=draw(texts), zone="")


@st.composite
def counts(draw: st.DrawFn) -> model.Count:
    """Ordered numbers, any of them unknown."""
    numbers = sorted(draw(st.lists(st.integers(0, 10**6), min_size=3, max_size=3)))
    known = [n if draw(st.booleans()) else None for n in numbers]
    return model.Count(lowest=known[0], best=known[1], highest=known[2], approximate=draw(st.booleans()))


@st.composite
def beliefs(draw: st.DrawFn) -> model.Belief:
    """Hypotheses whose probabilities sum to at most one."""
    left, found = PPM, []
    for value in draw(st.lists(texts, max_size=4, unique=True)):
        p = draw(st.integers(0, left))
        left -= p
        found.append(model.Hypothesis(value=value, p_ppm=p))
    return model.Belief(hypotheses=tuple(found), ignorance=draw(st.none() | st.sampled_from(model.Ignorance)))


@st.composite
def covariances(draw: st.DrawFn) -> model.Covariance:
    """A positive semi-definite matrix."""
    ee, nn = draw(metres), draw(metres)
    limit = int((ee * nn) ** 0.5 * 0.999)
    return model.Covariance(ee_m2=ee, en_m2=draw(st.integers(-limit, limit)), nn_m2=nn)


@st.composite
def sectors(draw: st.DrawFn) -> model.Sector:
    """Ranges in order, or no farthest range."""
    near = draw(metres)
    far = draw(st.none() | st.integers(near, 2 * 10**6))
    bearings = tuple(draw(st.lists(bearing_ranges, max_size=3)))
    origin, radius = draw(positions), draw(metres)
    return model.Sector(origin=origin, origin_radius_m=radius, bearings=bearings, range_from_m=near, range_to_m=far)


spoken = texts.filter(str.strip)
decisions = st.builds(
    model.Decision.of,
    st.sampled_from(model.DecisionKind),
    st.lists(spoken, min_size=2, max_size=4, unique=True),
    decided_by=spoken,
    decided_at=moments,
    reason=spoken,
)
undoings = st.builds(model.Undoing, decision=texts, undone_by=spoken, undone_at=moments, reason=spoken)
cdeg = st.integers(0, FULL_CIRCLE_CDEG - 1)
bearing_ranges = st.builds(model.BearingRange, from_cdeg=cdeg, to_cdeg=cdeg)
positions = st.builds(
    model.Position,
    lat_e7=st.integers(-900_000_000, 900_000_000),
    lon_e7=st.integers(-1_800_000_000, 1_800_000_000),
)
rings = st.lists(positions, min_size=3, max_size=5).map(lambda r: (*r, r[0]))
hypotheses = st.builds(model.Hypothesis, value=texts, p_ppm=st.integers(0, PPM))
points = st.builds(model.Point, at=positions, radius_m=metres, covariance=st.none() | covariances(), text=texts)
admin_units = st.builds(model.AdminUnit, name=texts, level=texts, parents=st.lists(texts, max_size=2).map(tuple))
polygons = st.lists(st.lists(rings, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple)
areas = st.builds(model.Area, polygons=polygons, admin=st.none() | admin_units, text=texts)
paths = st.lists(positions, min_size=2, max_size=4).map(tuple)
lines = st.builds(model.Line, path=paths, buffer_m=metres, text=texts)
places = st.one_of(points, sectors(), areas, lines, st.builds(model.UnknownPlace, why=texts, text=texts))

SPECIAL: dict[object, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, PPM),
    bool: st.booleans(),
    type(None): st.none(),
    datetime: moments,
    model.TimeInterval: intervals(),
    model.Count: counts(),
    model.Belief: beliefs(),
    model.Decision: decisions,
    model.Undoing: undoings,
    model.Covariance: covariances(),
    model.Position: positions,
    model.BearingRange: bearing_ranges,
    model.Point: points,
    model.Sector: sectors(),
    model.Area: areas,
    model.Line: lines,
}


def strategy_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of an annotated type, as the nouns use them."""
    if hint in SPECIAL:
        return SPECIAL[hint]
    match typing.get_origin(hint), typing.get_args(hint):
        case ((typing.Union | types.UnionType), options):
            return st.one_of(*map(strategy_of, options))
        case origin, (item, second) if origin is tuple and second is Ellipsis:
            return st.lists(strategy_of(item), max_size=2).map(tuple)
        case origin, (key, item) if origin is dict:
            return st.dictionaries(strategy_of(key), strategy_of(item), max_size=2)
        case origin, items if origin is tuple:
            return st.tuples(*map(strategy_of, items))
    if isinstance(hint, typing.NewType):
        return strategy_of(hint.__supertype__)
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    hints = typing.get_type_hints(hint)
    return st.builds(hint, **{name: strategy_of(hints[name]) for name in hint.__struct_fields__})


HOLD_MAPPINGS = {model.FeedSetting, model.Mission}
"""What a configuration file says is never a key of anything."""


def no_floats(value: object) -> bool:
    match value:
        case float():
            return False
        case dict():
            return all(map(no_floats, value.values()))
        case list():
            return all(map(no_floats, value))
        case _:
            return True


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_json_round_trip(noun: type[Noun]) -> None:
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(strategy_of(noun))
    def check(value: Noun) -> None:
        encoded = msgspec.json.encode(value)
        assert msgspec.json.decode(encoded, type=noun) == value
        assert msgspec.json.encode(msgspec.json.decode(encoded, type=noun)) == encoded
        assert no_floats(json.loads(encoded)), "payloads hold no floats"
        if noun not in HOLD_MAPPINGS:
            assert hash(value) == hash(msgspec.json.decode(encoded, type=noun))

    check()


@pytest.mark.parametrize("noun", [n for n in NOUNS if not n.__struct_config__.array_like], ids=lambda n: n.__name__)
def test_unknown_fields_are_refused(noun: type[Noun]) -> None:
    tag = noun.__struct_config__.tag
    document = {"no_such_field": 1} | ({"type": tag} if tag else {})
    with pytest.raises(msgspec.ValidationError, match="unknown field `no_such_field`"):
        msgspec.json.decode(json.dumps(document), type=noun)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda n: n.__name__)
def test_nouns_are_frozen_and_take_keywords_only(noun: type[Noun]) -> None:
    config = noun.__struct_config__
    assert config.frozen
    assert all(p.kind is p.KEYWORD_ONLY for p in inspect.signature(noun).parameters.values())


def test_there_are_the_nouns_of_the_sentence() -> None:
    names = {n.__name__ for n in NOUNS}
    assert names >= {
        "Observation", "Claim", "Incident", "Clause", "Assessment", "Finding", "Case", "Coverage", "Release", "Party",
        "Nation", "Observer",
    }  # fmt: skip
