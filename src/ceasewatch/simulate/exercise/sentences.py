"""Lines of patrols and cameras as the sentences of a narrative monitoring report."""

from __future__ import annotations

import re
from typing import Final

from ceasewatch.geo.geodesic import bearing_deg, distance_m
from ceasewatch.geo.rose import name16
from ceasewatch.model.values import Kind, ObserverKind
from ceasewatch.simulate.exercise.calendar import Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.lines import Line

_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LETTERS: Final = {"N": "north", "E": "east", "S": "south", "W": "west"}
_THINGS: Final[dict[str, tuple[str, str, str]]] = {
    Kind.explosion: ("undetermined explosion", "undetermined explosions", ""),
    Kind.impact: ("explosion assessed as an impact", "explosions assessed as impacts", ""),
    Kind.launch: ("explosion assessed as outgoing", "explosions assessed as outgoing", ""),
    Kind.airburst: ("explosion assessed as an airburst", "explosions assessed as airbursts", ""),
    Kind.burst: ("burst", "bursts", "fire"),
    Kind.shot: ("shot", "shots", "fire"),
    Kind.projectile: ("projectile in flight", "projectiles in flight", ""),
    Kind.muzzle_flash: ("muzzle flash", "muzzle flashes", ""),
    Kind.tracer: ("tracer round", "tracer rounds", ""),
    Kind.illumination_flare: ("illumination flare", "illumination flares", ""),
}
_GUNS: Final = {"small_arms": "small-arms", "hmg": "heavy-machine-gun"}
_OFFSET: Final = re.compile(r"(\d+(?:\.\d+)?) km ([NESW]{1,3}) of (.+)")
_INSTANT_US: Final = 120_000_000


def expressible(line: Line) -> bool:
    """Whether a sentence can say it."""
    told = line.kind in _THINGS or (line.kind == Kind.denial and line.site is not None)
    return told and line.site is not None and isinstance(line.site.where, str)


def sentence(line: Line, country: Country, calendar: Calendar) -> str:
    """The line in words. ``line`` is :func:`expressible`."""
    if line.site is None or not isinstance(line.site.where, str):
        raise ValueError(f"{line.row_id} has no observer in words")
    where = _locality(line.site.where)
    if line.kind == Kind.denial:
        day, town = _date(line.start_us, calendar), _town(line.site.where)
        return f"On {day}, at a checkpoint near {town}, the patrol was denied passage."
    if line.observer_kind is ObserverKind.camera:
        who = f"the mission camera {where} recorded"
    else:
        who = f"positioned {where}, the patrol {'saw' if line.means == 'saw' else 'heard'}"
    return f"{_when(line, calendar)}, {who} {_what(line)}{_towards(line, country)}."


def _when(line: Line, calendar: Calendar) -> str:
    first, last = calendar.local(line.start_us), calendar.local(line.end_us)
    if last.date() != first.date() or line.end_us - line.start_us < _INSTANT_US:
        return f"At {first:%H:%M} on {_date(line.start_us, calendar)}"
    return f"On {_date(line.start_us, calendar)}, between {first:%H:%M} and {last:%H:%M}"


def _date(us: int, calendar: Calendar) -> str:
    day = calendar.local(us)
    return f"{day.day} {day:%B}"


def _locality(where: str) -> str:
    found = _OFFSET.fullmatch(where)
    return f"{found[1]}km {_direction(found[2])} of {found[3]}" if found else f"in {where}"


def _town(where: str) -> str:
    found = _OFFSET.fullmatch(where)
    return found[3] if found else where


def _direction(letters: str) -> str:
    return "-".join(_LETTERS[x] for x in letters)


def _what(line: Line) -> str:
    one, many, fire = _THINGS[line.kind]
    count = line.best or 1
    number = _WORDS[count] if count < len(_WORDS) else str(count)
    about = "about " if line.highest > line.best > line.lowest and count >= len(_WORDS) else ""
    gun = f" of {_GUNS.get(line.weapon, 'small-arms')} {fire}" if fire else ""
    return f"{about}{number} {one if count == 1 else many}{gun}"


def _towards(line: Line, country: Country) -> str:
    """Distance and direction from the observer."""
    if line.site is None:
        return ""
    lat, lon = country.position(line.site.where)
    away = float(distance_m(lat, lon, line.lat, line.lon))
    slack = max(300.0, line.radius_m / 2)
    near, far = max(0.0, away - slack), away + slack
    every = ", all" if line.best > 1 else ""
    if far < 1_500:
        text = f"{int(near // 100) * 100}-{int(far // 100 + 1) * 100}m"
    else:
        text = f"{int(near // 1_000)}-{int(far // 1_000 + 1)}km"
    return f"{every} {text} {_direction(name16(float(bearing_deg(lat, lon, line.lat, line.lon))))}"
