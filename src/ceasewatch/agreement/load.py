"""Read a pack from the wheel or from a folder. The one place in this package that touches files."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ceasewatch.agreement.documents import parse_yaml, read_bytes
from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.places import Figure, figures
from ceasewatch.agreement.rules import rules_of
from ceasewatch.agreement.scene import Ground
from ceasewatch.agreement.schema import PackFile
from ceasewatch.geo.gazetteer import Gazetteer
from ceasewatch.geo.loaders import gazetteer_of
from ceasewatch.model.errors import DataError, NotFoundError
from ceasewatch.model.objects import OBJECTS
from ceasewatch.model.weapons import PARENTS

_NAME: Final = "pack.yaml"


def pack_ids() -> tuple[str, ...]:
    """Ids of the packs that ship with the program."""
    shelf = files("ceasewatch").joinpath("packs")
    return tuple(sorted(p.name for p in shelf.iterdir() if p.is_dir() and p.joinpath(_NAME).is_file()))


def load_pack(id_or_path: str | Path) -> Pack:
    """The pack of that id, or the one in that folder.

    Args:
        id_or_path: an id of :func:`pack_ids`, or a folder with a ``pack.yaml``; text is a folder if it has a slash.

    Raises:
        NotFoundError: there is no such pack or one of its files is missing.
        DataError: a file is not of the form; the error names the file and the key.
        LimitError: a file is larger or deeper than the limits.
    """
    folder = _folder(id_or_path)
    where = folder.name
    contents = {_NAME: read_bytes(folder, _NAME, where)}
    file = parse_yaml(contents[_NAME], PackFile, f"{where}/{_NAME}")
    _check(file, f"{where}/{_NAME}")
    for name in (file.lines, file.zones, file.gazetteer):
        if name:
            contents[name] = read_bytes(folder, name, where)
    ground = Ground(
        lines=_figures(contents, file.lines, False, where),
        zones=_figures(contents, file.zones, True, where),
        weapons=_tree(PARENTS, file.weapon_classes, f"{where}/{_NAME}: weapon_classes"),
        objects=_tree(OBJECTS, file.object_classes, f"{where}/{_NAME}: object_classes"),
    )
    return Pack(
        file=file,
        ground=ground,
        gazetteer=_gazetteer(contents, file.gazetteer, where),
        rules=tuple(rules_of(file, ground)),
        sha256=_digest(contents),
    )


def _folder(id_or_path: str | Path) -> Traversable:
    text = str(id_or_path)
    if isinstance(id_or_path, Path) or "/" in text or "\\" in text:
        folder: Traversable = Path(id_or_path)
        if not folder.joinpath(_NAME).is_file():
            raise NotFoundError(f"no {_NAME}", where=text, todo="name a folder that holds one")
        return folder
    if text not in pack_ids():
        raise NotFoundError(f"no pack {text!r}", todo=f"packs: {', '.join(pack_ids())}; or name a folder (./{text})")
    return files("ceasewatch").joinpath("packs", text)


def _check(file: PackFile, where: str) -> None:
    try:
        ZoneInfo(file.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise DataError(f"no time zone {file.zone!r}", where=f"{where}: zone", todo="use an IANA name") from error
    for what, ids in (("clause", [c.id for c in file.clauses]), ("party", [p.id for p in file.parties])):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise DataError(f"{what} {twice[0]!r} occurs twice", where=where, todo="give each an id of its own")
    cited = [(f"clauses[{n}] ({c.id})", c.source) for n, c in enumerate(file.clauses)]
    for key, source in cited:
        if source.split(",")[0].split(":")[0] not in file.sources:
            raise DataError(f"source {source!r} is not listed", where=f"{where}: {key}", todo="add it under sources")


def _tree(known: Mapping[str, str | None], more: Mapping[str, str], where: str) -> dict[str, str | None]:
    """The tree of classes with those of the pack below it."""
    out: dict[str, str | None] = dict(known)
    for name, parent in more.items():
        if name in known:
            raise DataError(f"class {name!r} exists already", where=where, todo="take another name, or leave it out")
        out[name] = parent
    for name in more:
        seen: set[str | None] = set()
        at: str | None = name
        while at is not None:
            if at not in out or at in seen:
                what = "goes round in a circle" if at in seen else f"has no parent {at!r}"
                raise DataError(f"class {name!r} {what}", where=where, todo="name a parent that exists")
            seen.add(at)
            at = out[at]
    return out


def _figures(contents: dict[str, bytes], name: str, closed: bool, pack: str) -> dict[str, Figure]:
    return figures(contents[name], closed=closed, where=f"{pack}/{name}") if name else {}


def _gazetteer(contents: dict[str, bytes], name: str, pack: str) -> Gazetteer:
    try:
        text = contents[name].decode("utf-8") if name else ""
        rows = csv.DictReader(text.splitlines(), strict=True)
        return gazetteer_of([(rows.line_num, row) for row in rows], where=f"{pack}/{name}")
    except csv.Error as error:
        raise DataError(f"not CSV: {error}", where=f"{pack}/{name}", todo="see docs: the form of a pack") from error
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8", where=f"{pack}/{name}", todo="save the file as UTF-8") from error


def _digest(contents: dict[str, bytes]) -> str:
    """SHA-256 over the sorted (name, SHA-256 of content) pairs."""
    whole = hashlib.sha256()
    for name in sorted(contents):
        whole.update(f"{name}\0{hashlib.sha256(contents[name]).hexdigest()}\n".encode())
    return whole.hexdigest()
