"""A rule that cannot be used is refused when its pack is loaded, with the clause and what to do."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ceasewatch.agreement.holdings import HoldingReading, HoldingRule, Known, check_rule
from ceasewatch.model.errors import DataError
from ceasewatch.model.forces import class_tree

KNOWN = Known(parties=("P1", "P2", "F"), zones=("Z",), parents=class_tree())
LIMIT = {"value": "75", "unit": "items", "source": "TEXT"}
DAYS = {"value": "14", "unit": "d", "source": "TEXT"}
CEILING = {"primitive": "ceiling", "of": ["P1"], "zone": "Z", "classes": ["tank"], "limit": LIMIT}
SITES = {"primitive": "declared_sites_only", "classes": ["tank"], "in_transit": DAYS}
VISITS = {"primitive": "inspection", "by": "F", "every": DAYS}
MOVES = {"primitive": "notified_movement", "lead": DAYS}
PERMISSION = {"id": "p", "summary": "s", "source": "TEXT"}


def checked(fields: dict[str, Any], *readings: dict[str, Any]) -> None:
    read = [msgspec.convert({"text": "t", "source": "TEXT", **r}, HoldingReading) for r in readings]
    check_rule(msgspec.convert(fields, HoldingRule), read, KNOWN, "made/pack.yaml: clauses[3] (c)")


@pytest.mark.parametrize("fields", [CEILING, SITES, VISITS, MOVES], ids=lambda f: f["primitive"])
def test_what_can_be_used_is_accepted(fields: dict[str, Any]) -> None:
    checked(fields, {"party": "P1", "change": {"excludes": ["mlrs"]}}, {"party": "P2", "change": {}})


def dates(begin: str, end: str) -> dict[str, Any]:
    return {n: {"at": f"{y}-01-01T00:00:00Z", "source": "TEXT"} for n, y in (("valid_from", begin), ("valid_to", end))}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({**CEILING, "of": ["P9"]}, "no party 'P9'"),
        ({**CEILING, "zone": "Y"}, "no zone 'Y'"),
        ({**CEILING, "classes": ["submarine"]}, "class 'submarine' is not known"),
        ({**CEILING, "classes": []}, "a number of what"),
        ({**CEILING, "limit": {**LIMIT, "value": "-1"}}, "no number of items"),
        ({**CEILING, "limit": {**LIMIT, "unit": "km"}}, "no number of items"),
        ({**CEILING, "within": LIMIT}, "is no time"),
        ({**CEILING, "double_counting": {"low": LIMIT, "high": LIMIT}}, "is no probability"),
        (
            {
                **CEILING,
                "double_counting": {
                    n: {"value": v, "unit": "probability", "source": "log"} for n, v in (("low", "1"), ("high", "0"))
                },
            },
            "low is more than high",
        ),
        ({**CEILING, "permissions": [PERMISSION, PERMISSION]}, "two permissions have one id"),
        ({**CEILING, "permissions": [{**PERMISSION, "of": ["P9"]}]}, "no party 'P9'"),
        ({**CEILING, "permissions": [{**PERMISSION, "zone": "Y"}]}, "no zone 'Y'"),
        ({**CEILING, "permissions": [{**PERMISSION, **dates("2007", "2005")}]}, "ends before it begins"),
        ({**CEILING, "permissions": [{**PERMISSION, "allows": DAYS}]}, "no number of items"),
        ({**SITES, "classes": []}, "nothing is bound to its sites"),
        ({**SITES, "in_transit": {**DAYS, "value": "a week"}}, "is no time"),
        ({"primitive": "inspection", "by": "F"}, "but when"),
        ({**MOVES, "threshold": DAYS}, "no number of items"),
    ],
)
def test_what_cannot_is_refused_with_its_place(fields: dict[str, Any], why: str) -> None:
    with pytest.raises(DataError, match=why) as error:
        checked(fields)
    assert error.value.where.startswith("made/pack.yaml: clauses[3] (c)")
    assert error.value.todo


def test_a_reading_is_checked_as_its_party_has_it() -> None:
    with pytest.raises(DataError, match="no zone 'Y'") as error:
        checked(CEILING, {"party": "P1", "change": {}}, {"party": "P2", "change": {"zone": "Y"}})
    assert error.value.where.endswith("as P2 reads it")
    with pytest.raises(DataError, match="no party 'P9'"):
        checked(CEILING, {"party": "P9", "change": {}})
