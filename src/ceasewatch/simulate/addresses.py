"""Addresses of invented stories: a page of its own, a page for a whole day, or a post; all under ``.example``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceasewatch.model.ids import ObserverId
from ceasewatch.model.table import OBSERVER_KINDS, Int, Objects, Small
from ceasewatch.model.time import from_us

Flags = NDArray[np.bool_]
_DAY_US = 86_400_000_000
_PRESS, _SOCIAL, _PARTY = (OBSERVER_KINDS.index(k) for k in ("press", "social_media", "party"))
_SILENT_POST = 0.3
"""Share of posts that come without an address; assumed."""
_TRACKED = 0.15
"""Share of addresses with a parameter that says how the reader came; assumed."""


def tokens(n: int, rng: np.random.Generator, length: int = 13) -> list[str]:
    """``n`` different strings of digits and letters without any order."""
    alphabet = np.frombuffer(b"abcdefghijkmnpqrstuvwxyz23456789", np.uint8)
    drawn = alphabet[rng.integers(0, 32, (n, length))]
    return [str(t, "ascii") for t in drawn.view(f"S{length}").ravel().tolist()]


def own_address(observer: ObserverId | str, kind: int, day: str, token: str, *, live: bool) -> str:
    """Where one observer puts a story of one day."""
    if kind == _SOCIAL:
        return f"https://social.example/{observer}/{token}"
    if live or kind == _PARTY:
        return f"https://{observer}.example/{'live' if kind == _PRESS else 'statements'}/{day}"
    return f"https://{observer}.example/{day}/{token}"


def addresses(
    observer: Objects,
    kind: Small,
    reported_us: Int,
    live: Flags,
    linked: Int,
    borrowed: Flags,
    rng: np.random.Generator,
) -> list[tuple[str, ...]]:
    """The addresses that each of n stories names: its own, then what it links to.

    Args:
        observer: (n,) who wrote it.
        kind: (n,) index into ``OBSERVER_KINDS``.
        reported_us: (n,) when.
        live: (n,) whether it is part of a page for the whole day.
        linked: (n,) row of an earlier story whose first address it names; -1 none.
        borrowed: (n,) whether it names that one only.
        rng: source of chance.
    """
    n = len(observer)
    days = {d: from_us(d * _DAY_US).strftime("%Y-%m-%d") for d in np.unique(reported_us // _DAY_US).tolist()}
    silent = (kind == _SOCIAL) & (rng.random(n) < _SILENT_POST)
    tail = np.where(rng.random(n) < _TRACKED, rng.integers(1, 4, n), 0).tolist()
    columns = zip(
        observer.tolist(),
        kind.tolist(),
        (reported_us // _DAY_US).tolist(),
        tokens(n, rng, 9),
        live.tolist(),
        strict=True,
    )
    own = [own_address(o, k, days[d], t, live=bool(page)) for o, k, d, t, page in columns]
    out: list[tuple[str, ...]] = []
    for i, (link, only, quiet) in enumerate(zip(linked.tolist(), borrowed.tolist(), silent.tolist(), strict=True)):
        mine = () if quiet or only else (own[i] + ("", "?utm_source=feed", "?ref=top", "#share")[tail[i]],)
        theirs = (own[link],) if link >= 0 else ()
        out.append(mine + theirs)
    return out
