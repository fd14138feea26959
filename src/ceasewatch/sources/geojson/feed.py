"""The ``geojson`` feed: the place is the geometry, the rest comes from the properties through a mapping."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ceasewatch.model.ids import FeedId
from ceasewatch.model.observation import Observation
from ceasewatch.model.values import ObserverKind
from ceasewatch.sources.containers import Part
from ceasewatch.sources.feed import FeedContext, Quarantined, excerpt
from ceasewatch.sources.geojson.geometry import place_of
from ceasewatch.sources.geojson.scan import Found, objects
from ceasewatch.sources.json_rows import as_text, flatten
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.manifest import Example, FeedManifest
from ceasewatch.sources.row import Row, Rows
from ceasewatch.sources.row_feed import Build, Identify, RowFeed
from ceasewatch.sources.rows import Given, Layout
from ceasewatch.sources.table.build import Builder
from ceasewatch.sources.table.feed import identify
from ceasewatch.sources.table.mapping import Mapping, load
from ceasewatch.sources.table.value import getter
from ceasewatch.sources.table.where import length

ID, GEOMETRY = "@id", "@geometry"
"""Columns that a feature has beside its properties."""

DEFAULT_MAPPING = """\
version = 1
name = "geojson"
identity = ["@id"]
kind = { column = "kind", default = "not_known", optional = true }
text = { column = "text", optional = true }
area = { column = "area", optional = true }
row_id = { column = "@id", optional = true }
properties = ["*"]

[observer]
id = { column = "observer", default = "geojson", optional = true }
kind = { column = "observer_kind", default = "monitor", optional = true }
means = { column = "means", default = "reported", optional = true }

[time]
start = "start"
end = { column = "end", optional = true }

[place]
radius = { column = "radius_m", default = "1000", optional = true }
name = { column = "name", optional = true }

[count]
best = { column = "count", optional = true }
"""
"""Used where no mapping is given: properties are named as the fields are, and a point is assumed good to 1 km."""

_MANIFEST = FeedManifest(
    id=FeedId("geojson"),
    title="GeoJSON features",
    description="A Feature, a FeatureCollection or one Feature a line: points, lines, polygons; properties are mapped.",
    owner="whoever delivers the file",
    side="",
    independence="geojson",
    identity=("the mapping's name", "the feature's id"),
    observer_kind=ObserverKind.monitor,
    url="https://www.rfc-editor.org/rfc/rfc7946",
    licence="of the file",
    formats=("geojson", "geojsonl", "gz", "zip"),
    covers="What the file covers. Without radius_m a point is assumed to be good to 1 km.",
    expected_every_s=0,
    example=Example(
        name="features.geojson",
        text=(
            '{"type": "FeatureCollection", "features": [\n'
            '{"type": "Feature", "id": 1, "geometry": {"type": "Point", "coordinates": [-12.4, -48.1]},'
            ' "properties": {"start": "2031-05-01T14:05Z", "kind": "explosion", "count": 3, "radius_m": 200}},\n'
            '{"type": "Feature", "id": 2, "geometry": {"type": "LineString", "coordinates": [[-12.4, -48.1],'
            ' [-12.3, -48.2]]}, "properties": {"start": "2031-05-01T15:00Z", "kind": "mine"}},\n'
            '{"type": "Feature", "id": 3, "geometry": {"type": "Point", "coordinates": [-12.4, -98.1]},'
            ' "properties": {"start": "2031-05-01T14:05Z", "kind": "explosion"}}\n'
            "]}\n"
        ),
        readings=2,
        quarantined=1,
    ),
)


class GeoJsonFeed(RowFeed):
    """Features as the mapping reads them."""

    manifest = _MANIFEST
    layout = Layout(required=(), fold_case=False)

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        mapping = mapping_of(context)
        build = Builder(mapping, context, _MANIFEST.id, file)
        radius, name = length(mapping.place.radius), getter(mapping.place.name)

        def observe(row: Row) -> Observation:
            geometry = msgspec.json.decode(row.fields[GEOMETRY])
            return build(row, place_of(geometry, radius(row.fields) or 0, name(row.fields)))

        return observe

    def rows(self, part: Part, context: FeedContext, layout: Layout) -> Rows:
        """See :class:`RowFeed`."""
        del layout
        return Given(_rows(part, context.limits))

    def identifier(self, context: FeedContext) -> Identify:
        """See :class:`RowFeed`."""
        return identify(mapping_of(context))


def mapping_of(context: FeedContext) -> Mapping:
    """The context's mapping, or the default one.

    Raises:
        DataError: it is not a mapping.
    """
    return load(context.mapping or DEFAULT_MAPPING.encode(), context.mapping_name)


def _rows(part: Part, limits: Limits) -> Iterator[Row | Quarantined]:
    for found in objects(part, limits):
        if isinstance(found, Quarantined):
            yield found
            continue
        try:
            yield Row(found.line, _fields(found, limits), found.data[:1000].decode("utf-8", "replace"))
        except (msgspec.DecodeError, ValueError) as error:
            yield Quarantined(part.name, found.line, "", str(error), excerpt(found.data))
        except RecursionError:
            yield Quarantined(part.name, found.line, "", "nested too deeply", excerpt(found.data))


def _fields(found: Found, limits: Limits) -> dict[str, str]:
    """The properties by dotted name, with id and geometry.

    Raises:
        ValueError: it is not a Feature, or a property is too long.
    """
    feature = msgspec.json.decode(found.data)
    if feature.get("type") != "Feature":
        raise ValueError(f"not a Feature but {str(feature.get('type'))[:40]!r}")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise ValueError("the properties are not an object")  # noqa: TRY004 -- the data is at fault, not the call
    fields = dict(flatten("", properties, 1))
    for name, value in fields.items():
        if len(value) > limits.max_field_chars:
            raise ValueError(f"property {name[:40]!r} is longer than {limits.max_field_chars} characters")
    if len(fields) > limits.max_fields:
        raise ValueError(f"{len(fields)} properties, more than {limits.max_fields}")
    geometry = msgspec.json.encode(feature.get("geometry")).decode()
    return {**fields, ID: as_text(feature.get("id")), GEOMETRY: geometry}


FEED = GeoJsonFeed()
