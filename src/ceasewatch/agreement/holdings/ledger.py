"""The state of all holdings at a date: a fold over dated entries, whatever order they come in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ceasewatch.agreement.holdings.account import Account, travelling
from ceasewatch.agreement.holdings.corrections import standing
from ceasewatch.model.holding import Declaration, Holding, Inspection, LedgerEntry, Movement, Sighting

Key = tuple[str, ...]
"""Owner, class, model, site, zone, country."""


def state(entries: Iterable[LedgerEntry], *, at: datetime, known: datetime | None = None) -> tuple[Holding, ...]:
    """What is held where, as of ``at``.

    On one day declarations count before departures, these before arrivals, and these before what was found or seen.

    Args:
        entries: in any order; corrections supersede.
        at: the date asked for; what happened later is left out.
        known: what the record had by then; ``None`` is all of it.

    Returns:
        One holding for each owner, class, model and place, in that order; then what is under way.

    Raises:
        DataError: as :func:`~ceasewatch.agreement.holdings.corrections.standing`.
    """
    kept = [e for e in standing(entries, known=known) if e.at <= at]
    accounts: dict[Key, Account] = {}
    for _, _, _, key, entry in sorted(_posts(kept, at), key=lambda post: post[:4]):
        accounts[key] = _post(accounts.get(key, Account()), key, entry)
    moving = [m for m in kept if isinstance(m, Movement) and (m.arrived_at is None or m.arrived_at > at)]
    return (*(accounts[key].holding(key, at) for key in sorted(accounts)), *(travelling(m, at) for m in moving))


def place_of(entry: LedgerEntry) -> Key:
    """The line of the ledger that the entry is posted to."""
    return (entry.owner, entry.class_, entry.model, entry.site, entry.zone, entry.country)


def _to(m: Movement) -> Key:
    return (m.owner, m.class_, m.model, m.to_site, m.to_zone, m.to_country)


def _posts(entries: Iterable[LedgerEntry], at: datetime) -> Iterator[tuple[datetime, int, str, Key, LedgerEntry]]:
    """(when, rank within the same moment, id, key, entry)."""
    for e in entries:
        match e:
            case Declaration():
                yield e.at, 0, e.id, place_of(e), e
            case Movement():
                yield e.at, 1, e.id, place_of(e), e
                if e.arrived_at is not None and e.arrived_at <= at:
                    yield e.arrived_at, 2, e.id, _to(e), e
            case Inspection():
                yield e.at, 3, e.id, place_of(e), e
            case Sighting():
                yield e.at, 4, e.id, place_of(e), e


def _post(account: Account, key: Key, entry: LedgerEntry) -> Account:
    match entry:
        case Declaration():
            return account.declare(entry)
        case Inspection():
            return account.inspect(entry)
        case Sighting():
            return account.see(entry)
        case Movement():
            return account.leave(entry) if key == place_of(entry) else account.arrive(entry)
