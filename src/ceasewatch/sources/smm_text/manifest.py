"""What the feed of narrative monitoring reports says of itself."""

from __future__ import annotations

from typing import Final

from ceasewatch.model import ObserverKind
from ceasewatch.sources.manifest import Example, FeedManifest, Parameter
from ceasewatch.sources.smm_text.observe import FEED_ID

_EXAMPLE = (
    "Report date: 2031-10-06\n"
    "\n"
    "On the evening and night of 4-5 October, the SMM camera in Oster Bay (government-controlled, 12km north of"
    " Harbour) recorded two undetermined explosions and about 40 projectiles in flight (mostly from west to east),"
    " all 2-4km south-south-east.\n"
    "\n"
    "Residents told the mission of shelling.\n"
)

MANIFEST: Final = FeedManifest(
    id=FEED_ID,
    title="Narrative monitoring reports (OSCE SMM style)",
    description=(
        "Sentences of daily and spot reports, read by grammar: who perceived what, how many, where from, when. What"
        " is not understood is kept as unread or set aside, never filled in."
    ),
    owner="the monitoring mission that issues the reports",
    side="",
    independence="osce-smm",
    identity=("url", "para", "span", "ordinal"),
    observer_kind=ObserverKind.patrol,
    url="https://www.osce.org/special-monitoring-mission-to-ukraine",
    licence="OSCE: non-commercial use with acknowledgement",
    formats=("jsonl", "txt", "gz", "zip"),
    covers=(
        "What patrols and cameras of the mission perceived where they were and looked. Distances are rounded and"
        " assessed by ear or eye; no sentence about a place does not mean that it was quiet. Regional totals are kept"
        " as reported totals and never added to what they sum up."
    ),
    expected_every_s=2 * 86_400,
    parameters=(
        Parameter(name="zone", help="IANA zone of the reports' local times", default="Europe/Kyiv"),
        Parameter(name="cut_off", help="local time at which a report closes, on the eve of its issue", default="19:30"),
        Parameter(
            name="mandate_from", help="first day that a report without a date can speak of", default="2014-03-21"
        ),
        Parameter(name="mandate_to", help="last day that a report without a date can speak of", default="2022-03-31"),
        Parameter(
            name="regions",
            help="first-level units, comma-separated, in which a name without any hint may lie; empty: anywhere",
            default="Donetsk, Luhansk",
        ),
        Parameter(
            name="near_monitors_m",
            help="fire that people of the mission place no farther from themselves is also a threat to them, metres"
            " (assumed: no report states its own rule)",
            default="500",
        ),
        Parameter(name="party_government", help="party code that 'government-controlled' stands for"),
        Parameter(name="party_non_government", help="party code that 'non-government-controlled' stands for"),
    ),
    example=Example(name="report.txt", text=_EXAMPLE, readings=2, quarantined=1),
)
