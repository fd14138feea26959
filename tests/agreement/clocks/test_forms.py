"""Each form as it stands in ``pack.yaml``: read from YAML, kept through a round trip, strange keys refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.clocks import (
    AccessRule,
    ClockEntry,
    LadderEntry,
    NotificationRule,
    PermissionRule,
    PhasedRule,
    PledgeRule,
    ReportRule,
    RespondRule,
    ReturnFireRule,
    SilenceRule,
    check_clocks,
    check_duty,
)
from ceasewatch.agreement.documents import parse_yaml
from ceasewatch.model.errors import DataError

CLOCK = """
id: discipline
duty: disciplinary action is told to the coordinator
source: MEASURES, point d
starts: breach
within: {value: "72", unit: h, source: assumed}
pauses: [access_denied]
"""
LADDER = """
id: response
title: Response to a breach
source: as reported
steps:
  - id: warning
    action: diplomatic warning, and action by the side that was hit
    source: as reported
    who: [P1, G1]
    within: {value: "24", unit: h, source: as reported}
    counted_from: first_notice
  - {id: coalition, action: the coalition acts, source: as reported, who: [G1], after: warning}
  - id: coordinated
    action: a coordinated response
    source: as reported
    who: [G1, G2]
    everyone: true
    after: coalition
    within: {value: "72", unit: h, source: as reported}
"""
SILENCE = """
primitive: precondition_clock
zone: zolote
days: {value: "7", unit: d, source: "FRAMEWORK, point 3"}
kinds: [explosion, burst, shot]
unobserved: pauses
observed_share: {value: "1", unit: probability, source: assumed}
"""
PHASES = """
primitive: phased_steps
id: addendum
parties: [P1, P2]
channel: mission
stages:
  - id: one
    title: first region
    source: ADDENDUM, stage 1
    starts: {condition: quiet, delay: {value: "2", unit: d, source: ADDENDUM}}
    lasts: {value: "15", unit: d, source: ADDENDUM}
    steps: [tanks, guns, mortars]
  - id: two
    title: the rest
    source: ADDENDUM, stage 2
    starts: {stage: one, point: due}
    lasts: {value: "24", unit: d, source: ADDENDUM}
    steps: [tanks, guns, mortars]
"""
NOTIFICATION = """
primitive: notification_duty
activities: [exercise]
to: [mission]
lead: {value: "42", unit: d, source: "VIENNA, chapter V"}
at_least: {value: "9000", unit: persons, source: "VIENNA, chapter V"}
channel: notes
"""
ACCESS = """
primitive: access_duty
within: {value: "2", unit: h, source: assumed}
channel: access
"""
REPORT = """
primitive: report_duty
clock: discipline
to: [coordinator]
says: [discipline]
channel: contact-group
"""
RESPOND = """
primitive: respond_duty
clock: answer-to-allegations
who: [P1, P2]
channel: joint-centre
"""
PLEDGE = """
primitive: pledge
who: [G1]
to: P1
what: air-defence-missiles
total: {value: "100", unit: items, source: assumed}
since: {at: "2026-01-06T00:00:00+01:00", source: DECLARATION}
by: {at: "2026-12-31T23:59:59+01:00", source: assumed}
channel: deliveries
"""
PERMISSION = """
primitive: permission
id: bases
kind: foreign_force
source: "DECLARATION, point 4"
who: [G1]
zones: [rear]
consent: [P1]
mandate:
  instrument: vote of the chamber
  nation: N1
  ratified: {at: "2026-03-01T00:00:00+01:00", source: assumed}
  expires: {at: "2027-03-01T00:00:00+01:00", source: assumed}
"""
RETURN_FIRE = """
primitive: return_fire
mechanism: [joint-centre]
inform: contact-group
leadership:
  - {party: P1, by: [P1-command]}
  - {party: P2, by: [P2-command]}
attempt_within: {value: "24", unit: h, source: assumed}
attempts: joint-centre
orders: orders
told: contact-group
"""
FORMS = [
    (ClockEntry, CLOCK),
    (LadderEntry, LADDER),
    (SilenceRule, SILENCE),
    (PhasedRule, PHASES),
    (NotificationRule, NOTIFICATION),
    (AccessRule, ACCESS),
    (ReportRule, REPORT),
    (RespondRule, RESPOND),
    (PledgeRule, PLEDGE),
    (PermissionRule, PERMISSION),
    (ReturnFireRule, RETURN_FIRE),
]
Rule = (
    SilenceRule | PhasedRule | NotificationRule | AccessRule | ReportRule | RespondRule | PledgeRule | PermissionRule
    | ReturnFireRule
)  # fmt: skip
named = pytest.mark.parametrize(("form", "text"), FORMS, ids=[f.__name__ for f, _ in FORMS])


@named
def test_read_from_yaml_and_kept(form: type[Any], text: str) -> None:
    entry = parse_yaml(text.encode(), form, "pack.yaml")
    assert msgspec.convert(msgspec.to_builtins(entry), form) == entry
    assert msgspec.json.decode(msgspec.json.encode(entry), type=form) == entry


@named
def test_strange_keys_are_refused(form: type[Any], text: str) -> None:
    with pytest.raises(DataError, match="no_such_key"):
        parse_yaml(f"{text}no_such_key: 1\n".encode(), form, "pack.yaml")


@pytest.mark.parametrize(("form", "text"), FORMS[2:], ids=[f.__name__ for f, _ in FORMS[2:]])
def test_the_primitive_says_which_it_is(form: type[Any], text: str) -> None:
    assert type(parse_yaml(text.encode(), Rule, "pack.yaml")) is form  # type: ignore[arg-type]


RULES = {f.__name__: (f, text) for f, text in FORMS[2:]}


@pytest.mark.parametrize("name", RULES)
def test_what_can_be_used_passes(name: str) -> None:
    form, text = RULES[name]
    rule = parse_yaml(text.encode(), form, "pack.yaml")
    check_duty(rule, {"discipline", "answer-to-allegations"}, {"zolote", "rear"}, "pack.yaml: clauses[0]")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("SilenceRule", "unit: d", "unit: h", "no days of silence"),
        ("SilenceRule", 'value: "1"', 'value: "1.2"', "no share of a day"),
        ("SilenceRule", "zone: zolote", "zone: nowhere", "no zone 'nowhere'"),
        ("PhasedRule", "point: due", "point: due, condition: quiet", "exactly one"),
        ("PhasedRule", "stage: one", "stage: two", "nothing starts two"),
        ("PhasedRule", "id: two", "id: one", "'one' occurs twice among stages"),
        ("PhasedRule", "guns, mortars", "guns, guns", "'guns' occurs twice among steps"),
        ("PhasedRule", "[tanks, guns, mortars]", "[]", "a stage without steps"),
        ("PhasedRule", "parties: [P1, P2]", "parties: []", "nobody takes the steps"),
        ("PhasedRule", "channel: mission", 'mirror: {value: "1", unit: d, source: x}', "no span of time"),
        ("PhasedRule", 'value: "15"', 'value: "1.5"', "stage one: lasts: 1.5 d is not a whole number"),
        ("NotificationRule", "to: [mission]", "to: []", "nobody is to be told"),
        ("NotificationRule", "[exercise]", "[]", "nothing is to be announced"),
        ("NotificationRule", 'value: "9000"', 'value: "many"', "at_least: 'many' is not a number"),
        ("NotificationRule", 'value: "42"', 'value: "99999"', "lead: 99999 d is more than a hundred years"),
        ("AccessRule", "unit: h", "unit: km", "within: unit 'km' is no span of time"),
        ("ReportRule", "clock: discipline", "clock: none", "no clock 'none'"),
        ("RespondRule", "clock: answer-to-allegations", "clock: none", "no clock 'none'"),
        ("PledgeRule", "2026-12-31", "2025-12-31", "ends before it begins"),
        ("PledgeRule", 'value: "100"', 'value: "-1"', "total: -1 is not a finite, non-negative number"),
        ("PermissionRule", "zones: [rear]", "zones: [front]", "no zone 'front'"),
        ("PermissionRule", "2027-03-01", "2026-02-01", "mandate: it ends before it begins"),
        ("ReturnFireRule", "unit: h", "unit: m", "attempt_within: unit 'm' is no span of time"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, old: str, new: str, words: str) -> None:
    form, text = RULES[name]
    assert old in text
    rule = parse_yaml(text.replace(old, new).encode(), form, "pack.yaml")
    with pytest.raises(DataError) as caught:
        check_duty(rule, {"discipline", "answer-to-allegations"}, {"zolote", "rear"}, "pack.yaml: clauses[0]")
    assert words in str(caught.value)
    assert caught.value.where.startswith("pack.yaml: clauses[0]")
    assert caught.value.todo


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("id: coalition", "id: warning", "'warning' occurs twice among steps"),
        ("after: warning", "after: coordinated", "no step 'coordinated' before coalition"),
        ("who: [G1], after", "who: [], after", "nobody takes coalition"),
        ('value: "72", unit: h', 'value: "72", unit: km', "coordinated: within: unit 'km'"),
    ],
)
def test_ladders_that_cannot_be_used_are_refused(old: str, new: str, words: str) -> None:
    clock = parse_yaml(CLOCK.encode(), ClockEntry, "pack.yaml")
    ladder = parse_yaml(LADDER.encode(), LadderEntry, "pack.yaml")
    check_clocks([clock], [ladder], "pack.yaml")
    assert old in LADDER
    wrong = parse_yaml(LADDER.replace(old, new).encode(), LadderEntry, "pack.yaml")
    with pytest.raises(DataError) as caught:
        check_clocks([clock], [wrong], "pack.yaml")
    assert words in str(caught.value)
    with pytest.raises(DataError, match="'discipline' occurs twice among clocks"):
        check_clocks([clock, clock], [], "pack.yaml")
    with pytest.raises(DataError, match="'response' occurs twice among ladders"):
        check_clocks([], [ladder, ladder], "pack.yaml")
