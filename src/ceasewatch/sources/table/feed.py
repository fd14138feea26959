"""The ``table`` feed."""

from __future__ import annotations

from ceasewatch.model.errors import UsageError
from ceasewatch.model.ids import FeedId
from ceasewatch.model.values import ObserverKind
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.manifest import Example, FeedManifest
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, Identify, RowFeed
from ceasewatch.sources.rows import Layout
from ceasewatch.sources.table.build import Builder
from ceasewatch.sources.table.mapping import Mapping, load

_EXAMPLE_MAPPING = """\
version = 1
name = "island-patrols"
identity = ["no"]
row_id = "no"
kind = { column = "what", values = { bang = "explosion", burst = "burst", "?" = "undetermined" } }
text = "remarks"

[file]
delimiter = ";"

[observer]
id = "team"
kind = { constant = "patrol" }
means = { constant = "heard" }

[time]
start = "day"
clock = "hour"
formats = ["%d.%m.%Y %H:%M"]
zone = "Atlantic/St_Helena"
uncertainty = { constant = 5, unit = "min" }

[place]
lat = "lat"
lon = "lon"
radius = { constant = 50 }
bearing = { column = "towards", separator = "/" }
range_from = { column = "from_km", unit = "km" }
range_to = { column = "to_km", unit = "km" }

[count]
best = "n"
"""

_MANIFEST = FeedManifest(
    id=FeedId("table"),
    title="Any table, with a mapping",
    description="CSV, JSON Lines or Parquet; a TOML mapping says which column is which field, in which unit and zone.",
    owner="whoever delivers the table",
    side="",
    independence="table",
    identity=("the mapping's name", "the mapping's identity columns"),
    observer_kind=ObserverKind.monitor,
    url="",
    licence="of the table",
    formats=("csv", "jsonl", "parquet", "gz", "zip"),
    covers="What the table covers; the mapping cannot say more than the table does.",
    expected_every_s=0,
    example=Example(
        name="patrols.csv",
        text=(
            "no;team;day;hour;lat;lon;towards;from_km;to_km;what;n;remarks\n"
            "1;team-3;01.05.2031;14:05;-48.10;-12.40;SSE/S;2;4;bang;3;windows shook\n"
            "2;team-3;01.05.2031;14:20;-48.10;-12.40;northerly directions;;;?;;\n"
            "3;team-3;01.05.2031;25:20;-48.10;-12.40;N;;;bang;1;\n"
        ),
        readings=2,
        quarantined=1,
        mapping=_EXAMPLE_MAPPING,
    ),
)


def mapping_of(context: FeedContext, feed: str) -> Mapping:
    """The mapping that the context carries.

    Raises:
        UsageError: there is none; DataError: it is not a mapping.
    """
    if context.mapping is None:
        raise UsageError(
            f"feed {feed} needs a mapping", todo="give one with --mapping FILE; docs/how-to/map-a-table.md"
        )
    return load(context.mapping, context.mapping_name)


def identify(mapping: Mapping) -> Identify:
    """What identifies a row: the table's name and the identity columns.

    Where a row has nothing in them, as where the mapping names none, content and ordinal do.
    """

    def identity(row: Row) -> tuple[str, ...]:
        values = tuple(row.fields.get(c, "").strip() for c in mapping.identity)
        return (mapping.name, *values) if any(values) else ()

    return identity


class TableFeed(RowFeed):
    """Rows as the mapping reads them."""

    manifest = _MANIFEST

    def layout_for(self, context: FeedContext) -> Layout:
        """The columns that the mapping uses must be there, unless a default or ``optional`` says otherwise."""
        mapping = mapping_of(context, self.manifest.id)
        needed = [r.column for r in mapping.refs() if r.column and not r.optional]
        columns = tuple(dict.fromkeys((*needed, *mapping.identity)))
        kept = tuple(c for c in mapping.properties if c != "*")
        optional = tuple(r.column for r in mapping.refs() if r.column and r.optional)
        return Layout(
            required=columns,
            known=kept + optional,
            multiline=True,
            fold_case=False,
            delimiter=mapping.file.delimiter,
            encoding=mapping.file.encoding,
        )

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        return Builder(mapping_of(context, self.manifest.id), context, self.manifest.id, file)

    def identifier(self, context: FeedContext) -> Identify:
        """See :class:`RowFeed`."""
        return identify(mapping_of(context, self.manifest.id))


FEED = TableFeed()
