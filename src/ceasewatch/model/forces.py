"""Classes of persons under arms, and the tree of all classes that a holding may be of. Packs may extend it.

Who counts towards a ceiling on persons is for the text, or for each party's reading of it, to say: the tree only names
those whom texts tell apart (handbook 3.3, 3.15).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ceasewatch.model.errors import DataError
from ceasewatch.model.weapons import PARENTS as WEAPON_PARENTS
from ceasewatch.model.weapons import ancestors

PARENTS: Final[Mapping[str, str | None]] = {
    "persons": None,
    "armed_forces": "persons",
    "regular": "armed_forces",
    "conscripts": "regular",
    "reserves": "armed_forces",
    "reserves_called_up": "reserves",
    "territorial_defence": "armed_forces",
    "internal_security": "persons",
    "border_guards": "internal_security",
    "national_guard": "internal_security",
    "gendarmerie": "internal_security",
    "police": "internal_security",
    "armed_groups": "persons",
    "foreign_fighters": "armed_groups",
    "contractors": "persons",
}
"""Each class and the one that contains it."""


def class_tree(extra: Mapping[str, str] | None = None, *, where: str = "") -> dict[str, str | None]:
    """Weapon classes, classes of persons, and those that a pack adds.

    Args:
        extra: new class -> the class that contains it, in any order.
        where: file and key, for errors.

    Raises:
        DataError: a class is defined already, hangs below none that is known, or contains itself.
    """
    tree: dict[str, str | None] = {**WEAPON_PARENTS, **PARENTS}
    added = dict(extra or {})
    for name, parent in added.items():
        if name in tree:
            raise DataError(f"class {name!r} is defined already", where=where, todo="give it another name")
        if parent not in tree and parent not in added:
            raise DataError(
                f"class {name!r} lies below {parent!r}, which nobody defines", where=where, todo="define it"
            )
    _no_circle(added, where)
    return {**tree, **added}


def covers(outer: str, inner: str, parents: Mapping[str, str | None]) -> bool:
    """Whether class ``inner`` is ``outer`` or lies below it."""
    return outer in ancestors(inner, parents)


def _no_circle(added: Mapping[str, str], where: str) -> None:
    for name in added:
        seen = {name}
        at: str | None = added[name]
        while at is not None and at in added:
            if at in seen:
                raise DataError(f"class {name!r} contains itself", where=where, todo="break the circle")
            seen.add(at)
            at = added[at]
