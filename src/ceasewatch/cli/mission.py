"""``ceasewatch init``, ``status``, ``rebuild``, ``backup``: the mission folder as a whole."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption, Language, MissionOption, now, open_mission
from ceasewatch.cli.output import console, emit, emit_json
from ceasewatch.model.errors import UsageError

if TYPE_CHECKING:
    from ceasewatch.model import FeedSetting, Mission, Party
    from ceasewatch.pipeline.health import FeedState

NO_MAPPING = ("table", "geojson")
"""Readers that need a mapping; a mission lists them under names of its own, with the mapping's file."""


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("init")(init)
    app.command("status")(status)
    app.command("rebuild")(rebuild)
    app.command("backup")(backup)


def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that holds no mission yet.")],
    pack: Annotated[list[str] | None, typer.Option("--pack", help="Agreement to hold incidents against.")] = None,
    name: Annotated[str, typer.Option("--name", help="Printed on every product; else the folder's name.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="IANA time zone in which days begin.")] = "UTC",
    cutoff: Annotated[str, typer.Option("--cutoff", help="Local time of the daily cut-off.")] = "19:30",
    language: Annotated[
        list[Language] | None, typer.Option("--language", help="Of products; the first leads.", show_default=False)
    ] = None,
    party: Annotated[
        list[str] | None, typer.Option("--party", help="CODE=Name; else the parties of the packs.")
    ] = None,
    feed: Annotated[
        list[str] | None, typer.Option("--feed", help="Feed to set up; else all that need no mapping.")
    ] = None,
    gazetteer: Annotated[
        list[str] | None, typer.Option("--gazetteer", help="CSV file, pack:ID or geonames:CC (two-letter country).")
    ] = None,
    areas: Annotated[
        Path | None, typer.Option("--areas", help="GeoJSON file, or folder, of first-level units.")
    ] = None,
    country: Annotated[
        str, typer.Option("--country", help="Two letters: other spellings of that country's units.")
    ] = "",
    keys: Annotated[
        Path | None, typer.Option("--keys", help="Where keys are kept, outside DIR; else CEASEWATCH_KEYS.")
    ] = None,
    exercise: Annotated[bool, typer.Option("--exercise", help="Everything made from it says EXERCISE.")] = False,
) -> None:
    """Make a mission folder; its keys go elsewhere."""
    from ceasewatch.model import Mission, Status
    from ceasewatch.sources.registry import feed as reader_of

    packs = tuple(pack or ())
    _check_binding(packs)
    feeds = _feeds(feed)
    places = directory / "places"
    mission = Mission(
        name=name or directory.resolve().name,
        status=Status.exercise if exercise else Status.actual,
        zone=zone,
        cutoff=cutoff,
        languages=tuple(language or ("en",)),
        parties=_parties(party or [], packs),
        packs=packs,  # type: ignore[arg-type]  # checked by load_pack
        feeds=feeds,
        observers=tuple(v for f in feeds for v in reader_of(f.id).manifest.voices),
        gazetteer=tuple(_adopted(source, places, country) for source in gazetteer or ()),
        areas=_adopted(str(areas), places, country) if areas else "",
    )
    _make(directory, mission, keys)


def _make(directory: Path, mission: Mission, keys: Path | None) -> None:
    from ceasewatch.pipeline.keyplace import VARIABLE
    from ceasewatch.pipeline.mission import MissionFolder

    if keys:
        os.environ[VARIABLE] = str(keys.resolve())  # the folder that later commands are told in the same way
    folder = MissionFolder.create(directory, mission)
    out = console()
    out.print(f"mission made in {directory}", markup=False)
    out.print(
        f"keys in {folder.keys_dir} (keep a copy elsewhere: without them the record cannot be read)", markup=False
    )
    if keys:
        out.print(f"later commands find them through {VARIABLE}={keys.resolve()}", markup=False)


def _check_binding(packs: tuple[str, ...]) -> None:
    from ceasewatch.agreement import load_pack

    for pack in packs:
        found = load_pack(pack)
        if not found.binding:
            raise UsageError(
                f"{pack} is a {found.file.status}, so it binds nobody", where="--pack", todo="leave it out"
            )


def _parties(given: list[str], packs: tuple[str, ...]) -> tuple[Party, ...]:
    from ceasewatch.agreement import load_pack
    from ceasewatch.model import Party
    from ceasewatch.model.ids import PartyId

    if not given:
        found = {party.id: party for pack in packs for party in load_pack(pack).parties}
        return tuple(found.values())
    parties = []
    for text in given:
        code, equals, label = text.partition("=")
        if not code or not equals:
            raise UsageError(f"{text!r} names no party", where="--party", todo="write it as CODE=Name")
        parties.append(Party(id=PartyId(code), names=(("en", label),)))
    return tuple(parties)


def _feeds(chosen: list[str] | None) -> tuple[FeedSetting, ...]:
    from ceasewatch.model import FeedSetting
    from ceasewatch.model.ids import FeedId
    from ceasewatch.sources.registry import feed, feed_ids

    for feed_id in chosen or ():
        feed(feed_id)
        if feed_id in NO_MAPPING:
            raise UsageError(
                f"{feed_id} needs a mapping", where="--feed", todo="list it in mission.toml under a name of its own"
            )
    names = chosen or [f for f in feed_ids() if f not in NO_MAPPING]
    return tuple(FeedSetting(id=FeedId(n), inbox=n, expected_every_s=feed(n).manifest.expected_every_s) for n in names)


def _adopted(source: str, places: Path, country: str) -> str:
    """Copy a file or folder into the mission, so that the mission is whole; names of other sources stay as they are."""
    if source.startswith(("pack:", "geonames:")):
        return source
    path = Path(source)
    if not path.exists():
        raise UsageError("there is no such file", where=source, todo="name a CSV, pack:ID or geonames:CC")
    places.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, places / path.name, dirs_exist_ok=True)
    else:
        shutil.copyfile(path, places / path.name)
    named = f"{places.name}/{path.name}"
    return f"{country.upper()}:{named}" if country else named


def status(context: typer.Context, mission: MissionOption = "", form: FormatOption = Format.table) -> None:
    """Say how the mission is: last entry, lag, feeds that are silent for longer than expected."""
    from ceasewatch.model.values import CapStatus
    from ceasewatch.pipeline.health import health

    found = health(open_mission(context, mission), now())
    if form is Format.json:
        emit_json(found)
        return
    lines = {
        "mission": found.mission if found.status is CapStatus.actual else f"{found.mission} (EXERCISE)",
        "entries in the record": found.entries,
        "last entry": _time(found.last_entry),
        "not yet projected": f"{found.lag_entries} entries, the oldest for {found.lag_s:.0f} s",
        "observations": found.totals.observations,
        "incidents": f"{found.totals.incidents}, of which {found.totals.provisional} provisional",
        "rows quarantined": found.totals.quarantined,
        "projected by": f"process {found.projector.pid} ({found.projector.task})" if found.projector else "nobody now",
        "free on the disk": f"{found.disk_free_bytes / 1e9:.1f} GB",
    }
    if form is not Format.csv:  # one file, one table
        emit("Health", ("what", "value"), tuple(lines.items()), form)
    rows = [
        (f.feed, _feed_state(f), _time(f.last_delivery), _time(f.last_reported), f.observations, f.quarantined)
        for f in found.feeds
    ]
    columns = ("feed", "state", "last delivery", "newest report", "observations", "quarantined")
    note = "A silent feed is an alarm about the feed; it does not mean that nothing happened."
    emit("Feeds", columns, rows, form, note=note)
    for alarm in found.alarms:
        console(stderr=True).print(f"alarm: {alarm}", markup=False)


def _feed_state(feed: FeedState) -> str:
    if not feed.expected_every_s:
        return "no rhythm expected"
    return "SILENT" if feed.silent else "delivering"


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%SZ}" if moment else "never"


def rebuild(context: typer.Context, mission: MissionOption = "") -> None:
    """Make the projections again from the record alone."""
    from ceasewatch.pipeline.project import rebuild as make_again

    done = make_again(open_mission(context, mission))
    counts = f"{done.incidents} incidents, {done.assessments} assessments"
    console().print(f"rebuilt from {done.size} entries: {counts}, digest {done.digest}", markup=False)


def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
    mission: MissionOption = "",
) -> None:
    """Copy the mission while it runs; keys and vault are not copied."""
    from ceasewatch.pipeline.backup import backup as copy

    done = copy(open_mission(context, mission), target)
    what = f"{done.entries} entries and {done.files} files copied to {done.path}"
    console().print(f"{what}; keep a copy of the keys elsewhere", markup=False)
