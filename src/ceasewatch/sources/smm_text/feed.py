"""The feed ``smm-text``: JSON Lines of paragraphs, or plain text with a paragraph a block, into readings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ceasewatch.model.errors import DataError, RowError, UsageError
from ceasewatch.model.ids import PartyId
from ceasewatch.model.time import utc
from ceasewatch.sources.containers import Part, parts
from ceasewatch.sources.dates import parse_date, zone
from ceasewatch.sources.feed import FeedContext, Quarantined, Reading, SourceFile, excerpt
from ceasewatch.sources.identity import Ordinals
from ceasewatch.sources.manifest import FeedManifest
from ceasewatch.sources.rows import Layout, rows
from ceasewatch.sources.smm_text.manifest import MANIFEST
from ceasewatch.sources.smm_text.near import fire_near_monitors
from ceasewatch.sources.smm_text.observe import Paragraph, observation, outage
from ceasewatch.sources.smm_text.parse import parse
from ceasewatch.sources.smm_text.places import Atlas
from ceasewatch.sources.smm_text.statement import ReportMeta
from ceasewatch.sources.text import lines

_LAYOUT = Layout(required=("text",), known=("url", "report_date", "para"), multiline=True)
_HEADER = re.compile(r"\s*(report date|url|status)\s*:\s*(\S+)\s*\Z", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Raw:
    """A paragraph as delivered, nothing checked."""

    line: int
    text: str
    url: str = ""
    report_date: str = ""
    para: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The feed's parameters, checked."""

    undated: ReportMeta
    atlas: Atlas
    control: dict[str, PartyId]
    latest: date | None
    near_m: int
    max_chars: int

    @classmethod
    def of(cls, context: FeedContext) -> Settings:
        """From the mission's context.

        Raises:
            UsageError: a parameter has no sense.
        """
        given = context.settings(MANIFEST)
        codes = {party.id for party in context.parties}
        for name in ("party_government", "party_non_government"):
            if given[name] and codes and given[name] not in codes:
                raise UsageError(f"{given[name]!r} is no party of the mission", where=f"{name} of smm-text")
        regions = tuple(r.strip() for r in given["regions"].split(",") if r.strip())
        find = context.areas.find if context.areas is not None else lambda _: None
        control = {
            "government-controlled": PartyId(given["party_government"]),
            "non-government-controlled": PartyId(given["party_non_government"]),
        }
        return cls(
            undated=ReportMeta(None, zone(given["zone"]), _mandate(given), _cut_off(given["cut_off"])),
            atlas=Atlas(context.gazetteer, regions, find),
            control={words: party for words, party in control.items() if party},
            latest=(utc(context.received_at) + _DAY).date() if context.received_at else None,
            near_m=_metres(given["near_monitors_m"]),
            max_chars=context.limits.max_field_chars,
        )


def _mandate(given: Mapping[str, str]) -> tuple[date, date]:
    try:
        first, last = parse_date(given["mandate_from"]), parse_date(given["mandate_to"])
    except RowError as error:
        raise UsageError(error.what, where="mandate_from, mandate_to of smm-text") from error
    if last < first:
        raise UsageError("the mandate ends before it begins", where="mandate_from, mandate_to of smm-text")
    return first, last


def _cut_off(text: str) -> tuple[int, int]:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise UsageError(f"{text!r} is not a time of day", where="cut_off of smm-text", todo="write it as 19:30")
    return int(found[1]), int(found[2])


def _metres(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise UsageError(f"{text!r} is no distance", where="near_monitors_m of smm-text", todo="write metres, as 500")
    return int(text)


class SmmText:
    """Narrative monitoring reports."""

    manifest: FeedManifest = MANIFEST

    def read(self, source: SourceFile, context: FeedContext) -> Iterator[Reading | Quarantined]:
        """See :class:`ceasewatch.sources.feed.Feed`."""
        settings, keys = Settings.of(context), Ordinals()
        failures: list[DataError] = []
        read = 0
        for part in parts(source, context.limits):
            if isinstance(part, Quarantined):
                yield part
                continue
            try:
                yield from _part(part, context, settings, keys)
                read += 1
            except DataError as error:
                failures.append(error)
                if part.name != source.name:
                    yield Quarantined(part.name, 0, "", error.what)
        if failures and not read:
            raise failures[0]


def _part(part: Part, context: FeedContext, settings: Settings, keys: Ordinals) -> Iterator[Reading | Quarantined]:
    table = part.name.lower().removesuffix(".gz").endswith((".csv", ".parquet"))
    if table or part.peek(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        found = _table(part, context)
    else:
        found = _blocks(part, context)
    for number, raw in enumerate(found):
        if isinstance(raw, Quarantined):
            yield raw
            continue
        try:
            paragraph = _paragraph(raw, number, part.name, settings)
        except RowError as error:
            yield Quarantined(part.name, raw.line, error.field, error.what, excerpt(raw.text))
            continue
        yield from _read(paragraph, keys, settings)


def _table(part: Part, context: FeedContext) -> Iterator[Raw | Quarantined]:
    for row in rows(part, context.limits, _LAYOUT):
        if isinstance(row, Quarantined):
            yield row
        else:
            get = row.fields.get
            yield Raw(row.line, get("text", ""), get("url", ""), get("report_date", ""), get("para", ""))


def _blocks(part: Part, context: FeedContext) -> Iterator[Raw | Quarantined]:
    """Blocks between blank lines; ``Report date:``, ``URL:`` and ``Status:`` lines hold for all that follows."""
    header = {"url": "", "report date": ""}
    block: list[str] = []
    first = number = 0
    for line in lines(part, context.limits):
        if isinstance(line, Quarantined):
            yield line
            continue
        if line.text.strip() and (said := _HEADER.match(line.text)) is None:
            first = first if block else line.number
            block.append(line.text.strip())
            continue
        if block:
            yield Raw(first, " ".join(block), header["url"], header["report date"], str(number))
            block, number = [], number + 1
        if line.text.strip() and said is not None:
            header[said[1].lower()] = said[2]
    if block:
        yield Raw(first, " ".join(block), header["url"], header["report date"], str(number))


def _paragraph(raw: Raw, number: int, file: str, settings: Settings) -> Paragraph:
    """Checked.

    Raises:
        RowError: no text, too long, or a date of the report that cannot be.
    """
    if not raw.text.strip():
        raise RowError("the paragraph is empty", field="text")
    if len(raw.text) > settings.max_chars:
        raise RowError(f"the value is longer than {settings.max_chars} characters", field="text")
    para = int(raw.para) if raw.para.isascii() and raw.para.isdigit() and len(raw.para) < 7 else number
    return Paragraph(
        text=raw.text,
        number=para,
        report=_report(raw, settings),
        file=file,
        line=raw.line,
        url=raw.url[:500],
        control=settings.control,
    )


def _report(raw: Raw, settings: Settings) -> ReportMeta:
    if not raw.report_date.strip():
        return settings.undated
    issued = parse_date(raw.report_date, "report_date")
    if settings.latest is not None and issued > settings.latest:
        raise RowError(f"the report is dated {issued}, after it was received", field="report_date")
    return replace(settings.undated, issued=issued)


def _read(paragraph: Paragraph, keys: Ordinals, settings: Settings) -> Iterator[Reading | Quarantined]:
    parsed = parse(paragraph.text, paragraph.report)
    where = _key(paragraph, keys)
    seen: Counter[str] = Counter()
    for said in sorted((*parsed.statements, *parsed.aggregates), key=lambda s: s.start):
        span = f"{said.start}-{said.end}"
        made = observation(said, paragraph, settings.atlas)
        yield Reading(made, (*where, span, str(seen[span])))
        threat = fire_near_monitors(made, settings.near_m)
        if threat is not None:
            yield Reading(threat, (*where, f"near {span}", str(seen[span])))
        seen[span] += 1
    for down in parsed.outages:
        span = f"{down.sentence[0]}-{down.sentence[1]}"
        yield Reading(outage(down, settings.atlas), (*where, f"outage {span}", str(seen[span])))
        seen[span] += 1
    for flag in parsed.unread:
        words = paragraph.text[flag.start : flag.end].strip()
        yield Quarantined(
            paragraph.file, paragraph.line, "text", f"nothing taken from a sentence: {flag.why}", excerpt(words)
        )


def _key(paragraph: Paragraph, keys: Ordinals) -> tuple[str, str]:
    """The paragraph's address, else a digest of its words and its ordinal among equal ones."""
    if paragraph.url:
        return paragraph.url, str(paragraph.number)
    return keys.identity((str(paragraph.report.issued or ""), paragraph.text))


FEED = SmmText()
