"""Mandate: what a nation's presence or permission rests on."""

from __future__ import annotations

from ceasewatch.model.clause import Moment
from ceasewatch.model.struct import Noun


class Mandate(Noun, frozen=True, kw_only=True):
    """Without it a permission has not begun, and the permission lapses with it.

    Attributes:
        instrument: treaty, law or resolution.
        nation: whose; empty where it is one for all.
        ratified: when it took effect for the nation; ``None`` if it has not.
        expires: when it ends unless renewed; ``None`` is open.
    """

    instrument: str
    nation: str = ""
    ratified: Moment | None = None
    expires: Moment | None = None
