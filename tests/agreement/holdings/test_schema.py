"""Rules as they stand in a pack."""

from __future__ import annotations

from textwrap import dedent, indent

import msgspec
import pytest

from ceasewatch.agreement.documents import parse_yaml
from ceasewatch.agreement.holdings import CeilingRule, DeclaredSitesRule, HoldingRule, InspectionRule, MovementRule
from ceasewatch.model.clause import Modality
from ceasewatch.model.errors import DataError
from ceasewatch.model.struct import Noun

NUMBER = "{value: '7', unit: d, source: TEXT}"
RULES = {
    CeilingRule: """
        primitive: ceiling
        of: [P1]
        zone: limitation-10km
        classes: [tank]
        limit: {value: '75', unit: items, source: 'TEXT, letters'}
        within: {value: '14', unit: d, source: TEXT}
        double_counting:
          low: {value: '0.0', unit: probability, source: flight log}
          high: {value: '0.2', unit: probability, source: flight log}
        permissions:
          - id: guards
            summary: 750 border guards
            source: ARRANGEMENT
            classes: [border_guards]
            allows: {value: '750', unit: persons, source: ARRANGEMENT, verified: true}
            valid_to: {at: '2007-09-01T00:00:00Z', source: ARRANGEMENT}
            mandate: {instrument: law 7, nation: N1, ratified: {at: '2005-09-01T00:00:00Z', source: gazette}}
    """,
    DeclaredSitesRule: f"""
        primitive: declared_sites_only
        classes: [tank, mlrs]
        site_kinds: [heavy_weapons_holding_area, permanent_storage_site]
        criteria: [serial_numbers, access_24h]
        in_transit: {NUMBER}
    """,
    InspectionRule: f"""
        primitive: inspection
        by: force
        every: {NUMBER}
        per_month: {{value: '2', unit: times, source: TEXT}}
        on_request: {{value: '48', unit: h, source: TEXT}}
    """,
    MovementRule: f"""
        primitive: notified_movement
        of: [F]
        lead: {NUMBER}
    """,
}


class Entry(Noun, frozen=True, kw_only=True):
    """A clause with nothing but its rule."""

    rule: HoldingRule


def parsed(kind: type, more: str = "") -> HoldingRule:
    text = "rule:\n" + indent(dedent(RULES[kind]).strip() + more, "  ")
    return parse_yaml(text.encode(), Entry, "made/pack.yaml").rule


@pytest.mark.parametrize("kind", RULES, ids=lambda k: k.__name__)
def test_the_primitive_says_which_rule_it_is(kind: type) -> None:
    rule = parsed(kind)
    assert type(rule) is kind
    assert msgspec.json.decode(msgspec.json.encode(rule), type=HoldingRule) == rule


@pytest.mark.parametrize("kind", RULES, ids=lambda k: k.__name__)
def test_unknown_keys_are_refused(kind: type) -> None:
    with pytest.raises(DataError, match="latitude"):
        parsed(kind, "\nlatitude: 48.5")


def test_a_number_is_a_ceiling_unless_the_pack_says_otherwise() -> None:
    rule = parsed(CeilingRule)
    assert isinstance(rule, CeilingRule)
    assert rule.modality is Modality.ceiling
    assert rule.permissions[0].mandate is not None
