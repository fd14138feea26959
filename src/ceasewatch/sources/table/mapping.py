"""The mapping that a person writes in TOML: which column is which field, in which unit, zone and words.

Documented for users in ``docs/how-to/map-a-table.md``. Every key is checked; one that is not known is refused with
its line.
"""

from __future__ import annotations

import re
import tomllib
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ceasewatch.model.errors import DataError
from ceasewatch.sources.text import ENCODINGS


class Spec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the mapping's tables."""


class Ref(Spec, frozen=True, kw_only=True):
    """Where a value comes from. In short form a string names a column.

    Attributes:
        column: the column, exactly as the file spells it.
        constant: the value itself, for all rows, instead of a column.
        values: the source's words -> ours; a word that is not listed is refused unless there is a default.
        default: used where the column is empty or its word is not in ``values``.
        unit: ``m km ft mi nmi``, ``deg mil``, ``s min h d``; of numbers only.
        separator: splits one value into several.
        optional: the file may lack the column.
    """

    column: str = ""
    constant: str | int | float | bool = ""
    values: dict[str, str] = {}
    default: str = ""
    unit: str = ""
    separator: str = ""
    optional: bool = False


Value = str | Ref
Degrees = Annotated[float, Meta(gt=0, le=360)]


class FileSpec(Spec, frozen=True, kw_only=True):
    """How the file is written. Parquet and JSON Lines are recognised by themselves."""

    delimiter: Annotated[str, Meta(min_length=1, max_length=1)] = ","
    encoding: str = "utf-8"


class ObserverSpec(Spec, frozen=True, kw_only=True):
    """Who perceived, and what sort of observer that is."""

    id: Value
    kind: Value
    means: Value
    role: Value = Ref(constant="observation")


class TimeSpec(Spec, frozen=True, kw_only=True):
    """When it happened.

    Attributes:
        start, end: instants or days; without ``end`` the start is all there is. A bare date is the whole local day.
        clock, end_clock: time of day, where it stands in a column of its own.
        formats: tried in order: ``iso``, ``epoch_s``, ``epoch_ms``, or a strptime pattern (no hour in it: a day).
        zone: IANA zone of values without an offset; empty: they are refused, unless the mission names its own.
        uncertainty: widens the interval on both sides.
        sense: ``within``, ``series`` or ``throughout``.
    """

    start: Value
    end: Value | None = None
    clock: Value | None = None
    end_clock: Value | None = None
    formats: tuple[str, ...] = ("iso",)
    zone: str = ""
    uncertainty: Value | None = None
    sense: Value = Ref(constant="within")


class PlaceSpec(Spec, frozen=True, kw_only=True):
    """Where it was: the first of sector, point, named place that the row has values for.

    Attributes:
        lat, lon, mgrs: a position: of the phenomenon, or of the observer if a bearing or range is mapped.
        radius: within which the position holds (probability 0.95).
        bearing: degrees clockwise from true north, or a point of the rose in letters or words; separable.
        bearing_width_deg: full width of a bearing given in degrees.
        range_from, range_to: distance from the observer.
        name: in words; looked up in the mission's gazetteer if there is no position.
        admin_level: the name is an administrative unit of this level (``adm1`` ...) and is not looked up.
    """

    lat: Value | None = None
    lon: Value | None = None
    mgrs: Value | None = None
    radius: Value | None = None
    bearing: Value | None = None
    bearing_width_deg: Degrees = 22.5
    range_from: Value | None = None
    range_to: Value | None = None
    name: Value | None = None
    admin_level: str = ""


class CountSpec(Spec, frozen=True, kw_only=True):
    """How many; ``approximate`` is true, false, yes, no, 1 or 0."""

    lowest: Value | None = None
    best: Value | None = None
    highest: Value | None = None
    approximate: Value | None = None


class HarmSpec(Spec, frozen=True, kw_only=True):
    """People killed and injured."""

    killed: Value | None = None
    injured: Value | None = None
    killed_civilians: Value | None = None


class WeaponSpec(Spec, frozen=True, kw_only=True):
    """Classes of the weapon tree (several if separated: equally probable), model and calibre in mm."""

    classes: Value | None = None
    model: Value | None = None
    calibre_mm: Value | None = None


class Mapping(Spec, frozen=True, kw_only=True):
    """The whole mapping.

    Attributes:
        name: of the table; rows of two tables with one id stay apart by it.
        identity: columns that identify a row through its versions; empty: content and ordinal.
        kind: of what was perceived; ``undetermined`` and ``not_known`` are values.
        properties: columns that are kept as they are; ``["*"]`` keeps all that the mapping does not use.
    """

    version: Literal[1]
    name: Annotated[str, Meta(min_length=1, max_length=60)]
    file: FileSpec = FileSpec()
    identity: tuple[str, ...] = ()
    observer: ObserverSpec
    time: TimeSpec
    reported: TimeSpec | None = None
    place: PlaceSpec = PlaceSpec()
    kind: Value
    qualifiers: Value | None = None
    count: CountSpec = CountSpec()
    harm: HarmSpec | None = None
    weapon: WeaponSpec = WeaponSpec()
    area: Value | None = None
    control: Value | None = None
    said_of: Value | None = None
    speaker: Value | None = None
    text: Value | None = None
    language: Value | None = None
    row_id: Value | None = None
    urls: Value | None = None
    outlets: Value | None = None
    properties: tuple[str, ...] = ()

    def refs(self) -> tuple[Ref, ...]:
        """Every reference to a column or constant, in order."""
        return tuple(_refs(self))


def _refs(spec: msgspec.Struct) -> list[Ref]:
    found: list[Ref] = []
    for name in spec.__struct_fields__:
        value = getattr(spec, name)
        if isinstance(value, Ref):
            found.append(value)
        elif isinstance(value, Spec):
            found += _refs(value)
        elif isinstance(value, str) and name in _VALUE_FIELDS.get(type(spec), ()):
            found.append(Ref(column=value))
    return found


def _value_fields(spec: type[msgspec.Struct]) -> frozenset[str]:
    """Names of the fields in which a bare string names a column."""
    return frozenset(f.name for f in msgspec.structs.fields(spec) if f.type in (Value, Value | None))


_VALUE_FIELDS: dict[type[msgspec.Struct], frozenset[str]] = {
    spec: _value_fields(spec) for spec in (Mapping, ObserverSpec, TimeSpec, PlaceSpec, CountSpec, HarmSpec, WeaponSpec)
}


def load(text: bytes, name: str = "mapping.toml") -> Mapping:
    """The mapping in ``text``.

    Raises:
        DataError: not TOML, an unknown key, or a value of the wrong type; with the line where it can be told.
    """
    try:
        source = text.decode("utf-8")
        mapping = msgspec.convert(tomllib.loads(source), Mapping)
    except UnicodeDecodeError as error:
        raise DataError(f"the mapping is not UTF-8 ({error.reason})", where=name) from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"the mapping is not TOML: {error}", where=name) from error
    except RecursionError as error:
        raise DataError("the mapping is nested too deeply", where=name) from error
    except msgspec.ValidationError as error:
        what, line = _explain(str(error), source)
        where = f"{name}:{line}" if line else name
        raise DataError(what, where=where, todo="see docs/how-to/map-a-table.md for the keys") from error
    _check(mapping, name)
    return mapping


def _explain(message: str, source: str) -> tuple[str, int]:
    """The message in words, and the line of the key it is about (0 if it cannot be told)."""
    path = tuple(
        part for part in re.split(r"[.\[]", message.partition("at `$")[2].rstrip("`")) if part and part[0] != "."
    )
    unknown = re.search(r"unknown field `(.+?)`", message)
    if unknown:
        key, table = unknown[1], ".".join(path)
        return f"unknown key {key!r}" + (f" in [{table}]" if table else ""), line_of(source, path, key)
    return f"the mapping does not fit: {message}", line_of(source, path[:-1], path[-1]) if path else 0


def line_of(source: str, table: tuple[str, ...], key: str) -> int:
    """1-based line on which ``key`` of ``table`` is written, as far as a look at the text can tell; 0 if not found."""
    header, want = "", ".".join(table)
    lines = source.splitlines()
    loose = 0
    for number, line in enumerate(lines, 1):
        found = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]", line)
        if found:
            header = found[1].replace('"', "").replace(" ", "")
            if header == ".".join((*table, key)):
                return number
        written = re.search(rf'(^|[{{,\s."]){re.escape(key)}"?\s*=', line)
        if written and header == want:
            return number
        loose = loose or (number if written else 0)
    return loose


def _check(mapping: Mapping, name: str) -> None:
    if mapping.file.encoding not in ENCODINGS:
        raise DataError(f"encoding {mapping.file.encoding!r} is none of {', '.join(ENCODINGS)}", where=name)
    if mapping.file.delimiter in '"\r\n':
        raise DataError("the delimiter cannot be a quote or a line end", where=name)
    for ref in mapping.refs():
        if bool(ref.column) == (ref.constant != ""):
            raise DataError(
                "a value has either a column or a constant", where=name, todo=f"mend {msgspec.to_builtins(ref)}"
            )
    place = mapping.place
    if (place.lat is None) != (place.lon is None):
        raise DataError("a place has both lat and lon, or neither", where=name)
