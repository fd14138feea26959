from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ceasewatch.geo.loaders import load_gazetteer, region_names
from ceasewatch.model import Coverage, Observation, Party, Role, UnknownPlace
from ceasewatch.model.errors import DataError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.sources.feed import FeedContext, Quarantined, Reading, SourceFile
from ceasewatch.sources.limits import Limits
from ceasewatch.sources.smm_text.feed import FEED
from ceasewatch.sources.smm_text.places import Atlas

BURST = "On 5 October, the SMM camera in Harbour (government-controlled) recorded a burst 2km SSE."


def row(text: str = BURST, **more: object) -> dict[str, object]:
    return {"url": "https://example.org/report-1", "report_date": "2018-10-06", "para": 0, "text": text, **more}


def read(data: bytes | str | Iterable[dict[str, object]], name: str = "r.jsonl", **context: object):
    if isinstance(data, str):
        data = data.encode()
    if not isinstance(data, bytes):
        data = "\n".join(json.dumps(r) for r in data).encode()
    return list(FEED.read(SourceFile.of(data, name), FeedContext(**context)))


def test_a_paragraph_of_json_lines(atlas: Atlas) -> None:
    (reading,) = read([row()], gazetteer=atlas.gazetteer, parameters={"regions": ""})
    made = reading.item
    assert isinstance(made, Observation)
    assert made.text == BURST
    assert made.source.span is not None
    assert BURST[made.source.span.start : made.source.span.end] == "a burst"
    assert made.source.urls == ("https://example.org/report-1",)
    assert made.reported_at == datetime(2018, 10, 6, 21, tzinfo=UTC)
    assert made.place.text.startswith("1500-2500 m SSE of Harbour")


def test_the_example_of_the_manifest() -> None:
    example = FEED.manifest.example
    found = read(example.text, example.name)
    assert sum(isinstance(f, Reading) for f in found) == example.readings
    assert sum(isinstance(f, Quarantined) for f in found) == example.quarantined


def test_plain_text_has_a_paragraph_a_block() -> None:
    head = "Report date: 2018-10-06\nURL: https://example.org/x"
    text = f"{head}\n\n{BURST[:13]}\n{BURST[14:]}\n\n\nThe SMM heard a shot.\n"
    first, second = read(text, "report.txt")
    assert first.item.text == BURST
    assert (first.item.source.line, second.item.source.line) == (4, 8)
    assert (first.item.source.span.paragraph, second.item.source.span.paragraph) == (0, 1)
    assert first.item.phenomenon.start.year == 2018


def test_identity_is_stable_and_equal_paragraphs_are_two_reports() -> None:
    text = f"Report date: 2018-10-06\n\n{BURST}\n\n{BURST}\n"
    once, twice = read(text, "a.txt"), read(text, "b.txt")
    assert [r.identity for r in once] == [r.identity for r in twice]
    assert len({r.identity for r in once}) == 2


def test_several_things_in_a_sentence_have_identities_of_their_own() -> None:
    text = "The majority of ceasefire violations were recorded 2km south of Harbour and 3km north of Milltown."
    found = read([row(text)])
    assert len(found) == len({r.identity for r in found}) == 2


BAD = [
    (row(report_date="2018-13-45"), "report_date"),
    (row(report_date="last week"), "report_date"),
    (row(report_date="2030-01-01"), "report_date"),
    (row(text=""), "text"),
    (row(text="x" * 200), "text"),
    (row(text="Residents told the SMM of shelling."), "text"),
]


@pytest.mark.parametrize(("bad", "field"), BAD, ids=[str(k) for k in range(len(BAD))])
def test_a_bad_row_is_set_aside_and_the_good_ones_go_in(bad: dict[str, object], field: str) -> None:
    arrived = datetime(2019, 1, 1, tzinfo=UTC)
    found = read([bad, row()], received_at=arrived, limits=Limits(max_field_chars=150))
    assert [type(f) for f in found] == [Quarantined, Reading]
    assert (found[0].file, found[0].line, found[0].field) == ("r.jsonl", 1, field)
    assert found[0].reason


def test_broken_lines_are_set_aside() -> None:
    good = json.dumps(row()).encode()
    data = b"\n".join([good, b'{"text": ', b'{"text": "\xff"}', b'["text"]', good])
    found = read(data)
    assert [type(f) for f in found] == [Reading, Quarantined, Quarantined, Quarantined, Reading]


def test_an_empty_file_and_wrong_columns_are_refused() -> None:
    with pytest.raises(DataError):
        read(b"")
    with pytest.raises(DataError, match="wrong columns"):
        read(b"a,b\n1,2\n", "x.csv")


def test_a_row_of_json_without_text_is_set_aside() -> None:
    (found,) = read([{"url": "x"}])
    assert isinstance(found, Quarantined)
    assert found.field == "text"


def test_control_status_becomes_a_party_only_if_the_mission_says_so() -> None:
    parties = (Party(id=PartyId("A")), Party(id=PartyId("B")))
    (plain,) = read([row()], parties=parties)
    (told,) = read([row()], parties=parties, parameters={"party_government": "A"})
    assert plain.item.control == ""
    assert told.item.control == "A"
    assert ("control_status", "government-controlled") in plain.item.properties


@pytest.mark.parametrize("name", ["zone", "cut_off", "mandate_from", "mandate_to", "party_government"])
def test_a_parameter_without_sense_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        read([row()], parameters={name: "1999:99"}, parties=(Party(id=PartyId("A")),))


def test_outages_become_coverage() -> None:
    found = read([row("The SMM cameras in Harbour and Milltown were non-operational.")])
    assert [type(f.item) for f in found] == [Coverage, Coverage]


def test_the_real_sentences_ingest(shared_data: Path) -> None:
    gazetteer = load_gazetteer(shared_data / "geonames_ua.csv.gz", region_names("UA"))
    source = SourceFile.at(shared_data / "osce_smm_sentences.jsonl")
    found = list(FEED.read(source, FeedContext(gazetteer=gazetteer)))
    assert not [f for f in found if isinstance(f, Quarantined)]
    items = [f.item for f in found if isinstance(f, Reading)]
    assert len({f.identity for f in found if isinstance(f, Reading)}) == len(items) == 36
    assert sum(o.role is Role.aggregate for o in items) == 17
    unknown = [o.place.text for o in items if isinstance(o.place, UnknownPlace)]
    assert len(unknown) == 3
