"""Classes of persons, and the tree that packs extend."""

from __future__ import annotations

import pytest

from ceasewatch.model.errors import DataError
from ceasewatch.model.forces import PARENTS, class_tree, covers
from ceasewatch.model.weapons import PARENTS as WEAPONS


def test_persons_and_weapons_are_one_tree_without_a_common_class() -> None:
    assert not set(PARENTS) & set(WEAPONS)
    tree = class_tree()
    assert covers("persons", "border_guards", tree)
    assert covers("weapon", "tank", tree)
    assert not covers("armed_forces", "police", tree)


def test_a_pack_adds_classes_in_any_order() -> None:
    tree = class_tree({"apc_wheeled": "apc", "apc": "weapon"})
    assert covers("apc", "apc_wheeled", tree)
    assert covers("weapon", "apc_wheeled", tree)


@pytest.mark.parametrize(
    ("extra", "why"),
    [
        ({"tank": "weapon"}, "defined already"),
        ({"apc": "vehicles"}, "nobody defines"),
        ({"a": "b", "b": "a"}, "contains itself"),
        ({"c": "a", "a": "a"}, "contains itself"),
    ],
)
def test_a_tree_that_is_none_is_refused(extra: dict[str, str], why: str) -> None:
    with pytest.raises(DataError, match=why):
        class_tree(extra, where="pack.yaml: classes")
