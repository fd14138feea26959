"""VIINA 2.0: media reports of the war in Ukraine, grouped one a day by place and type by an algorithm."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ceasewatch.model.belief import NOT_KNOWN, Belief
from ceasewatch.model.count import Count
from ceasewatch.model.errors import RowError, UsageError
from ceasewatch.model.ids import FeedId, ObserverId
from ceasewatch.model.observation import Observation, SourceRef
from ceasewatch.model.place import AdminUnit, Area, Point
from ceasewatch.model.values import Kind, Means, ObserverKind, Role
from ceasewatch.sources.dates import day_end, days, parse_date, zone
from ceasewatch.sources.feed import FeedContext
from ceasewatch.sources.fields import Fields, integer, pairs, position, required, split, whole
from ceasewatch.sources.manifest import Example, FeedManifest, Parameter
from ceasewatch.sources.row import Row
from ceasewatch.sources.row_feed import Build, RowFeed
from ceasewatch.sources.rows import Layout

INITIATORS: Mapping[str, str] = {"a_ukr": "party_of_a_ukr", "a_rus": "party_of_a_rus"}
"""Column of the source's initiator flag -> parameter that names the mission's party for it."""

_CLASH = Belief.certain(Kind.armed_clash.value)
_UKRAINIAN, _RUSSIAN = re.compile("[іїєґ]", re.IGNORECASE), re.compile("[ыэёъ]", re.IGNORECASE)
_SAID = "the initiator is the source's flag, set by its algorithm from the reports"
_TOTAL = "a number of reports, not of happenings: many reports tell of one"
_DAILY = ("date", "events")
_REQUIRED = ("event_id_1pd", "date", "n_reports", "sources_matching", "source_urls", "longitude", "latitude", "representative_text")  # noqa: E501  # fmt: skip
_KEPT = ("n_reports", "event_ids_matching", "geonameid", "asciiname", "adm1_name", "adm2_name", "a_ukr", "a_rus")

_MANIFEST = FeedManifest(
    id=FeedId("viina"),
    title="VIINA 2.0: violent incident information from the news articles",
    description="Media reports of military action grouped by day, place and type, with outlets, addresses and text; "
    "or the daily totals of all its reports.",
    owner="Yuri Zhukov and collaborators",
    side="",
    independence="press",
    identity=("date", "event_id_1pd"),
    observer_kind=ObserverKind.press,
    url="https://github.com/zhukovyuri/VIINA",
    licence="ODbL 1.0 (share alike, attribution)",
    formats=("csv", "jsonl", "gz", "zip"),
    covers=(
        "What Ukrainian and Russian outlets wrote, where an algorithm found a place name: the day is the report's, "
        "the point is the settlement's (radius assumed), and the happening may be older. n_reports counts reports, "
        "not happenings, and many copy one origin. A subset picked by keyword gives no rate of violence."
    ),
    expected_every_s=86_400,
    parameters=(
        Parameter(name="zone", help="IANA zone of the report's day", default="Europe/Kyiv"),
        Parameter(name="radius_m", help="assumed radius of a settlement, metres", default="5000"),
        Parameter(name="party_of_a_ukr", help="mission's party that the flag a_ukr stands for; empty: a property only"),
        Parameter(name="party_of_a_rus", help="mission's party that the flag a_rus stands for; empty: a property only"),
    ),
    example=Example(
        name="viina.csv",
        text=(
            "event_id_1pd,date,n_reports,event_ids_matching,sources_matching,source_urls,geonameid,asciiname,ADM1_NAME,"
            "ADM2_NAME,longitude,latitude,a_ukr,a_rus,representative_text\n"
            "11,20310501,2,501|502,wire|gazette,https://wire.example/1|https://gazette.example/2,1,Old Mill,Coast,Mill,"
            '-12.4,-48.1,0,0,"Вибухи біля млина, повідомляє рада"\n'
            "12,20310501,1,503,wire,https://wire.example/3,1,Old Mill,Coast,Mill,-12.4,-48.1,1,0,Взрывы у мельницы\n"
            "13,20310532,1,504,wire,https://wire.example/4,1,Old Mill,Coast,Mill,-12.4,-48.1,0,0,No such day\n"
        ),
        readings=2,
        quarantined=1,
    ),
)


class ViinaLayout(Layout):
    """The grouped reports, or the daily totals of all reports, told by the header."""

    def header(self, names: list[str]) -> list[str]:
        """See :class:`Layout`; the daily totals have ``date`` and ``events`` and nothing of the rest."""
        plain = [n.strip().lower() for n in names]
        return plain if sorted(plain) == sorted(_DAILY) else super().header(names)


class Viina(RowFeed):
    """One observation a group of reports; one reported total a day."""

    manifest = _MANIFEST
    layout = ViinaLayout(required=_REQUIRED, known=_KEPT, multiline=True)

    def identity(self, row: Row) -> tuple[str, ...]:
        """Day and number of the group; day alone for a total, which is corrected as the project codes more reports."""
        if "events" in row.fields and "event_id_1pd" not in row.fields:
            return ("daily", row.fields["date"].strip())
        return super().identity(row)

    def builder(self, context: FeedContext, file: str) -> Build:
        """See :class:`RowFeed`."""
        settings = context.settings(self.manifest)
        local, radius_m = settings["zone"], _radius(settings["radius_m"])
        parties = {flag: _party(settings[name], name, context) for flag, name in INITIATORS.items()}
        zone(local)

        def build(row: Row) -> Observation:
            fields = row.fields
            if "event_id_1pd" not in fields:
                return _total(fields, SourceRef(file=file, line=row.line), local)
            row_id, text = required(fields, "event_id_1pd"), required(fields, "date")
            day = parse_date(text, "date")
            integer(fields, "n_reports", 1)
            said_of = _said_of(fields, parties)
            words = fields["representative_text"].strip()
            return Observation(
                feed=_MANIFEST.id,
                observer=ObserverId("viina"),
                observer_kind=ObserverKind.press,
                phenomenon=days(day, day, local, original=text),
                reported_at=day_end(day, local),
                means=Means.reported,
                place=Point(
                    at=position(fields, "latitude", "longitude"),
                    radius_m=radius_m,
                    text=fields.get("asciiname", "").strip(),
                ),
                kind=_CLASH,
                area_name=fields.get("adm1_name", "").strip(),
                said_of=said_of,
                language=language(words),
                text=words,
                notes=() if said_of is NOT_KNOWN else (_SAID,),
                source=SourceRef(
                    file=file,
                    line=row.line,
                    row_id=row_id,
                    urls=split(fields["source_urls"], "|"),
                    outlets=split(fields["sources_matching"], "|"),
                ),
                properties=pairs(fields, *_KEPT),
            )

        return build


def _total(fields: Fields, source: SourceRef, local: str) -> Observation:
    """How many reports there were on a day, in the whole country: kept and compared, never fused."""
    text = required(fields, "date")
    day = parse_date(text, "date")
    return Observation(
        feed=_MANIFEST.id,
        observer=ObserverId("viina:daily"),
        observer_kind=ObserverKind.press,
        role=Role.aggregate,
        phenomenon=days(day, day, local, original=text),
        reported_at=day_end(day, local),
        means=Means.reported,
        place=Area(admin=AdminUnit(name="Ukraine", level="country")),
        kind=_CLASH,
        count=Count.exactly(integer(fields, "events", 0)),
        notes=(_TOTAL,),
        source=source,
    )


def language(text: str) -> str:
    """``uk`` or ``ru`` by letters that only one of them has, ``mul`` where both occur, else empty."""
    ukrainian, russian = bool(_UKRAINIAN.search(text)), bool(_RUSSIAN.search(text))
    if ukrainian and russian:
        return "mul"
    return "uk" if ukrainian else "ru" if russian else ""


def _said_of(fields: Fields, parties: Mapping[str, str]) -> Belief:
    """The party of the one initiator flag that is set; nothing where none or both are, or the mission names none."""
    flagged = [flag for flag in INITIATORS if fields.get(flag, "").strip() and integer(fields, flag, 0, 1)]
    if len(flagged) != 1 or not parties[flagged[0]]:
        return NOT_KNOWN
    return Belief.certain(parties[flagged[0]])


def _party(value: str, name: str, context: FeedContext) -> str:
    if value and value not in {p.id for p in context.parties}:
        known = ", ".join(sorted(p.id for p in context.parties)) or "none"
        raise UsageError(
            f"{value!r} is no party of the mission", where=f"parameter {name} of viina", todo=f"it has: {known}"
        )
    return value


def _radius(text: str) -> int:
    try:
        return whole(text, "radius_m", 1, 100_000)
    except RowError as error:
        raise UsageError(error.what, where="parameter radius_m of viina") from error


FEED = Viina()
