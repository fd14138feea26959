"""A world as data: where the line runs, what happens along it, who looks, who copies whom, and what goes wrong.

Every number of a world file is invented for exercises; where a number leans on something published its comment in the
file says so.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec

from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.model.table import KINDS, OBSERVER_KINDS, WEAPONS
from ceasewatch.model.time import Utc
from ceasewatch.observers.errors import Errors
from ceasewatch.simulate.tongue import Tongues, tongues

_FOLDER: Final = "worlds"


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in a world file."""


class Land(_Data, frozen=True, kw_only=True):
    """The contact line and the settlements beside it.

    Attributes:
        path: vertices of the line, (latitude, longitude) in degrees.
        settlements: how many.
        depth_km: settlements lie within this distance of the line, denser near it.
        renamed: share of settlements with an old and a new name.
        homonyms: share of settlements that bear another one's name.
        names_seed: seed of the names and of where they lie; they do not change with the seed of a run.
    """

    path: tuple[tuple[float, float], ...]
    settlements: int
    depth_km: float
    renamed: float = 0.4
    homonyms: float = 0.05
    names_seed: int = 1


class Process(_Data, frozen=True, kw_only=True):
    """One sort of happening, as a clustered point process about hotspots (see :mod:`ceasewatch.simulate.process`).

    Attributes:
        name: what it is.
        share: its share of all happenings, relative to the other processes.
        kinds: kind -> probability.
        weapons: weapon class -> probability; empty for none.
        hotspots: how many centres of activity lie along the line.
        tail: Pareto index of the centres' weights; the smaller, the more a few of them dominate.
        hotspot_km: standard deviation of happenings about their centre.
        across_km: centres lie between these distances to either side of the line.
        quiet: share of (centre, day) pairs on which nothing starts by itself.
        dispersion: shape of the gamma factor of a (centre, day); the smaller, the more uneven.
        busiest: most happenings of one centre and day, with all that follows from them.
        branching: mean number of further happenings that one sets off (below 1).
        delay_min: mean minutes until such a one.
        spread_m: standard deviation of its distance.
        reply: share of such ones that lie on the other side of the line.
        night: share of those that start by themselves at night (18 to 6 hours local time).
        count_mean, count_dispersion: number of single ones in a happening: 1 + negative binomial.
        minutes: median length of a happening of several single ones, minutes (log-normal, log sd 0.8).
        yield_kg: median TNT equivalent of a single one; 0 for none (log-normal, log sd 0.7).
        happened: false for what is only said to have happened, or is taken for something else (thunder).
        perceived_by: observer kinds that can notice it at all; empty for all.
    """

    name: str
    share: float
    kinds: dict[str, float]
    weapons: dict[str, float] = {}
    hotspots: int = 20
    tail: float = 1.2
    hotspot_km: float = 1.5
    across_km: tuple[float, float] = (0.0, 3.0)
    quiet: float = 0.5
    dispersion: float = 0.5
    busiest: int = 150
    branching: float = 0.0
    delay_min: float = 15.0
    spread_m: float = 500.0
    reply: float = 0.0
    night: float = 0.5
    count_mean: float = 1.0
    count_dispersion: float = 1.0
    minutes: float = 10.0
    yield_kg: float = 0.0
    happened: bool = True
    perceived_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.branching < 1.0:
            raise ValueError(f"branching {self.branching} of {self.name!r} is not in [0, 1)")
        unknown = [k for k in self.kinds if k not in KINDS] + [w for w in self.weapons if w not in WEAPONS]
        if unknown or not self.kinds:
            raise ValueError(f"process {self.name!r} has no kinds, or unknown ones: {unknown}")


class Deployment(_Data, frozen=True, kw_only=True):
    """A group of alike observers.

    Attributes:
        prefix: start of their ids.
        model: name of the observer model.
        kind: observer kind.
        count: how many.
        across_km: they stand between these distances to either side of the line.
        reach_km: how far each perceives; 0 leaves it to the model.
        hours: local hours of duty, from and to (may pass midnight); equal ends mean always.
        up: share of days on duty.
        keep: share of what the model says is reported that is in fact written down and sent (factor on its ``top_p``).
        clutter: factor on the model's reports of nothing.
        errors: factors on the model's error parameters in this world, by name (``observers.errors.Errors``): what is
            true here and the model does not know.
    """

    prefix: str
    model: str
    kind: str
    count: int
    across_km: tuple[float, float] = (0.0, 4.0)
    reach_km: float = 0.0
    hours: tuple[float, float] = (0.0, 0.0)
    up: float = 1.0
    keep: float = 1.0
    clutter: float = 1.0
    errors: dict[str, float] = {}

    def __post_init__(self) -> None:
        unknown = set(self.errors) - {f.name for f in fields(Errors)}
        if unknown:
            raise ValueError(f"deployment {self.prefix!r}: no errors {sorted(unknown)}")
        if self.kind not in OBSERVER_KINDS:
            raise ValueError(f"deployment {self.prefix!r}: no observer kind {self.kind!r}")


class Cascades(_Data, frozen=True, kw_only=True):
    """Copies: outlets, accounts and party services that repeat somebody else's story (or their own).

    Attributes:
        share: probability that a story is copied at all.
        mean, tail: mean number of copies of a copied story, and Pareto index of their distribution (heavy).
        largest: most copies of one story.
        delay_h: median delay of a copy, hours (log-normal, log sd 1).
        own: share of copies that are the same outlet's later report.
        linked: share of copies that name the address of what they copy.
        relocated: share of copies whose place was looked up anew in the copier's own gazetteer.
        reinterval: share of copies whose time was read anew from vaguer words.
        recounted: share of copies with another number (rounded, inflated or dropped).
        translated, truncated, reordered, prefixed, respelled, synonyms, retold: shares of copies edited that way.
    """

    share: float = 0.3
    mean: float = 4.0
    tail: float = 1.6
    largest: int = 40
    delay_h: float = 2.0
    own: float = 0.08
    linked: float = 0.35
    relocated: float = 0.5
    reinterval: float = 0.5
    recounted: float = 0.2
    translated: float = 0.2
    truncated: float = 0.25
    reordered: float = 0.15
    prefixed: float = 0.5
    respelled: float = 0.4
    synonyms: float = 0.3
    retold: float = 0.1


class Faults(_Data, frozen=True, kw_only=True):
    """What goes wrong and no observer model knows of.

    Attributes:
        bias_sd_m: standard deviation of one observer's place error of a whole day (bearing, map datum), metres.
        bias_share: share of (observer, day) pairs that have one.
        clock_sd_s: standard deviation of one observer's constant clock offset, seconds.
        drift_s_per_day: standard deviation of its drift.
        hour_share: share of (observer, day) pairs on which all times are one hour off (zone, summer time).
        day_share: share of reports dated a day early or late.
        gross_share: share of places that are wrong by kilometres (mistyped digits, wrong homonym).
        snapped: share of written places that are the nearest settlement's coordinates in the outlet's gazetteer.
        gazetteer_m: standard deviation of one outlet's error for one settlement, metres.
        vague: share of written times that are only a part of the day or the day.
        overcount: share of counts multiplied by a heavy-tailed factor.
        length_log_sd, heard_log_sd: standard deviation of the logarithm of the stated length of what lasts, by
            instruments and by people.
        partly: share of reports of what lasts that have only a part of it (and of its count).
        other_sense: share of reports that take a series for one moment within the interval, or the other way round.
        other_kind: share of reports of a kind no model knows (``other``, ``damage``, ``crater``).
        placeless: share of written reports without any place.
        twice: share of reports entered a second time by the same observer, slightly differently.
        late: share of reports recorded days late.
        live_page: share of addresses that are an outlet's page for a whole day, shared by unlike stories.
        overstated: factor on the errors that observers state of themselves, log sd.
    """

    bias_sd_m: float = 600.0
    bias_share: float = 0.1
    clock_sd_s: float = 60.0
    drift_s_per_day: float = 2.0
    hour_share: float = 0.01
    day_share: float = 0.005
    gross_share: float = 0.01
    snapped: float = 0.6
    gazetteer_m: float = 800.0
    vague: float = 0.3
    overcount: float = 0.05
    length_log_sd: float = 0.15
    heard_log_sd: float = 0.25
    partly: float = 0.05
    other_sense: float = 0.03
    other_kind: float = 0.02
    placeless: float = 0.01
    twice: float = 0.005
    late: float = 0.03
    live_page: float = 0.15
    overstated: float = 0.2


class Written(_Data, frozen=True, kw_only=True):
    """In which tongues stories are written (:mod:`ceasewatch.simulate.tongue`).

    Attributes:
        cyrillic_share: share of stories that are first written in Cyrillic.
        latin, cyrillic: name of a tongue -> its share among stories of that script.
    """

    cyrillic_share: float = 0.45
    latin: dict[str, float] = msgspec.field(default_factory=lambda: {"english": 1.0})
    cyrillic: dict[str, float] = msgspec.field(default_factory=lambda: {"russian": 1.0})

    def __post_init__(self) -> None:
        try:
            tongues(self.latin, self.cyrillic)
        except UsageError as error:
            raise ValueError(str(error)) from error


class World(_Data, frozen=True, kw_only=True):
    """Everything that :func:`ceasewatch.simulate.generate` needs but a seed.

    Attributes:
        name, title: what it is called.
        start: when it begins; midnight local time.
        zone_h: local time less UTC, hours.
        events: happenings, unless the caller says otherwise.
        events_per_day: how many there are on an average day; how dense the front is.
        clutter: factor on the models' reports of nothing.
        error_scale: factor on the observers' errors (standard deviations and shares), unknown to the models.
        tail_scale: factor on how often errors are gross and how gross they are.
        outage_share: share of (observer, day) pairs down for part of the day.
        denial_share: share of (patrol, day) pairs turned back.
        jamming_share: share of (stretch of the line, day) pairs with jamming.
        written: in which tongues stories are.
        texts: whether words and addresses are written.
    """

    name: str
    title: str
    start: Utc
    events: int
    events_per_day: float
    land: Land
    processes: tuple[Process, ...]
    deployments: tuple[Deployment, ...]
    cascades: Cascades = Cascades()
    faults: Faults = Faults()
    zone_h: float = -8.0
    clutter: float = 1.0
    error_scale: float = 1.0
    tail_scale: float = 1.0
    outage_share: float = 0.05
    denial_share: float = 0.05
    jamming_share: float = 0.02
    written: Written = Written()
    texts: bool = True

    @property
    def tongues(self) -> Tongues:
        """Of its stories."""
        return tongues(self.written.latin, self.written.cyrillic)


def worlds() -> tuple[str, ...]:
    """Names of the worlds that are part of the package, sorted."""
    folder = resources.files(__package__).joinpath(_FOLDER)
    return tuple(sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")))


def load_world(name: str | Path) -> World:
    """The world of that name, or from a file.

    Args:
        name: one of :func:`worlds`, or the path of a TOML file.

    Raises:
        UsageError: there is no such world.
        DataError: the file is not a world; says which field is wrong.
    """
    if isinstance(name, str) and name in worlds():
        text = resources.files(__package__).joinpath(_FOLDER, f"{name}.toml").read_text(encoding="utf-8")
        return _parsed(text, name)
    path = Path(name)
    if not path.is_file():
        raise UsageError(f"there is no world {str(name)!r}", todo=f"known are: {', '.join(worlds())}; or give a file")
    return _parsed(path.read_text(encoding="utf-8"), str(path))


def _parsed(text: str, where: str) -> World:
    try:
        return msgspec.convert(_whole(tomllib.loads(text)), World)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(str(error), where=where, todo="compare with docs/how-to/make-a-world.md") from error


def _whole(data: dict[str, Any]) -> dict[str, Any]:
    """``data`` on top of the world that its key ``like`` names, table by table."""
    base = data.pop("like", None)
    if base is None:
        return data
    if base not in worlds():
        raise msgspec.ValidationError(f"there is no world {base!r} to be like")
    text = resources.files(__package__).joinpath(_FOLDER, f"{base}.toml").read_text(encoding="utf-8")
    below = _whole(tomllib.loads(text))
    tables = {k: {**below[k], **v} for k, v in data.items() if isinstance(v, dict) and isinstance(below.get(k), dict)}
    return {**below, **data, **tables}
