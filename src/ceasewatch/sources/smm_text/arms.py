"""Weapons as reports name them: class, model, calibre, and what could not be determined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ceasewatch.model import NOT_KNOWN, UNDETERMINED, Belief, Hypothesis, Ignorance, Weapon
from ceasewatch.sources.smm_text.tokens import Lexicon, Tokens

_NAMES: Final = Lexicon(
    {
        "small arms": "small_arms",
        "heavy machine gun|heavy machine guns|hmg": "hmg",
        "automatic grenade launcher|automatic grenade launchers|agl": "agl",
        "rocket propelled grenade|rocket propelled grenades|rpg": "rpg",
        "recoilless gun|recoilless guns": "recoilless",
        "anti tank guided missile|anti tank guided missiles|atgm": "atgm",
        "mortar|mortars": "mortar",
        "artillery|artillery pieces": "artillery",
        "anti tank gun|anti tank guns": "artillery",
        "howitzer|howitzers|self propelled howitzer|self propelled howitzers": "gun_100_and_above",
        "tank|tanks": "tank",
        "infantry fighting vehicle cannon|ifv cannon|infantry fighting vehicle": "ifv_cannon",
        "anti aircraft gun|anti aircraft guns|anti aircraft": "aa_gun",
        "surface to air missile system|surface to air missile systems": "sam",
        "multiple launch rocket system|multiple launch rocket systems|mlrs": "mlrs",
    }
)
_UNKNOWN: Final = Lexicon(
    {
        "undetermined weapon|undetermined weapons|weapon undetermined": Ignorance.undetermined,
        "unidentified weapon|unidentified weapons|weapon n/k|weapon not known|weapon unknown": Ignorance.not_known,
    }
)
_TYPE: Final = Lexicon(
    {
        "type undetermined|undetermined type|of undetermined type": Ignorance.undetermined,
        "type n/k|type unknown|type not known": Ignorance.not_known,
    }
)
_MODELS: Final = {
    "BM-21": "mlrs_122", "BM-27": "mlrs_220", "BM-30": "mlrs_300", "2S1": "howitzer_122", "D-30": "howitzer_122",
    "2S3": "howitzer_152", "2S19": "howitzer_152", "2A65": "howitzer_152", "D-20": "howitzer_152",
    "2A36": "howitzer_152",
    "2S9": "mortar_120", "2B11": "mortar_120", "2B9": "mortar_82", "MT-12": "gun_100", "T-12": "gun_100",
    "T-64": "tank", "T-72": "tank", "T-80": "tank", "BMP-1": "ifv_cannon", "BMP-2": "ifv_cannon", "ZU-23": "aa_gun",
    "SPG-9": "recoilless", "RPG-7": "rpg", "9K35": "sam", "9K33": "sam", "AGS-17": "agl",
}  # fmt: skip
_BY_CALIBRE: Final = {
    "mortar": {60: "mortar_60", 82: "mortar_82", 120: "mortar_120"},
    "gun_100_and_above": {100: "gun_100", 122: "howitzer_122", 152: "howitzer_152", 155: "howitzer_155"},
    "artillery": {100: "gun_100", 122: "howitzer_122", 152: "howitzer_152", 155: "howitzer_155"},
    "mlrs": {122: "mlrs_122", 220: "mlrs_220", 300: "mlrs_300"},
}
SMALL: Final = frozenset({"small_arms", "hmg"})
"""Weapons whose fire is shots and bursts."""
_MODEL = re.compile(r"[0-9A-Z-]{2,10}\Z")


@dataclass(frozen=True, slots=True)
class Arms:
    """One weapon phrase as read: classes named, model, calibre in mm (0: none), and what was said not to be known."""

    classes: tuple[str, ...] = ()
    model: str = ""
    calibre_mm: int = 0
    ignorance: Ignorance | None = None

    @property
    def weapon(self) -> Weapon:
        """As the model has it; a known class with a "type undetermined" keeps both."""
        if not self.classes:
            missing = UNDETERMINED if self.ignorance is Ignorance.undetermined else NOT_KNOWN
            return Weapon(classes=missing)
        belief = Belief.among(*sorted(self._narrowed()))
        if self.ignorance:
            belief = Belief(hypotheses=belief.hypotheses, ignorance=self.ignorance)
        return Weapon(classes=belief, model=self.model, calibre_mm=self.calibre_mm)

    def _narrowed(self) -> set[str]:
        if self.model in _MODELS:
            return {_MODELS[self.model]}
        return {_BY_CALIBRE.get(name, {}).get(self.calibre_mm, name) for name in self.classes}


def arms(tokens: Tokens, at: int) -> tuple[Arms, int] | None:
    """A weapon phrase, "small-arms and heavy-machine-gun fire", "120mm mortar rounds", "MLRS (BM-21, 122mm)"."""
    at += tokens[at].low in {"a", "an", "the"}
    if unknown := _UNKNOWN.at(tokens, at):
        return Arms(ignorance=unknown[0]), unknown[1]
    calibre, at = _calibre(tokens, at) or (0, at)
    names: list[str] = []
    end = at
    while named := _NAMES.at(tokens, at):
        names.append(named[0])
        end = at = named[1]
        while tokens[at].low in {",", "and", "or", "/"}:
            at += 1
    if not names:
        return None
    read, end = _details(tokens, end, Arms(tuple(dict.fromkeys(names)), calibre_mm=calibre))
    if tokens[end].low == "cannon":
        end += 1
    end += tokens[end].low in {"fire", "round", "rounds", "shells", "bombs", "grenades"}
    read, end = _details(tokens, end, read)
    return read, end


def _calibre(tokens: Tokens, at: int) -> tuple[int, int] | None:
    here, following = tokens[at], tokens[min(at + 1, len(tokens) - 1)]
    if here.kind == "number" and following.low == "mm" and here.text.isdigit() and len(here.text) <= 3:
        return int(here.text), at + 2
    return None


def _details(tokens: Tokens, at: int, read: Arms) -> tuple[Arms, int]:
    """What stands in the brackets after a weapon; the brackets are left alone if they hold anything else."""
    if tokens[at].low != "(":
        return read, at
    begin, at = at, at + 1
    model, calibre, ignorance = read.model, read.calibre_mm, read.ignorance
    while tokens[at].low not in {")", ""}:
        if found := _TYPE.at(tokens, at):
            ignorance, at = found
        elif size := _calibre(tokens, at):
            calibre, at = size
        elif tokens[at].kind == "model" and _MODEL.match(tokens[at].text):
            model, at = model or tokens[at].text, at + 1
        elif tokens[at].low in {",", "type", "and", "-"} or (model and tokens[at].text[:1].isupper()):
            at += 1
        elif tokens[at].text.isupper() and len(tokens[at].text) > 1:
            model, at = model or tokens[at].text, at + 1
        else:
            return read, begin
    return Arms(read.classes, model, calibre, ignorance), min(at + 1, len(tokens) - 1)


def shared(parts: list[tuple[int, Arms | None]], total: int) -> Weapon:
    """Of ``total`` happenings, so many by each weapon: the share of each is its probability; the rest stays open."""
    million = 1_000_000
    known = [(n, a.weapon) for n, a in parts if a is not None and a.classes]
    weights: dict[str, int] = {}
    for n, weapon in known:
        for h in weapon.classes.hypotheses:
            weights[h.value] = weights.get(h.value, 0) + h.p_ppm * n // total
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    hypotheses = tuple(Hypothesis(value=v, p_ppm=min(p, million)) for v, p in ranked)
    open_parts = [a.ignorance for _, a in parts if a is not None and a.ignorance]
    return Weapon(classes=Belief(hypotheses=hypotheses, ignorance=open_parts[0] if open_parts else Ignorance.not_known))
