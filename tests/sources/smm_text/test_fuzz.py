"""Whatever the text: no exception, no span outside it, no number that it does not contain."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ceasewatch.model import Count, Observation
from ceasewatch.model.errors import DataError
from ceasewatch.sources.feed import FeedContext, Quarantined, Reading, SourceFile
from ceasewatch.sources.smm_text.feed import FEED
from ceasewatch.sources.smm_text.observe import Paragraph, observation, outage
from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.places import Atlas
from ceasewatch.sources.smm_text.statement import ReportMeta

MANDATE = (date(2014, 3, 21), date(2022, 3, 31))
WORDS = [
    "the",
    "SMM",
    "camera",
    "patrol",
    "mini-UAV",
    "heard",
    "saw",
    "recorded",
    "observed",
    "did",
    "not",
    "any",
    "no",
    "six",
    "about",
    "30",
    "4,600",
    "1-5km",
    "150-200m",
    "10:25",
    "explosions",
    "bursts",
    "shot",
    "projectiles",
    "in",
    "flight",
    "of",
    "small-arms",
    "heavy-machine-gun",
    "fire",
    "mortar",
    "(type",
    "undetermined)",
    "assessed",
    "as",
    "outgoing",
    "impacts",
    "(mostly",
    "from",
    "north",
    "to",
    "south-easterly",
    "directions)",
    "SSE",
    "south-south-east",
    "all",
    "at",
    "near",
    "Harbour",
    "Twinford",
    "(government-controlled,",
    "12km",
    "north",
    "of",
    "Harbour)",
    "On",
    "4-5",
    "October",
    "evening",
    "and",
    "night",
    "between",
    "11:00",
    "previous",
    "reporting",
    "period",
    "compared",
    "with",
    "including",
    "more",
    "ceasefire",
    "violations",
    "Donetsk",
    "region",
    "the",
    "majority",
    "of",
    "latter",
    "two",
    "areas",
    "disengagement",
    "area",
    "near",
    "were",
    "non-operational",
    "denied",
    "the",
    "SMM",
    "passage",
    ")",
    "(",
    ",",
    ".",
    ";",
    "[1]",
    "-",
    "–",
    "N/K",
    "BM-21",
    "31",
    "February",
    "several",
    "multiple",
    "a",
    "number",
    "four",
    "of",
    "which",
    "99999999999999999999",
    "1,2,3",
    "24:61",
    "٣",
    "½",
    "km",
    "positioned",
    "by",
    "it",
]
TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join),
    st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40).map(" ".join),
)
ISSUED = st.one_of(st.none(), st.dates(date(1901, 1, 1), date(2100, 12, 31)))


@settings(max_examples=300)
@given(text=TEXT, issued=ISSUED)
@example(text="The SMM heard 0 explosions, including 0 bursts, four of which outgoing.", issued=None)
@example(text="At 23:59 on 29 February the SMM heard a shot.", issued=date(2100, 3, 1))
def test_nothing_is_raised_or_invented(text: str, issued: date | None, atlas: Atlas) -> None:
    report = ReportMeta(issued, ZoneInfo("Europe/Kyiv"), MANDATE)
    parsed = parse(text, report)
    for said in (*parsed.statements, *parsed.aggregates):
        made = observation(said, Paragraph(text, 0, report), atlas)
        assert 0 <= said.start < said.end <= len(text)
        assert text[said.start : said.end].strip()
        assert made.text in text
        assert all(words in text for words in made.unread)
        assert made.count.original in text
        assert _stated(made.count, text)
    for down in parsed.outages:
        assert outage(down, atlas).note
    for flag in parsed.unread:
        assert text[flag.start : flag.end]


def _stated(count: Count, text: str) -> bool:
    """A best number in digits stands in the text in digits."""
    if count.best is None or not re.search(r"[0-9]", count.original):
        return True
    return str(count.best) in text.replace(",", "")


@settings(max_examples=100)
@given(data=st.one_of(st.binary(min_size=1, max_size=400), TEXT.map(lambda t: ("{" + t).encode("utf-8", "replace"))))
def test_any_bytes_give_readings_or_quarantine(data: bytes) -> None:
    found: list[Reading | Quarantined] = []
    with suppress(DataError):
        found += FEED.read(SourceFile.of(data, "x.txt"), FeedContext())
    assert all(f.item.language == "en" for f in found if isinstance(f, Reading) and isinstance(f.item, Observation))
    assert all(f.reason for f in found if isinstance(f, Quarantined))
