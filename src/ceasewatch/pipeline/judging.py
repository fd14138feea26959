"""What a fold needs beside the record: outlines, packs and the code, each with its digest in the code version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from ceasewatch import __version__
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.geo.areas import AreaIndex
from ceasewatch.pipeline import learned
from ceasewatch.pipeline.mission import MissionFolder

if TYPE_CHECKING:
    from ceasewatch.agreement import Pack

_FOLDING = ("agreement", "fusion", "geo", "model", "observers", "pipeline", "store")
"""Packages whose sources decide what a fold gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """What turns observations into incidents and assessments.

    Attributes:
        areas: first-level units, for counts by area.
        packs: agreements to hold incidents against.
        parameters: of fusion: the program's own, with what the mission learned of its observers.
        code_version: changes whenever code, packs, outlines or learned observers do; projections of another version are
            rebuilt. What was learned is named in it by its digest.
    """

    areas: AreaIndex | None = None
    packs: Sequence[Pack] = ()
    parameters: Parameters = DEFAULT
    code_version: str = __version__


def judging(folder: MissionFolder) -> Judging:
    """As the mission is configured, with the code that runs now."""
    found = learned.of_mission(folder)
    return Judging(
        areas=folder.areas,
        packs=folder.packs,
        parameters=learned.parameters(found),
        code_version=_version(folder) + (f".learned-{found.short}" if found else ""),
    )


def _version(folder: MissionFolder) -> str:
    digest = hashlib.sha256(_code().encode())
    digest.update("\n".join(f"{pack.id} {pack.sha256}" for pack in folder.packs).encode())
    for outline in folder.areas.outlines if folder.areas else ():
        digest.update(outline.name.encode() + outline.shape.wkb)
    return f"{__version__}+{digest.hexdigest()[:12]}"


@cache
def _code() -> str:
    """Digest of the sources that decide what a fold gives: a changed line may change a result."""
    digest = hashlib.sha256()
    root = resources.files("ceasewatch")
    for package in _FOLDING:
        for name, content in sorted(_files(root / package, package)):
            digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _files(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    if not folder.is_dir():
        return []
    found = []
    for item in folder.iterdir():
        if item.name.startswith(("__pycache__", ".")):
            continue
        inner = f"{name}/{item.name}"
        found += _files(item, inner) if item.is_dir() else [(inner, item.read_bytes())]
    return found
