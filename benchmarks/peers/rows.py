"""The rows as the peers see them: one flat table, prepared as well as this project prepares its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from anyascii import anyascii
from numpy.typing import NDArray
from rensa import RMinHash

from ceasewatch.model.table import KINDS, OBSERVER_KINDS, WEAPONS, Int, ObservationTable, Real, Small

BITS: Final = 256
"""Bits of a text's sketch: each is one bit of one MinHash, so that a share (1 + J) / 2 of them agrees between two texts
of Jaccard similarity J (b-bit minwise hashing, Li and Koenig 2010)."""

BANDS: Final = 8
"""Of two MinHashes each: two texts share a band with probability 1 - (1 - J^2)^8, 0.9 at J = 0.5."""

FAMILIES: Final = ("explosive", "small arms", "vague", "other")
"""Kinds that observers take for each other, and those that may be about any of them."""

_OF_FAMILY: Final = {
    "explosive": "explosion impact airburst launch projectile crater damage",
    "small arms": "burst shot tracer muzzle_flash",
    "vague": "armed_clash violation casualty threat",
}
_FAMILY: Final = np.array(
    [next((k for k, f in enumerate(FAMILIES) if kind in _OF_FAMILY.get(f, "").split()), 3) for kind in KINDS] + [-1]
)
_SHINGLE: Final = 6
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_KM_PER_DEG: Final = 111.195


def flat(table: ObservationTable) -> pa.Table:
    """One row an observation, in the order of ``table``.

    Columns: ``unique_id`` (row number); ``x``, ``y`` (km east and north of the median place), ``sd`` (km, of one
    axis); ``t0``, ``t1`` (s); ``kind``, ``family``, ``observer_kind``, ``observer``, ``origin``, ``weapon`` (names;
    null where not told); ``count`` (null where not told); ``words0`` ... (sketch of the text; null if none) and
    ``bands`` (its keys for finding others like it); ``urls`` (null if none).
    """
    x, y = plane(table)
    known = np.isfinite(table.count_best)
    columns: dict[str, Any] = {
        "unique_id": np.arange(len(table)),
        "x": x,
        "y": y,
        "sd": np.sqrt((table.var_ee + table.var_nn) / 2) / 1e3,
        "t0": table.start_us / 1e6,
        "t1": table.end_us / 1e6,
        "kind": _named(KINDS, _first(table.kind_p)),
        "family": _named(FAMILIES, _FAMILY[_first(table.kind_p)]),
        "observer_kind": _named(OBSERVER_KINDS, table.observer_kind),
        "observer": pa.array(table.observer.tolist(), pa.string()),
        "origin": pa.array([o or None for o in table.origin.tolist()], pa.string()),
        "weapon": _named(WEAPONS, table.weapon),
        "count": pa.array(table.count_best, pa.float64(), mask=~known),
        "urls": pa.array([list(u) or None for u in table.urls.tolist()], pa.list_(pa.string())),
    }
    columns |= word_columns(table.text.tolist())
    return pa.table(columns)


def plane(table: ObservationTable) -> tuple[Real, Real]:
    """Kilometres east and north of the median place, on the plane that touches there; NaN without a place."""
    placed = np.isfinite(table.lat)
    lat0, lon0 = (float(np.median(c[placed])) if placed.any() else 0.0 for c in (table.lat, table.lon))
    x: Real = (table.lon - lon0) * _KM_PER_DEG * np.cos(np.radians(lat0))
    y: Real = (table.lat - lat0) * _KM_PER_DEG
    return x, y


def _first(kind_p: Real) -> Int:
    """The most probable kind; the last index where none has a probability."""
    return np.where(kind_p.max(axis=1) > 0, kind_p.argmax(axis=1), -1).astype(np.int64)


def _named(names: Sequence[str], index: Int | Small) -> pa.Array:
    """Names by index; null where the index is negative."""
    codes = pa.array(index, pa.int32(), mask=index < 0)
    return pa.DictionaryArray.from_arrays(codes, pa.array([str(name) for name in names])).cast(pa.string())


def word_columns(texts: Sequence[str]) -> dict[str, pa.Array]:
    """``words0`` ... and ``bands`` of each text's letter shingles, in Latin letters; equal texts share the work."""
    made = {text: _hashes(text) for text in set(texts)}
    wordless = np.array([made[text] is None for text in texts], bool)
    none = np.zeros(BITS, np.uint64)
    hashes = np.array([none if made[text] is None else made[text] for text in texts]).reshape(-1, BITS)
    bits = np.packbits((hashes & np.uint64(1)).astype(np.uint8), axis=1).view(np.int64)
    columns = {f"words{k}": pa.array(bits[:, k], pa.int64(), mask=wordless) for k in range(BITS // 64)}
    first = hashes[:, : 2 * BANDS].reshape(-1, BANDS, 2)
    bands = (first[:, :, 0] << np.uint64(28)) ^ first[:, :, 1] ^ (np.arange(BANDS, dtype=np.uint64) << np.uint64(60))
    offsets = np.concatenate([[0], np.cumsum(np.where(wordless, 0, BANDS))])
    columns["bands"] = pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.array(bands[~wordless].ravel().view(np.int64))
    )
    return columns


def _hashes(text: str) -> NDArray[np.uint64] | None:
    plain = _NOT_A_WORD.sub(" ", anyascii(text).lower()).strip()
    if not plain:
        return None
    hashes = RMinHash(num_perm=BITS, seed=1)
    hashes.update([plain[k : k + _SHINGLE] for k in range(max(1, len(plain) - _SHINGLE + 1))])
    return np.array(hashes.digest(), np.uint64)
