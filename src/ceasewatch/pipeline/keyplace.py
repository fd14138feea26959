"""Where the keys of a mission lie: never inside its folder."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.record import Compartment, KeyRing
from ceasewatch.record.durable import make_folder

VARIABLE = "CEASEWATCH_KEYS"
ANALYST_TIER = "T1"
"""Tier of what feeds deliver: mission analysts."""

_UNFIT = re.compile(r"[^a-z0-9._-]+")


def default_folder(origin: str) -> Path:
    """``$CEASEWATCH_KEYS`` or ``~/.config/ceasewatch/keys``, and below it the last part of the log's name."""
    base = os.environ.get(VARIABLE)
    if not base:
        config = os.environ.get("XDG_CONFIG_HOME")
        with_home = Path(config) if config else _home() / ".config"
        base = str(with_home / "ceasewatch" / "keys")
    return Path(base) / origin.rpartition("/")[2]


def _home() -> Path:
    with suppress(RuntimeError):
        return Path.home()
    raise EnvironmentProblem("no home folder to keep keys in", where=VARIABLE, todo=f"set {VARIABLE} to a folder")


def originator(owner: str) -> str:
    """``owner`` as an originator of compartments: lowercase letters, digits, ``.``, ``_``, ``-``."""
    name = _UNFIT.sub("-", owner.lower()).strip("-._")[:48]
    return name or "mission"


def with_compartments(folder: Path, ring: KeyRing, wanted: Iterable[Compartment]) -> KeyRing:
    """``ring``, or one read anew after the keys that it lacked were made; one process at a time makes them."""
    missing = set(wanted) - set(ring.compartments)
    if not missing:
        return ring
    make_folder(folder)
    with (folder / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        ring = KeyRing.open(folder)
        for compartment in sorted(missing - set(ring.compartments), key=lambda c: c.name):
            ring.add_compartment(compartment)
    return KeyRing.open(folder)
