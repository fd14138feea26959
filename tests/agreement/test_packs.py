"""Every pack that ships: it loads, its examples hold, its sources are listed, and no obligation has been dropped.

The obligations are those that the handbook names for each agreement (sections 2 and 3). Each is a clause of the pack or
stands under ``not_modelled`` with the reason; the tables say which.
"""

from __future__ import annotations

from typing import Final

import msgspec
import pytest

from ceasewatch.agreement import Pack, PackStatus, load_pack, pack_ids
from ceasewatch.agreement.holdings.schema import CeilingRule
from ceasewatch.agreement.schema import ClauseEntry
from ceasewatch.agreement.tools.trial import trials

INVENTED: Final = ("lorvane",)
"""Packs of exercises: their text is their own."""

MINSK: Final = {
    "Protocol 1: bilateral ceasefire": "protocol-ceasefire",
    "Protocol 2: the OSCE monitors and verifies": "Protocol, point 2",
    "Protocol 4: border with security zones": "Protocol, point 4",
    "Protocol: illegal armed groups and mercenaries leave": "Protocol, point 10",
    "Protocol: its other points": "Protocol, other points",
    "Memorandum 1: the ceasefire is mutual": "memorandum-weapons",
    "Memorandum 2: units stop on the line": "Memorandum, point 2",
    "Memorandum 3: all weapons and offensive actions banned": "memorandum-weapons",
    "Memorandum 4: above 100 mm 15 km": "memorandum-15-km",
    "Memorandum 4: also from settlements": "Memorandum, point 4, settlements",
    "Memorandum list: MT-12 9 km": "memorandum-mt12",
    "Memorandum list: mortar of 120 mm 8 km": "memorandum-mortar-120",
    "Memorandum list: D-30, 2S1": "memorandum-d30",
    "Memorandum list: guns of 152 mm": "memorandum-152",
    "Memorandum list: Grad": "memorandum-grad",
    "Memorandum list: Uragan": "memorandum-uragan",
    "Memorandum list: Smerch": "memorandum-smerch",
    "Memorandum list: Tornado-G": "memorandum-tornado-g",
    "Memorandum list: Tornado-U": "memorandum-tornado-u",
    "Memorandum list: Tornado-S": "memorandum-tornado-s",
    "Memorandum list: tactical missiles": "memorandum-missiles",
    "Memorandum 5: no heavy weapons in a named area": "Memorandum, point 5",
    "Memorandum 6: no new mines": "memorandum-mines",
    "Memorandum 6: old mines removed": "Memorandum, point 6, old mines",
    "Memorandum 7: no flights of combat aircraft": "memorandum-flights",
    "Memorandum 7: no foreign unmanned aircraft": "Memorandum, point 7, unmanned aircraft",
    "Memorandum 8: the OSCE deploys, sectors": "Memorandum, point 8",
    "Memorandum 9: foreign formations leave": "Memorandum, point 9",
    "Package 1: ceasefire": "ceasefire",
    "Package 2: artillery 50 km": "artillery-withdrawal",
    "Package 2: rocket launchers 70 km": "package-mlrs",
    "Package 2: long-range systems 140 km": "package-long-range",
    "Package 2: begun by day 2, complete in 14 days": "package-schedule",
    "Package 2: order in practice, term of 2017": "Package of Measures, point 2, order in practice",
    "Package 3: the OSCE verifies": "Package of Measures, point 3",
    "Addendum: 15 km, stage 1": "addendum-luhansk",
    "Addendum: 15 km, stage 2": "addendum-donetsk",
    "Addendum: stages and order": "addendum-schedule",
    "Addendum: lists to the OSCE": "Addendum, lists",
    "Addendum: storage": "addendum-storage",
    "Addendum: verification": "Addendum, verification",
    "Framework: width of areas": "Framework Decision, width",
    "Framework: Stanytsia Luhanska": "stanytsia-disengagement",
    "Framework: Zolote": "zolote-disengagement",
    "Framework: Petrivske": "petrivske-disengagement",
    "Framework: seven days of silence, Stanytsia Luhanska": "stanytsia-silence",
    "Framework: seven days of silence, Zolote": "zolote-silence",
    "Framework: seven days of silence, Petrivske": "petrivske-silence",
    "Framework: three days, mirrored, Stanytsia Luhanska": "stanytsia-steps",
    "Framework: three days, mirrored, Zolote": "zolote-steps",
    "Framework: three days, mirrored, Petrivske": "petrivske-steps",
    "Framework: 30 days with preparation": "Framework Decision, process",
    "Framework: emergency meeting within 24 h": "emergency-meeting",
    "Framework: four areas of 2020": "Framework Decision, four areas of 2020",
    "Framework: watch round the clock": "Framework Decision, watch",
    "Measures a: no offensive, reconnaissance, sabotage": "measures-offensive",
    "Measures a: no aerial vehicles": "measures-flights",
    "Measures b: no fire, snipers included": "measures-fire",
    "Measures c: no heavy weapons in settlements": "Measures of 22 July 2020, point c",
    "Measures d: discipline, notified": "Measures of 22 July 2020, point d",
    "Measures e: coordination mechanism": "Measures of 22 July 2020, point e",
    "Measures f: return fire": "measures-return-fire",
    "Measures g: no disavowal": "Measures of 22 July 2020, point g",
}

UNDOF: Final = {
    "Area of separation: UNDOF only": "area-of-separation",
    "about 1,250 men of UNDOF": "Area of separation, strength of the force",
    **{
        f"0-10 km: {what}, {side}": f"{side}-{what}-10-km"
        for what in ("persons", "tanks", "guns")
        for side in ("p1", "p2")
    },
    **{f"10-20 km: {what}, {side}": f"{side}-{what}-20-km" for what in ("tanks", "guns") for side in ("p1", "p2")},
    "to 20 km: no heavy artillery": "no-heavy-artillery-20-km",
    "to 25 km: no missiles": "no-missiles-25-km",
    "inspection every fortnight": "fortnightly-inspection",
    "liaison officers": "Inspection, liaison officers",
    "findings without locations": "Inspection, findings",
}

SINAI: Final = {
    "A: 22,000 troops": "zone-a-troops",
    "A: one mechanised division": "Annex I, units",
    "A: 230 tanks": "zone-a-tanks",
    "A: 126 pieces of artillery": "zone-a-artillery",
    "A: 480 carriers": "zone-a-apc",
    "B: 4,000 men": "zone-b-troops",
    "C: only the MFO and civil police": "zone-c-forces",
    "C: no arms": "zone-c-arms",
    "D: 4,000 men": "zone-d-troops",
    "D: 180 carriers": "zone-d-apc",
    "D: no tanks, artillery, missiles": "zone-d-arms",
    "verified twice a month": "verification-monthly",
    "verified within 48 hours": "verification-access",
    "agreed activities 2005 and 2011": "zone-c-forces",
    "when these end": "Agreed activities, dates",
    "Director General, funding": "MFO",
}

KOREA: Final = {
    "each side withdraws 2 km": "two-kilometres",
    "no hostile act": "no-hostile-act",
    "no crossing without permission": "no-crossing",
    "permission to cross": "crossing-permitted",
    "persons allowed by the commission": "entry-permitted",
    "no entry without permission": "Demilitarised zone, entry",
    "no reinforcement, named ports": "Reinforcement",
    "military commission, joint teams, consensus": "Commission",
    "neutral commission": "Neutral Nations Supervisory Commission",
    "managed access": "Managed access",
}

LEBANON: Final = {
    "no offensive operations by land, air or sea": "no-offensive",
    "self-defence reserved": "Self-defence",
    "ground crossings": "blue-line",
    "air violations and flight hours": "Overflights",
    "violations reported": "Reports",
    "chair and members": "Mechanism",
    "60-day withdrawal": "withdrawal",
    "counting": "Counting",
    "13 points": "Other points",
}

OBLIGATIONS: Final = {
    "minsk-2014": MINSK,
    "undof-1974": UNDOF,
    "sinai-1979": SINAI,
    "korea-1953": KOREA,
    "lebanon-2024": LEBANON,
    "energy-2025": {
        "no strikes, two first days, two lists": "no-strikes",
        "if violated the other is free": "release",
        "no monitoring": "monitoring",
    },
    "plan-28-2025": {
        "600,000": "strength-ceiling",
        "ceasefire after withdrawal to agreed points": "ceasefire",
        "withdrawal to agreed points": "Withdrawal to agreed points",
        "legally binding": "Binding force",
        "Peace Council": "Peace Council",
        "sanctions": "Sanctions",
    },
    "plan-20-2025": {
        "800,000 in peacetime": "peacetime-strength",
        "monitoring from space": "Point 2, monitoring",
        "early notification": "Point 2, early notification",
        "technical teams": "Point 2, technical teams",
    },
    "paris-2026": {
        "US-led monitoring": "Component 1, monitoring",
        "special commission": "Component 1, special commission",
        "coordination cell": "Coordination cell",
        "authorised bases": "force-at-bases",
        "multinational force": "force-permitted",
        "storage sites": "storage-permitted",
        "support for 800,000": "support-for-800000",
        "the other components": "Other components",
        "foreign troops rejected": "Foreign troops",
    },
}

REAL: Final = [p for p in pack_ids() if p not in INVENTED]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_worked_example_holds_and_every_clause_on_incidents_has_some(pack_id: str) -> None:
    pack = load_pack(pack_id)
    found = list(trials(pack))
    assert [t for t in found if not t.held] == []
    on_incidents = {c.id for c in pack.file.clauses if c.primitive}
    assert {t.clause for t in found} == on_incidents
    for clause in on_incidents:
        assert len({t.got for t in found if t.clause == clause}) >= 2, clause


@pytest.mark.parametrize("pack_id", REAL)
def test_every_obligation_of_the_handbook_is_a_clause_or_is_left_out_with_a_reason(pack_id: str) -> None:
    pack, named = load_pack(pack_id), OBLIGATIONS[pack_id]
    clauses, left_out = {c.id for c in pack.file.clauses}, {n.number: n for n in pack.not_modelled}
    assert len(left_out) == len(pack.not_modelled), "each is named once"
    for obligation, where in named.items():
        assert (where in clauses) != (where in left_out), f"{obligation}: {where}"
    assert clauses <= set(named.values()), "a clause that no obligation stands behind is invented"
    assert all(n.why.strip() and n.summary.strip() for n in pack.not_modelled)


@pytest.mark.parametrize("pack_id", REAL)
def test_nothing_of_a_real_text_is_called_verified(pack_id: str) -> None:
    """Nobody has compared any of it with a signed text; what came from background says so in its source."""
    pack = load_pack(pack_id)
    assert b'"verified":true' not in msgspec.json.encode(pack.file)
    notes = [v.note for figure in (*pack.lines.values(), *pack.zones.values()) for v in figure.versions]
    assert not any(n.verified or n.uncertainty.verified for n in notes)


@pytest.mark.parametrize("clause", ["d30", "152", "grad", "uragan", "smerch", "tornado-g", "tornado-s", "missiles"])
def test_a_number_from_background_says_so(clause: str) -> None:
    entry = _clause(load_pack("minsk-2014"), f"memorandum-{clause}")
    assert entry.distance is not None
    assert "background" in entry.distance.source


def _clause(pack: Pack, clause: str) -> ClauseEntry:
    return next(c for c in pack.file.clauses if c.id == clause)


@pytest.mark.parametrize(
    ("pack_id", "clause", "limit", "rule", "clause_modality"),
    [
        ("plan-28-2025", "strength-ceiling", "600000", "ceiling", "ceiling"),
        ("plan-20-2025", "peacetime-strength", "800000", "strength", "strength"),
        ("paris-2026", "support-for-800000", "800000", "strength", "pledge"),
    ],
)
def test_a_ceiling_a_strength_and_a_pledge_are_not_the_same(
    pack_id: str, clause: str, limit: str, rule: str, clause_modality: str
) -> None:
    entry = _clause(load_pack(pack_id), clause)
    assert isinstance(entry.rule, CeilingRule)
    assert (entry.rule.limit.value, entry.rule.modality, entry.modality) == (limit, rule, clause_modality)
    assert entry.rule.classes == ("armed_forces",)


def test_drafts_and_a_declaration_bind_nobody() -> None:
    status = {p: load_pack(p).file.status for p in ("plan-28-2025", "plan-20-2025", "paris-2026")}
    assert status == {
        "plan-28-2025": PackStatus.draft, "plan-20-2025": PackStatus.draft, "paris-2026": PackStatus.declared
    }  # fmt: skip
    paris = load_pack("paris-2026").file
    assert paris.precedent is not None
    assert paris.precedent.met is None
    assert {p.id: str(p.accepted) for p in paris.parties}["P2"] == "rejected"
    (ladder,) = paris.ladders
    assert [s.within.value if s.within else "" for s in ladder.steps] == ["24", "24", "", "72"]
