"""The tree of weapon classes (handbook section 7). Packs may extend it; a class applies to all below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

PARENTS: Mapping[str, str | None] = {
    "weapon": None,
    "small_arms": "weapon",
    "hmg": "weapon",
    "agl": "weapon",
    "rpg": "weapon",
    "recoilless": "weapon",
    "atgm": "weapon",
    "mortar": "weapon",
    "mortar_60": "mortar",
    "mortar_82": "mortar",
    "mortar_120": "mortar",
    "artillery": "weapon",
    "gun_below_100": "artillery",
    "gun_100_and_above": "artillery",
    "gun_100": "gun_100_and_above",
    "howitzer_122": "gun_100_and_above",
    "howitzer_152": "gun_100_and_above",
    "howitzer_155": "gun_100_and_above",
    "tank": "weapon",
    "ifv_cannon": "weapon",
    "aa_gun": "weapon",
    "sam": "weapon",
    "mlrs": "weapon",
    "mlrs_122": "mlrs",
    "mlrs_220": "mlrs",
    "mlrs_300": "mlrs",
    "missile": "weapon",
    "missile_tactical": "missile",
    "missile_cruise": "missile",
    "missile_ballistic": "missile",
    "drone": "weapon",
    "drone_fpv": "drone",
    "drone_bomber": "drone",
    "drone_recon": "drone",
    "drone_naval": "drone",
    "loitering_munition": "drone",
    "glide_bomb": "weapon",
    "mine": "weapon",
    "ew_jammer": "weapon",
}


def ancestors(name: str, parents: Mapping[str, str | None] = PARENTS) -> Iterator[str]:
    """``name`` itself, then each class that contains it, narrowest first."""
    at: str | None = name
    while at is not None:
        yield at
        at = parents.get(at)


def is_a(name: str, ancestor: str, parents: Mapping[str, str | None] = PARENTS) -> bool:
    """Whether class ``name`` is ``ancestor`` or lies below it."""
    return ancestor in ancestors(name, parents)
