"""Clauses on holdings, against the books as they stood at a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, get_args

from ceasewatch.agreement.holdings import Books, Frame, HoldingAssessment, assess_holdings
from ceasewatch.agreement.holdings.readings import Compared, compare
from ceasewatch.agreement.holdings.schema import HoldingRule
from ceasewatch.agreement.schema import ClauseEntry, PackFile, Stance
from ceasewatch.model.forces import class_tree


class Held(NamedTuple):
    """What a clause makes of one party's holdings under each reading, and of the readings together."""

    results: tuple[HoldingAssessment, ...]
    together: Compared


def frame(pack: PackFile, clause: ClauseEntry) -> Frame:
    """The clause around a rule on holdings."""
    wording = () if clause.verified else (f"clause {clause.number}: its wording ({clause.source})",)
    refused = {Stance.rejected, Stance.silent}
    return Frame(
        pack=pack.id,
        clause=clause.id,
        number=clause.number,
        valid_from=clause.valid_from,
        valid_to=clause.valid_to,
        not_bound=frozenset(p.id for p in pack.parties if p.accepted in refused),
        parents=classes(pack),
        time_zone=pack.zone,
        unverified=wording,
        place=f"{pack.id}/pack.yaml: clauses ({clause.id})",
    )


def classes(pack: PackFile) -> Mapping[str, str | None]:
    """Classes of weapons and persons, with those of the pack."""
    return class_tree(pack.weapon_classes, where=f"{pack.id}/pack.yaml: weapon_classes")


def held(pack: PackFile, clause: ClauseEntry, books: Books) -> Iterator[Held]:
    """Results by party and subject; nothing for clauses on other things."""
    if not isinstance(clause.rule, get_args(HoldingRule)):
        return
    readings = clause.holding_readings
    found = assess_holdings(clause.rule, frame(pack, clause), books, readings)
    groups: dict[tuple[str, str], list[HoldingAssessment]] = {}
    for result in found:
        groups.setdefault((result.party, result.subject), []).append(result)
    for results in groups.values():
        yield Held(tuple(results), compare(results, readings))
