"""A small mission with two originators and two tiers, keys beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ceasewatch.record import Compartment, Entry, KeyRing, Record

ORIGIN = "mission.example/log"
T1 = Compartment(originator="mission", tier="T1")
T5 = Compartment(originator="mission", tier="T5")
NATION_T1 = Compartment(originator="nat-a", tier="T1")

MakeEntry = Callable[..., Entry]


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return KeyRing.create(tmp_path / "keys", ["mission", "nat-a"], ["T1", "T5"], authors=["ana"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mission" / "record"


@pytest.fixture
def record(keys: KeyRing, folder: Path) -> Iterator[Record]:
    with Record.create(folder, keys, origin=ORIGIN) as opened:
        yield opened


@pytest.fixture
def entry() -> MakeEntry:
    def make(number: int, value: int = 0, **changes: object) -> Entry:
        parts: dict[str, object] = {
            "kind": "observation",
            "payload": {"number": number, "value": value, "text": "Їжак ☂ 😀"},
            "idempotency": ("feed", str(number)),
            "compartment": T1,
        }
        return Entry(**(parts | changes))  # type: ignore[arg-type]

    return make
