"""The daily report as values: everything is at the tier already, nothing is in a language yet."""

from __future__ import annotations

from ceasewatch.model import Count, Status, Tier
from ceasewatch.model.ids import ClauseId, FeedId, PackId, PartyId, ReleaseId
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.release import ClauseTotal, EffortState, FeedHealth, ReleasedEffort, ReleasedIncident


class Tally(Noun, frozen=True, kw_only=True):
    """Counts over incidents of one period, in one area or in all.

    Attributes:
        violations: sum over fused incidents of fire of their counts, as lowest - best - highest; an incident whose
            number nobody gave counts once in the best and is unbounded in the highest.
        explosions: the part of ``violations`` that were explosions.
        fire: number of incidents of fire.
        permitted: incidents of fire that clauses speak of and none forbids, as training far from the line; not in
            ``violations``.
        clashes: incidents of fighting whose reports do not say what was fired; not in ``violations``.
        statements: incidents of fire or fighting that rest on parties' statements alone; in none of the above.
    """

    violations: Count = Count.exactly(0)
    explosions: Count = Count.exactly(0)
    fire: int = 0
    permitted: int = 0
    clashes: int = 0
    statements: int = 0


class AreaRow(Noun, frozen=True, kw_only=True):
    """One area in both periods, with the effort behind the counts. ``area`` is empty where it is not known."""

    area: str
    now: Tally
    before: Tally
    effort: EffortState = EffortState.unknown
    effort_before: EffortState = EffortState.unknown


class KindRow(Noun, frozen=True, kw_only=True):
    """Incidents of one kind, in this period and the one before."""

    kind: str
    now: int
    before: int


class AreaCount(Noun, frozen=True, kw_only=True):
    """Something counted by area that is no ceasefire violation."""

    area: str
    now: int
    before: int


class FeedRow(Noun, frozen=True, kw_only=True):
    """What a feed delivered."""

    health: FeedHealth
    owner: str = ""
    covers: str = ""
    one_sided: bool = False


class ClauseName(Noun, frozen=True, kw_only=True):
    """How a report names a clause."""

    pack: PackId
    clause: ClauseId
    number: str
    summary: str
    verified: bool


class NotWorking(Noun, frozen=True, kw_only=True):
    """An observer that could not look; for analysts."""

    observer: str
    kind: str
    area: str
    start: Utc
    end: Utc
    state: str
    degraded_by: tuple[str, ...] = ()


class Compared(Noun, frozen=True, kw_only=True):
    """A total that somebody reported, beside ours for the same area."""

    feed: FeedId
    area: str
    kind: str
    from_day: str
    to_day: str
    reported: Count
    ours: Count


class Undetermined(Noun, frozen=True, kw_only=True):
    """How many incidents something could not be said of, and what could not be read.

    Attributes:
        place_unknown: nothing to put on a map.
        place_wide: known no better than the first-level unit.
        place_withheld: known, and withheld at this tier.
        area_unknown: in no known area.
        time_wide: touch the period but are not dated well enough to belong to one day; in no count.
        kind_unclear: no kind has at least even odds.
        contradicted: reports contradict each other.
        assessments: results "undetermined".
        unread: reports of the period parts of which could not be read.
        quarantined: rows that were rejected.
    """

    place_unknown: int = 0
    place_wide: int = 0
    place_withheld: int = 0
    area_unknown: int = 0
    time_wide: int = 0
    kind_unclear: int = 0
    contradicted: int = 0
    assessments: int = 0
    unread: int = 0
    quarantined: int = 0


class Correction(Noun, frozen=True, kw_only=True):
    """An earlier release of the same report, and how this one differs."""

    id: ReleaseId
    at: Utc
    content_sha256: str
    added: int
    removed: int
    moved: int


class MapArea(Noun, frozen=True, kw_only=True):
    """An outline on the drawing, as an SVG path, shaded by effort."""

    name: str
    path: str
    effort: EffortState


class MapMark(Noun, frozen=True, kw_only=True):
    """A cell (or, for analysts, an exact place) and how many incidents lie in it."""

    path: str
    incidents: int


class MapLine(Noun, frozen=True, kw_only=True):
    """A line with the band in which it may lie, in units of the drawing."""

    name: str
    path: str
    band: str


class MapLabel(Noun, frozen=True, kw_only=True):
    """A town's name and its place on the drawing."""

    name: str
    x: str
    y: str


class Picture(Noun, frozen=True, kw_only=True):
    """The map before it has a language.

    Attributes:
        height: of a drawing 1000 units wide.
        scale_km, scale_units: length of the scale bar on the ground and on the drawing.
        unplaced: incidents that are not on it.
        shaded: whether there were outlines to shade; without them the whole map is marked as not known.
    """

    height: int
    areas: tuple[MapArea, ...]
    marks: tuple[MapMark, ...]
    lines: tuple[MapLine, ...]
    labels: tuple[MapLabel, ...]
    scale_km: int
    scale_units: int
    placed: int
    unplaced: int
    shaded: bool


class Attention(Noun, frozen=True, kw_only=True):
    """Whether the sides were watched alike.

    Attributes:
        unequal: they were not: the report carries the caveat.
        shares: per cent of the effort by side, for analysts.
    """

    unequal: bool = False
    shares: tuple[tuple[PartyId, int], ...] = ()


class DailyReport(Noun, frozen=True, kw_only=True):
    """A daily report for one tier. Lists are in the order in which they are printed."""

    mission: str
    status: Status
    tier: Tier
    audience: str
    zone: str
    start: Utc
    end: Utc
    previous_start: Utc
    issued_at: Utc
    as_of: Utc | None
    as_reported: Utc | None
    record_size: int
    record_root: str
    code_version: str
    cell_m: int
    delay_s: int
    areas: tuple[AreaRow, ...]
    total: AreaRow
    kinds: tuple[KindRow, ...]
    reports: int
    incidents: int
    origins: int
    feeds: tuple[FeedRow, ...]
    compared: tuple[Compared, ...]
    clauses: tuple[ClauseTotal, ...]
    clause_names: tuple[ClauseName, ...]
    alerts: tuple[AreaCount, ...]
    thermal: tuple[AreaCount, ...]
    effort: tuple[ReleasedEffort, ...]
    not_working: tuple[NotWorking, ...]
    impediments: tuple[ReleasedIncident, ...]
    undetermined: Undetermined
    killed: Count
    injured: Count
    casualty_incidents: int
    corrections: tuple[Correction, ...]
    annex: tuple[ReleasedIncident, ...]
    annex_left: int
    picture: Picture | None
    attention: Attention = Attention()
    dropped: int = 0
    """Incidents withheld at this tier; for the log of releases, never printed."""
