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
