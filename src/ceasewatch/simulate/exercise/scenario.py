"""An exercise as a person writes it in TOML: who watches, what happens, what goes wrong, who says what.

Places are words (``7 km SSW of Garsk``, ``Garsk``) or ``[latitude, longitude]``. Times are ``day clock`` in the
country's local time, the first day being 1: ``2 22:14``. Every number of a scenario is invented for the exercise.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from ceasewatch.model.errors import DataError
from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.model.values import ObserverKind
from ceasewatch.simulate.world import Process

Where = str | tuple[float, float]
Share = Annotated[float, Meta(ge=0, le=1)]
Hours = tuple[Annotated[float, Meta(ge=0, le=24)], Annotated[float, Meta(ge=0, le=24)]]
Moment = Annotated[str, Meta(pattern=r"^\d{1,3} \d{2}:\d{2}$")]

Feed = Literal["patrols", "detections", "hotspots", "press", "statements"]
Cause = Literal[
    "violation", "training", "demining", "mine_accident", "agricultural_fire", "thunder", "fireworks", "accident",
    "impediment", "traffic",
]  # fmt: skip
"""Why something happened, as only the truth knows."""

FaultKind = Literal[
    "outage", "denial", "jamming", "degraded", "withdrawn", "unlogged", "mislogged", "clock", "late", "corrected",
    "retracted", "respelled",
]  # fmt: skip


class Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything in a scenario."""


class Site(Data, frozen=True, kw_only=True):
    """An observer.

    Attributes:
        model: name of its observer model.
        feed: through which it reports.
        hours: local hours of duty, from and to (may pass midnight); equal ends mean always.
        reach_km: how far it perceives; 0 leaves it to the model.
        bearing_deg, field_deg: what it looks at; absent: all round.
        logged: its operators write down when it watched. Press and people have no such log.
        keep: share of what the model would report that is in fact written down and sent.
    """

    id: str
    model: str
    where: Where
    feed: Feed = "detections"
    nation: str = ""
    side: str = ""
    hours: Hours = (0.0, 24.0)
    reach_km: Annotated[float, Meta(ge=0)] = 0.0
    bearing_deg: float | None = None
    field_deg: float | None = None
    logged: bool = True
    keep: Share = 1.0


class Happening(Data, frozen=True, kw_only=True):
    """One thing that happens at a stated time.

    Attributes:
        by: party that did it; empty where none did.
        yield_kg: TNT equivalent of a single one; 0: that of its weapon or kind.
        noticed_by: kinds of observer that can notice it at all, as a ship that is dark is noticed by no receiver; empty
            for all.
    """

    id: str
    at: Moment
    where: Where
    kind: str
    title: str = ""
    cause: Cause = "violation"
    by: str = ""
    weapon: str = ""
    count: Annotated[int, Meta(ge=1)] = 1
    minutes: Annotated[float, Meta(ge=0)] = 0.0
    yield_kg: Annotated[float, Meta(ge=0)] = 0.0
    noticed_by: tuple[ObserverKind, ...] = ()


class Activity(Data, frozen=True, kw_only=True):
    """Many things of one sort, as a clustered random process along a line.

    Attributes:
        along: the line as two or more places; empty: the line of contact.
        a_day: expected number on the first day.
        growth: factor from day to day.
        first_day, last_day: when it goes on; 0: to the end.
        process: see :class:`ceasewatch.simulate.world.Process`; its ``share`` is not used.
    """

    a_day: Annotated[float, Meta(ge=0)]
    process: Process
    along: tuple[Where, ...] = ()
    growth: Annotated[float, Meta(gt=0)] = 1.0
    first_day: Annotated[int, Meta(ge=1)] = 1
    last_day: Annotated[int, Meta(ge=0)] = 0
    cause: Cause = "violation"
    by: tuple[str, ...] = ()


class Weather(Data, frozen=True, kw_only=True):
    """From a time on, until the next entry; see :class:`ceasewatch.observers.conditions.Conditions`."""

    since: Moment
    wind_ms: float = 3.0
    wind_to_deg: float = 90.0
    visibility_km: float = 20.0
    cloud: Share = 0.3
    inversion: float = 0.0
    thunder: Share = 0.0
    fireworks: Share = 0.0
    burning: Share = 0.0


class Fault(Data, frozen=True, kw_only=True):
    """Something that goes wrong.

    Attributes:
        sites: ids of observers, ``*`` matching any letters.
        nation: all observers of a nation.
        since, until: when; absent: from the beginning, to the end.
        share: of the reports (late, corrected, retracted, respelled), or of the signal (jamming, degraded).
        hours: by which a report is late.
        seconds, drift_s_a_day: by which a clock is wrong.
        note: printed in the coverage log.
    """

    kind: FaultKind
    sites: tuple[str, ...] = ()
    nation: str = ""
    since: Moment | None = None
    until: Moment | None = None
    share: Share = 1.0
    hours: float = 0.0
    seconds: float = 0.0
    drift_s_a_day: float = 0.0
    note: str = ""


class Post(Data, frozen=True, kw_only=True):
    """Words that somebody publishes, true or not, and how often they are copied.

    Attributes:
        event: id of the happening that it is about; empty: nothing is behind it.
        alleged: name of what did not happen, equal for all posts that speak of it; by default the post's own id.
        outlet: who says it first, and ``at`` when; ``about`` and ``until`` say when it is said to have happened.
        copies: how many others repeat it, within about ``copy_hours``.
        where, radius_km, count: as the post has them; 0: it gives no number.
        role: ``statement`` with ``speaker`` where a party speaks.
        says: of statements: what it does.
        linked: the copies give the address of the first one.
    """

    id: str
    at: Moment
    outlet: str
    text: str
    kind: str
    where: Where
    about: Moment
    until: Moment | None = None
    radius_km: Annotated[float, Meta(gt=0)] = 5.0
    count: Annotated[int, Meta(ge=0)] = 0
    event: str = ""
    alleged: str = ""
    observer: Literal["press", "social_media", "party", "civilian"] = "press"
    speaker: str = ""
    says: Literal["", "allegation", "denial", "commitment", "threat", "position"] = ""
    language: str = "en"
    copies: Annotated[int, Meta(ge=0)] = 0
    copy_hours: Annotated[float, Meta(gt=0)] = 6.0
    linked: bool = True


class Coverage(Data, frozen=True, kw_only=True):
    """How the press covers what happens: each story is copied by others.

    Attributes:
        copied: share of stories that are copied.
        copies: mean number of copies of those.
        translated: share of copies in the other language.
    """

    copied: Share = 0.5
    copies: Annotated[float, Meta(ge=1)] = 4.0
    translated: Share = 0.3


class Scenario(Data, frozen=True, kw_only=True):
    """The whole exercise.

    Attributes:
        title, summary: what it is; printed in the README.
        questions: what those who train should be able to answer.
        first_day: local date.
        box: south, west, north, east: where observers may report what is not there.
        seed: used unless another is asked for.
        network: the country's standing observers take part.
    """

    version: Literal[1]
    title: str
    summary: str
    questions: tuple[str, ...]
    first_day: dt.date
    days: Annotated[int, Meta(ge=1, le=60)]
    seed: int
    sites: tuple[Site, ...] = ()
    box: tuple[float, float, float, float] = (-45.8, -126.5, -44.3, -123.5)
    network: bool = True
    happenings: tuple[Happening, ...] = ()
    activities: tuple[Activity, ...] = ()
    weather: tuple[Weather, ...] = ()
    faults: tuple[Fault, ...] = ()
    posts: tuple[Post, ...] = ()
    press: Coverage = Coverage()


_KINDS: Final = frozenset(KINDS)
_WEAPONS: Final = frozenset(WEAPONS)


class _Network(Data, frozen=True, kw_only=True):
    sites: tuple[Site, ...]


def load_scenario(text: str, where: str = "exercise.toml", *, network: str = "") -> Scenario:
    """The scenario in ``text``.

    Args:
        text: TOML.
        where: its name, for messages.
        network: TOML with the country's standing observers, who take part unless the scenario says otherwise.

    Raises:
        DataError: not TOML, an unknown key, a value of the wrong type, or an id that stands for nothing or twice.
    """
    try:
        scenario = msgspec.convert(tomllib.loads(text), Scenario)
        standing = msgspec.convert(tomllib.loads(network), _Network).sites if network and scenario.network else ()
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(str(error), where=where, todo="see docs/how-to/run-an-exercise.md") from error
    scenario = replace(scenario, sites=(*standing, *scenario.sites))
    problems = _problems(scenario)
    if problems:
        raise DataError("; ".join(problems), where=where, todo="see docs/how-to/run-an-exercise.md")
    return scenario


def _problems(scenario: Scenario) -> list[str]:
    ids = [s.id for s in scenario.sites], [h.id for h in scenario.happenings], [p.id for p in scenario.posts]
    found = [f"{name!r} occurs twice" for names in ids for name in names if names.count(name) > 1]
    kinds = [(h.id, h.kind) for h in scenario.happenings] + [(p.id, p.kind) for p in scenario.posts]
    found += [f"{name}: no kind {kind!r}" for name, kind in kinds if kind not in _KINDS]
    found += [f"{h.id}: no weapon {h.weapon!r}" for h in scenario.happenings if h.weapon and h.weapon not in _WEAPONS]
    found += [f"{p.id}: no happening {p.event!r}" for p in scenario.posts if p.event and p.event not in ids[1]]
    nations = {s.nation for s in scenario.sites}
    found += [
        f"fault {f.kind}: no site of nation {f.nation!r}" for f in scenario.faults if f.nation not in nations | {""}
    ]
    return found


def matches(fault: Fault, site: Site) -> bool:
    """Whether the fault concerns the site; one that names neither sites nor a nation concerns all."""
    named = any(re.fullmatch(re.escape(p).replace(r"\*", ".*"), site.id) for p in fault.sites)
    if fault.sites and fault.nation:
        return named and site.nation == fault.nation
    return named if fault.sites else fault.nation in ("", site.nation)
