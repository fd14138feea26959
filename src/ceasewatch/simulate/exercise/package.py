"""An exercise played: the files that its feeds deliver, and the truth behind each line of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ceasewatch.model.table import KINDS, WEAPONS
from ceasewatch.simulate.exercise.calendar import DAY_US, Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.lines import Line
from ceasewatch.simulate.exercise.rows import MARK, ROWS, Cells, table
from ceasewatch.simulate.exercise.sentences import expressible, sentence
from ceasewatch.simulate.exercise.stage import Happened

TRUTH_COLUMNS = ("feed", "file", "line", "row_id", "version", "event", "origin", "observer", "role", "note")


@dataclass(slots=True)
class Package:
    """Files by path below the exercise's folder, filled step by step.

    Attributes:
        feeds: feed -> file name -> bytes.
        truth: file name -> bytes.
    """

    feeds: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    truth: dict[str, bytes] = field(default_factory=dict)

    def files(self) -> Mapping[str, bytes]:
        """Every file by its path."""
        delivered = {f"feeds/{feed}/{name}": data for feed, held in self.feeds.items() for name, data in held.items()}
        return {**delivered, **{f"truth/{name}": data for name, data in self.truth.items()}}


def delivered(lines: Iterable[Line], name: str, country: Country, calendar: Calendar, into: Package) -> None:
    """Write every line into the file of the day on which it is reported, and the truth of it into ``observations.csv``.

    Versions of one line stand in files of their own: a file is one moment's word.
    """
    batches: dict[tuple[str, int, int], list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda x: (x.reported_us, x.feed, x.row_id, x.version)):
        feed = line.feed if line.feed != "patrols" or expressible(line) else "detections"
        day = (line.reported_us + calendar.ahead_us) // DAY_US
        batches[feed, day, line.version].append(line)
    truth: list[Cells] = []
    for (feed, _, version), batch in sorted(batches.items()):
        date = f"{calendar.local(batch[0].reported_us):%Y-%m-%d}"
        stem = f"{MARK}-{feed}-{date}" + (f"-v{version}" if version else "")
        if feed == "patrols":
            file, body, at = f"{stem}.txt", *_report(batch, country, calendar)
        else:
            body = table(name, [ROWS[feed](line, calendar) for line in batch])
            file, at = f"{stem}.csv", list(range(2, len(batch) + 2))
        into.feeds[feed][file] = body
        truth += [_truth(line, feed, file, n) for line, n in zip(batch, at, strict=True)]
    into.truth["observations.csv"] = table(name, truth or [dict.fromkeys(TRUTH_COLUMNS, "")])


def _report(batch: list[Line], country: Country, calendar: Calendar) -> tuple[bytes, list[int]]:
    """A narrative report, a paragraph a line; and the number of the line on which each paragraph stands."""
    issued = calendar.local(max(x.reported_us for x in batch) + DAY_US)
    head = [f"Status: {MARK}", f"Report date: {issued:%Y-%m-%d}"]
    out, at = list(head), []
    for line in batch:
        out += ["", sentence(line, country, calendar)]
        at.append(len(out))
    return ("\n".join(out) + "\n").encode(), at


def _truth(line: Line, feed: str, file: str, number: int) -> Cells:
    text = feed in ("patrols", "hotspots")
    row_id = "" if text else line.row_id
    told = (line.event, line.origin, line.observer, line.role.value, line.note)
    values = (feed, file, number, row_id, line.version, *told)
    return dict(zip(TRUTH_COLUMNS, values, strict=True))


def true_events(happened: Happened, alleged: Iterable[Line], name: str) -> bytes:
    """``events.jsonl``: one happening a line, times in microseconds since 1970 UTC.

    What is only said to have happened follows, with ``happened`` false and the values of its first telling.
    """
    told = {line.event: line for line in sorted(alleged, key=lambda x: x.reported_us, reverse=True)}
    rows = [*_happened(happened, name), *(_alleged(line, name) for _, line in sorted(told.items()))]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _alleged(line: Line, name: str) -> Cells:
    return {
        MARK: name,
        "event": line.event,
        "happened": False,
        "title": line.text[:80],
        "cause": "alleged",
        "by": "",
        "kind": line.kind,
        "weapon": "",
        "count": line.best,
        "start_us": line.start_us,
        "end_us": line.end_us,
        "lat": line.lat,
        "lon": line.lon,
    }


def _happened(happened: Happened, name: str) -> Iterable[Cells]:
    e = happened.events
    return (
        {
            MARK: name,
            "event": str(happened.ids[i]),
            "happened": True,
            "title": str(happened.title[i]),
            "cause": str(happened.cause[i]),
            "by": str(happened.by[i]),
            "kind": KINDS[int(e.kind[i])].value,
            "weapon": WEAPONS[int(e.weapon[i])] if e.weapon[i] >= 0 else "",
            "count": int(e.count[i]),
            "start_us": int(e.start_us[i]),
            "end_us": int(e.end_us[i]),
            "lat": round(float(e.lat[i]), 5),
            "lon": round(float(e.lon[i]), 5),
        }
        for i in range(len(happened))
    )
