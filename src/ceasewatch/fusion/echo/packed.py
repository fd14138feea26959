"""The facts of reports as columns of three arrays, for the compiled loops: how they are laid out."""

from __future__ import annotations

from typing import Final

REALS: Final = ("LAT", "LON", "VAR", "COUNT")
LAT, LON, VAR, COUNT = range(4)
"""Real columns: place in degrees and its variance along the longer axis in m2; logarithm of the count. NaN where not
told."""

CODES: Final = 20
(
    MADE, SEQ, IDENT, START, END, AREA, KIND, BEST, ALERT, OBSERVER, WRITER, UPDATE, ORIGIN, VOICE, SINGLE, ALIVE,
    WEAPON, SENSE, COUNTED, LANGUAGE,
) = range(CODES)  # fmt: skip
"""Whole-number columns.

MADE, SEQ, IDENT: when the report was made (microseconds), position in the record, key of the id; they order reports,
the oldest first. START, END: of what it tells of. AREA: key of the named area, 0 without. KIND, BEST: class of its most
probable kind, and that kind. ALERT, WRITER, UPDATE, ALIVE: 0 or 1. OBSERVER, VOICE: keys. ORIGIN: key of the origin
that it states, 0 without. SINGLE: number of its distinct words. WEAPON: -1 without. SENSE: a moment or a series.
COUNTED: what its count counts. LANGUAGE: of its text, 0 unknown.
"""

POOLS: Final = ("words", "names", "numbers", "minutes", "pages", "tickers", "quoted", "keys")
WORDS, NAMES, NUMBERS, MINUTES, PAGES, TICKERS, QUOTED, KEYS = range(CODES, CODES + 2 * len(POOLS), 2)
"""Where a report's run of sorted values begins in the pool; the column behind it is how many there are.

words: keys of its words and of its pairs of neighbouring words. names: words that are written as names. numbers.
minutes: of the day. pages, tickers: addresses that lead to one story, and to the news of a day. quoted: whom it quotes.
keys: what it is looked up by.
"""

WIDTH: Final = CODES + 2 * len(POOLS)
