"""Folding of place names, so that spellings of one name meet: case, hyphens, apostrophes, stress marks, script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_APOSTROPHES = re.compile("['`\u2019\u2018\u02bc\u02b9\u02ba\u2032\u00b4\u02bb\u02bd]")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015_,.]+")
_STRESS = re.compile("[\u0300\u0301]")
_UNIT_WORDS = re.compile(
    r"\b(oblasts?|region|province|governorate|special republican|(autonomous )?republic of|область|регіон|регион)\b"
)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A spelling's key within its own script: lower case, no apostrophes or stress marks, hyphens as spaces."""
    plain = unicodedata.normalize("NFC", name).casefold()
    plain = _STRESS.sub("", unicodedata.normalize("NFC", _STRESS.sub("", plain)))
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("", plain)).strip()


@lru_cache(maxsize=65536)
def ascii_fold(name: str) -> str:
    """A key across scripts: transliterated by ``anyascii``, letters and digits only. Distinct names may share it."""
    return re.sub(r"[^a-z0-9]+", "", anyascii(fold(name)).lower())


def unit_fold(name: str) -> str:
    """Key of an administrative unit: as :func:`ascii_fold`, without the word for what sort of unit it is."""
    bare = _UNIT_WORDS.sub(" ", fold(name))
    return ascii_fold(bare) or ascii_fold(name)
