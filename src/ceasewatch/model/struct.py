"""The form that all nouns share: frozen, keyword-only, unknown fields refused.

Numbers in payloads are integers in the unit that the field's name states, or decimal strings, never floats, so that
the record's canonical form (RFC 8785) is the same whichever library writes it:

* ``_e7``: degrees times 10**7 (1.1 cm of latitude)
* ``_cdeg``: hundredths of a degree, clockwise from true north, 0 <= value < 36000
* ``_m``, ``_s``, ``_us``: metres, seconds, microseconds
* ``_ppm``: probability in millionths, 0 to 1,000,000
"""

from __future__ import annotations

import msgspec

PPM = 1_000_000
"""Probability one."""


class Noun(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every value type in the model."""
