"""Where each number of a report lies in the two packed arrays that compiled code works on.

One row a report: ``real`` (n, REALS) and ``code`` (n, CODES). Compiled functions have two
arguments where they would have thirty.
"""

from __future__ import annotations

from typing import Final

LAT: Final = 0
"""Latitude of the reported place, degrees; NaN for a named area without outline."""
LON: Final = 1
COS: Final = 2
"""Cosine of the latitude."""
EE: Final = 3
"""Variances of the reported place as it is believed, m2: the stated one scaled, and the observer kind's floor."""
EN: Final = 4
NN: Final = 5
TAIL: Final = 6
"""Share of places that are worse than that, and
:data:`FACTOR2` the factor on the variances there."""
FACTOR2: Final = 7
START: Final = 8
"""Interval, seconds since 1970 UTC."""
END: Final = 9
CLOCK2: Final = 10
"""Variance of the clock, s2; :data:`CLOCK_TAIL` and :data:`CLOCK_FACTOR2` as for the place."""
CLOCK_TAIL: Final = 11
CLOCK_FACTOR2: Final = 12
COUNT: Final = 13
"""Natural logarithm of the count; NaN where none was told."""
COUNT_VAR: Final = 14
RATE: Final = 15
"""Natural logarithm of the rate of other happenings here and now, per km2 and day."""
AREA: Final = 16
"""Natural logarithm of the size of a named area, km2."""
SPREAD: Final = 17
"""Natural logarithm of the volume of place and time that it leaves open, m2 s."""
STORY_RATE: Final = 18
"""Natural logarithm of the rate of other stories, per km2 and day."""
PEAK: Final = 19
"""Natural logarithm of the highest density that its place and time have anywhere, per km2 and day."""
KIND_PEAK: Final = 20
"""Natural logarithm of the best that its kind fits with any."""
REPORTED: Final = 21
"""When it was reported, seconds since 1970 UTC; the end of its interval where that is not known."""
REALS: Final = 22

PATTERN: Final = 0
"""Row of the table of kind likelihoods."""
WEAPON: Final = 1
"""Index of the weapon; the last one of the matrix where none was told."""
OBSERVER: Final = 2
"""Equal for one observer that does not repeat itself; -1 for those that do."""
SOURCE: Final = 3
"""Equal for reports read from one row or paragraph; -1 for none."""
NAME: Final = 4
"""Equal for one named area; -1 where geometry is used."""
BEST: Final = 5
"""Most probable kind."""
STATEMENT: Final = 6
"""1 for a party's statement."""
CLASS: Final = 7
"""Never joined across these; -1 goes with all."""
COUNTED: Final = 8
"""What its count counts."""
LASTING: Final = 9
"""0: a moment within the interval; :data:`SERIES`: it went on for most of it; :data:`ALERT`: compared by both ends."""
JOINS: Final = 10
"""1 where it may be joined to anything."""
ECHO: Final = 11
"""Equal for reports whose words and addresses go back to one; -1 for none."""
WRITES: Final = 12
"""1 for observers that may copy others."""
SENSE: Final = 13
"""Whether it speaks of a moment or of a series."""
OWN: Final = 14
"""Bits of the classes that persons decided it to be of, where another class of its neighbourhood is apart from it."""
FOES: Final = 15
"""Bits of the classes that it is apart from: a report with one of them in :data:`OWN` is never joined to it."""
WORDED: Final = 16
"""1 where it has a text."""
CODES: Final = 17

ALERT: Final = 1
SERIES: Final = 2
MODE: Final = 9
"""In ``numbers``: 0 one happening, 1 one story."""
