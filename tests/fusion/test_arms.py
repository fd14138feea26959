"""The weapon of an incident: one voice for each source, classes by their tree."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from ceasewatch.fusion import fuse
from ceasewatch.fusion.arms import weapons
from ceasewatch.fusion.entries import Entries
from ceasewatch.fusion.view import to_incidents
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Belief
from ceasewatch.model.observation import Weapon
from ceasewatch.model.table import WEAPONS

Told = str | tuple[str, ...] | None


def pooled(scene: SimpleNamespace, told: list[Told], source: tuple[int, ...] = ()) -> dict[str, float]:
    """Classes of one incident whose members tell these, with their probabilities."""
    n = len(told)
    seen = [
        scene.observation(f"o{k}", f"w{k}", scene.point(), scene.at(), **({"weapon": arm(t)} if t else {}))
        for k, t in enumerate(told)
    ]
    none, key = np.zeros(n, np.int64), np.array(source or range(n))
    e = Entries(np.arange(n), none, none[:1], np.array([n]), np.ones(n), np.ones(n), np.array([n]), key)
    best, p = weapons(tabulate(seen), e)
    assert best.dtype == np.int8
    assert p.dtype == np.float32
    return {WEAPONS[k]: float(q) for k, q in zip(best[0].tolist(), p[0].tolist(), strict=True) if k >= 0}


def arm(told: str | tuple[str, ...]) -> Weapon:
    return Weapon(classes=Belief.certain(told) if isinstance(told, str) else Belief.among(*told))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([None, None], {}),
        (["mortar_120"], {"mortar_120": 1.0}),
        (["tank", "mortar_120", "mortar_120", None], {"mortar_120": 2 / 3, "tank": 1 / 3}),
        (["mortar", "mortar_120"], {"mortar_120": 1.0}),
        (["mortar", "mortar_82", "mortar_120"], {"mortar_82": 0.5, "mortar_120": 0.5}),
        (["mortar", "mortar_82", "mortar_82", "mortar_120"], {"mortar_82": 2 / 3, "mortar_120": 1 / 3}),
        (["artillery", "mortar_120"], {"artillery": 0.5, "mortar_120": 0.5}),
        (["artillery", "gun_100_and_above", "howitzer_122"], {"howitzer_122": 1.0}),
        (["weapon", "weapon"], {"weapon": 1.0}),
        ([("mortar_82", "mortar_120"), "mortar_120"], {"mortar_120": 0.75, "mortar_82": 0.25}),
    ],
)
def test_shares(scene: SimpleNamespace, told: list[Told], expected: dict[str, float]) -> None:
    assert pooled(scene, told) == pytest.approx(expected, abs=1e-6)


def test_copies_of_one_source_have_one_voice(scene: SimpleNamespace) -> None:
    told: list[Told] = ["tank", "tank", "tank", None, "mortar_120"]
    assert pooled(scene, told, source=(0, 0, 0, 0, 4)) == pytest.approx({"tank": 0.5, "mortar_120": 0.5})


def test_what_no_class_of_the_first_three_covers_is_left_over(scene: SimpleNamespace) -> None:
    shares = pooled(scene, ["tank", "hmg", "agl", "rpg"])
    assert len(shares) == 3
    assert sum(shares.values()) == pytest.approx(0.75)


def test_structs_say_what_the_columns_say(scene: SimpleNamespace) -> None:
    seen = [
        scene.observation(f"o{k}", f"w{k}", scene.point(), scene.at(), weapon=arm(t))
        for k, t in enumerate(["tank", "mortar", "mortar_120"])
    ]
    table = fuse(seen)
    assert len(table) == 1
    told = to_incidents(table)[0].weapon.classes
    assert [WEAPONS[k] for k in table.weapon[0, :2]] == ["mortar_120", "tank"]
    assert [h.value for h in told.hypotheses] == ["mortar_120", "tank"]
    assert [h.p for h in told.hypotheses] == pytest.approx(table.weapon_p[0, :2].tolist(), abs=1e-6)
