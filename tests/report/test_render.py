"""HTML and PDF: what a reader sees, in four languages, whatever a source wrote."""

from __future__ import annotations

import io
import re
import tomllib
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources

import msgspec
import pypdf
import pytest

from ceasewatch.model import Count, FeedSetting, Kind, ObserverKind, Outcome, Status, Tier
from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.ids import FeedId
from ceasewatch.release import EffortState, FeedHealth, Gate, Likelihood, NoPosition
from ceasewatch.report import html, pdf
from ceasewatch.report.compose import compose
from ceasewatch.report.compose.head import figure
from ceasewatch.report.daily import build
from ceasewatch.report.daily_report import AreaRow, FeedRow, Tally
from ceasewatch.report.document import Alarm, Bullets, Heading, Paragraph, Table
from ceasewatch.report.words import LANGUAGES, words

HOSTILE = '</td><script>alert(1)</script> #panic("x") $x^2$ *b* [c] {{ 7*7 }} <b> \\ @ref `raw` // no'


def reader(report, language="en"):
    return pypdf.PdfReader(io.BytesIO(pdf.render(report, language)))


def text_of(pages):
    return re.sub(r"\s+", " ", " ".join(p.extract_text() for p in pages))


def table(document, heading):
    blocks = list(document.blocks)
    start = next(i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.id == heading)
    return next(b for b in blocks[start:] if isinstance(b, Table))


def keys(texts, path=()):
    if path[:1] == ("plural",) and len(path) == 2:
        return {path}
    return {
        k for name, v in texts.items() for k in (keys(v, (*path, name)) if isinstance(v, dict) else {(*path, name)})
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_keys_and_places(language):
    texts, english = words(language).texts, words("en").texts
    assert keys(texts) == keys(english)
    for group, name in (k for k in keys(english) if k[0] != "plural"):
        places = [sorted(re.findall(r"{(\w+)}", t[group][name])) for t in (texts, english)]
        assert places[0] == places[1], f"{group}.{name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_has_a_word_and_every_plural_its_forms(language):
    w = words(language)
    lists = {"kind": Kind, "observer_kind": ObserverKind, "outcome": Outcome, "likelihood": Likelihood}
    for group, values in {**lists, "effort": EffortState}.items():
        assert set(w.texts[group]) == set(values), group
    assert set(w.texts["no_position"]) == set(NoPosition) - {""}
    for noun in w.texts["plural"].values():
        assert {w.locale.plural_form(n) for n in range(200)} <= set(noun)


def test_slavic_plurals():
    assert [words("uk").plural("incidents", n) for n in (1, 3, 5, 21)] == [
        "1 інцидент",
        "3 інциденти",
        "5 інцидентів",
        "21 інцидент",
    ]


def test_there_are_no_other_languages():
    with pytest.raises(NotFoundError, match="en, fr, uk, ru"):
        words("xx")


def test_a_moment_has_its_offset_and_utc(inputs):
    from datetime import UTC, datetime

    at = datetime(2022, 3, 16, 17, 30, tzinfo=UTC)
    assert words("en").moment(at, "Europe/Kyiv") == "16 Mar 2022, 19:30 (UTC+2; 17:30Z)"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (Count.exactly(1234), "1,234"),
        (Count(lowest=9, best=9), "at least 9"),
        (Count(lowest=9, best=12), "12 (at least 9)"),
        (Count(lowest=9, best=12, highest=20), "12 (9–20)"),
        (Count(best=170, approximate=True), "about 170"),
        (Count(lowest=1, highest=4), "1–4"),
        (Count(), "not known"),
    ],
)
def test_counts_in_words(count, text):
    assert words("en").count(count) == text


def test_the_cutoff_comes_first(report):
    assert compose(report, "en").facts[0] == ("Based on information as of", "4 Mar 2031, 19:30 UTC")


def test_no_zero_where_nobody_looked(report):
    rows = {r[0]: r[1:] for r in table(compose(report, "en"), "violations").rows}
    assert rows["Corfe"] == ("not observed", "not observed", "not observed", "none", "0", "0", "0", "adequate")
    assert rows["Brenland"][:4] == ("none reported", "none reported", "none reported", "not known")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_row_of_counts_is_without_its_effort(report, language):
    shown = table(compose(report, language), "violations")
    efforts = set(words(language).texts["effort"].values())
    assert all(r[4] in efforts and r[8] in efforts for r in shown.rows)
    for r in shown.rows:
        if r[4] in (words(language)("effort.none"), words(language)("effort.unknown")):
            assert "0" not in r[1:4]


def test_silence_is_an_alarm_and_never_quiet(report):
    alarms = [b.text for b in compose(report, "en").blocks if isinstance(b, Alarm)]
    assert alarms == ["No report from sensors since 3 Mar 2031: this is not a sign of quiet."]


def test_when_nothing_came_the_report_says_so(with_observations, public, inputs):
    empty = replace(inputs, observations=inputs.observations.take([]), incidents=inputs.incidents.take([]), coverage=())
    mission = msgspec.structs.replace(
        inputs.mission, feeds=(FeedSetting(id=FeedId("press"), expected_every_s=3600), FeedSetting(id=FeedId("alerts")))
    )
    report = build(replace(empty, mission=mission), public)
    document = compose(report, "en")
    alarms = [b.text for b in document.blocks if isinstance(b, Alarm)]
    assert alarms[0].startswith("No source delivered anything")
    assert "No report from press: this is not a sign of quiet." in alarms
    bullets = next(b for b in document.blocks if isinstance(b, Bullets))
    assert bullets.items[0].startswith("No count can be given")
    assert {c for r in table(document, "violations").rows for c in r[1:4]} == {"none reported"}
    assert reader(report).pages


def test_unverified_numbers_carry_the_mark(report):
    marked = msgspec.structs.replace(
        report, clauses=(msgspec.structs.replace(report.clauses[0], unverified=("width of the zone",)),)
    )
    document = compose(marked, "en")
    (row,) = table(document, "clauses").rows
    assert row[0].endswith("*")
    assert row[3].endswith("*")
    assert ("Not verified: width of the zone",) in [b.items for b in document.blocks if isinstance(b, Bullets)]


def test_a_clause_nobody_checked_carries_the_mark(report):
    names = tuple(msgspec.structs.replace(n, verified=False) for n in report.clause_names)
    (row,) = table(compose(msgspec.structs.replace(report, clause_names=names), "en"), "clauses").rows
    assert row[0].endswith("*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_tagged_archivable_and_in_its_language(report, language):
    made = reader(report, language)
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part[>=\"]+1", xmp)
    assert re.search(r"pdfaid:part[>=\"]+2", xmp)
    text = text_of(made.pages)
    headings = [b.text for b in compose(report, language).blocks if isinstance(b, Heading)]
    assert len(headings) >= len(words(language).texts["section"]) - 2
    assert [h for h in headings if h not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_exercise_is_on_every_page_and_only_then(report, language):
    assert all("EXERCISE" in p.extract_text() for p in reader(report, language).pages)
    actual = msgspec.structs.replace(report, status=Status.actual)
    assert "EXERCISE" not in text_of(reader(actual, language).pages)
    assert "EXERCISE" not in html.render(actual, language)


def test_the_same_report_gives_the_same_bytes(report):
    assert pdf.render(report) == pdf.render(report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_is_one_accessible_file(report, language):
    page = html.render(report, language)
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert 'scope="col"' in page
    assert 'scope="row"' in page
    assert 'role="img"' in page
    seen = Ids()
    seen.feed(page)
    assert seen.open == []
    assert seen.targets <= seen.ids


class Ids(HTMLParser):
    """Collects ids and links, and whether every element is closed."""

    VOID = frozenset({"meta", "link", "br", "path", "circle", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.ids.update({named["id"]} if "id" in named else ())
        self.targets.update({named["href"][1:]} if "href" in named else ())
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_hostile_text_is_text(report):
    """Names come from files of others: they are printed as they are and do nothing."""
    feeds = tuple(
        msgspec.structs.replace(f, health=msgspec.structs.replace(f.health, title=HOSTILE), covers=HOSTILE)
        for f in report.feeds
    )
    areas = tuple(msgspec.structs.replace(a, area=HOSTILE) for a in report.areas)
    labels = tuple(msgspec.structs.replace(t, name=HOSTILE) for t in report.picture.labels)
    picture = msgspec.structs.replace(report.picture, labels=labels)
    hostile = msgspec.structs.replace(report, mission=HOSTILE, feeds=feeds, areas=areas, picture=picture)
    page = html.render(hostile)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }}" in page
    text = text_of(reader(hostile).pages)
    assert '#panic("x")' in text
    assert "{{ 7*7 }}" in text


def test_public_files_hold_no_exact_coordinate_and_no_observer(report):
    for made in (html.render(report), text_of(reader(report).pages)):
        assert "10.4123" not in made
        assert "29.6123" not in made
        assert "secret" not in made


def test_analysts_read_exact_places_and_observers(inputs, areas):
    exact = build(inputs, Gate(Tier.T1, at=inputs.period.end, areas=areas, status=Status.exercise))
    page = html.render(exact)
    assert "10.4123" in page
    assert "cam-secret-2" in page


def test_the_map_is_shaded_or_says_that_it_is_not(report, inputs, public):
    page = html.render(report)
    assert page.count('fill="url(#effort-') >= len(report.picture.areas)
    assert 'fill="url(#effort-none)"' in page
    bare = build(replace(inputs, areas=None, coverage=()), replace(public, areas=None))
    assert not bare.picture.shaded
    assert words("en")("alarm.map_unshaded") in html.render(bare)
    nothing = replace(inputs, areas=None, lines=(), incidents=inputs.incidents.take([]))
    assert build(nothing, replace(public, areas=None)).picture is None


def test_every_translation_file_is_used():
    found = {p.name for p in resources.files("ceasewatch.report").joinpath("translations").iterdir()}
    assert {f for f in found if f.endswith(".toml")} == {f"{name}.toml" for name in LANGUAGES}
    for name in LANGUAGES:
        text = resources.files("ceasewatch.report").joinpath("translations", f"{name}.toml").read_text("utf-8")
        assert tomllib.loads(text)


def test_areas_of_which_nothing_is_known_share_a_sentence_and_zeros_keep_their_rows(report):
    untold = [AreaRow(area=f"Quiet {n}", now=Tally(), before=Tally()) for n in range(5)]
    seen = AreaRow(area="Seen", now=Tally(), before=Tally(), effort=EffortState.adequate)
    stated = AreaRow(area="Stated", now=Tally(), before=Tally(statements=1))
    many = msgspec.structs.replace(report, areas=(*report.areas, *untold, seen, stated))
    for language in LANGUAGES:
        document = compose(many, language)
        names = [r[0] for r in table(document, "violations").rows]
        assert {"Seen", "Stated", "Corfe", "Aldermarch"} <= {*names}
        assert not {"Quiet 0", "Brenland"} & {*names}
        told = [b.text for b in document.blocks if isinstance(b, Paragraph) and "Quiet 0, Quiet 1" in b.text]
        assert len(told) == 1
        assert "Brenland" in told[0]
        assert "6" in told[0]


def test_fire_of_which_the_best_number_is_none_is_not_told_as_nothing_reported():
    tally = Tally(violations=Count(lowest=0, best=0, highest=5), fire=1)
    for effort in EffortState:
        assert figure(tally, "violations", effort, words("en")) == "0 (0–5)"


def test_sources_that_never_reported_share_one_alarm(report):
    rows = [
        FeedRow(health=FeedHealth(feed=feed, title=feed, silent=True))
        for feed in ("alerts", "alerts:official", "alerts:volunteer", "hotspots")
    ]
    shown = compose(msgspec.structs.replace(report, feeds=(*report.feeds, *rows)), "en")
    alarms = [b.text for b in shown.blocks if isinstance(b, Alarm)]
    assert "No report from any of these sources: alerts; hotspots. This is not a sign of quiet." in alarms
    assert not any("alerts:official" in text for text in alarms)


def test_every_table_of_counts_says_what_the_effort_was(report):
    blocks = compose(report, "en").blocks
    starts = {b.id: n for n, b in enumerate(blocks) if isinstance(b, Heading)}
    for name in ("kinds", "alerts", "thermal"):
        assert any(isinstance(b, Paragraph) and b.text.startswith("Effort: ") for b in blocks[starts[name] :][:4])
