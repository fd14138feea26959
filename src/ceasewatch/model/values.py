"""Value lists of handbook section 5.3. They are open at the edges (``other``) and versioned with the code."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What was perceived."""

    explosion = "explosion"
    burst = "burst"
    shot = "shot"
    projectile = "projectile"
    muzzle_flash = "muzzle_flash"
    illumination_flare = "illumination_flare"
    tracer = "tracer"
    launch = "launch"
    impact = "impact"
    airburst = "airburst"
    overflight = "overflight"
    vehicle = "vehicle"
    weapon = "weapon"
    person = "person"
    position_work = "position_work"
    crossing = "crossing"
    jamming = "jamming"
    spoofing = "spoofing"
    denial = "denial"
    delay = "delay"
    condition = "condition"
    detention = "detention"
    threat = "threat"
    damage = "damage"
    crater = "crater"
    uxo = "uxo"
    mine = "mine"
    fire = "fire"
    outage = "outage"
    vessel = "vessel"
    silence = "silence"
    casualty = "casualty"
    """People were killed or injured, as casualty databases record it."""
    armed_clash = "armed_clash"
    """A report speaks of fighting or an attack without saying what was fired."""
    air_alert = "air_alert"
    """A warning was given; it says what somebody feared, not what flew."""
    violation = "violation"
    """An unspecified ceasefire violation, as regional totals count them."""
    other = "other"


FIRING = frozenset(
    {
        Kind.explosion, Kind.burst, Kind.shot, Kind.projectile, Kind.muzzle_flash, Kind.tracer, Kind.launch,
        Kind.impact, Kind.airburst, Kind.illumination_flare,
    }
)  # fmt: skip
"""Kinds that missions count as ceasefire violations where fire is forbidden."""

EXPLOSIONS = frozenset({Kind.explosion, Kind.impact, Kind.airburst})
"""The subset of violations that reports count as explosions."""

IMPEDIMENTS = frozenset(
    {Kind.denial, Kind.delay, Kind.condition, Kind.detention, Kind.threat, Kind.jamming, Kind.spoofing}
)
"""What keeps monitors from monitoring; each is an incident of its own (handbook R12)."""


class Qualifier(StrEnum):
    """What the observer added to the kind."""

    undetermined = "undetermined"
    outgoing = "outgoing"
    incoming = "incoming"
    impact = "impact"
    airburst = "airburst"
    exercise = "exercise"
    controlled_detonation = "controlled_detonation"
    in_flight = "in_flight"
    aimed_at_monitors = "aimed_at_monitors"
    in_violation_of_withdrawal_lines = "in_violation_of_withdrawal_lines"
    withdrawn = "withdrawn"
    """Its source takes the report back: it stays in the record and takes part in no incident."""


class Means(StrEnum):
    """How it was perceived."""

    heard = "heard"
    saw = "saw"
    recorded = "recorded"
    measured = "measured"
    imaged = "imaged"
    reported = "reported"
    read = "read"


class ObserverKind(StrEnum):
    """Who or what perceives."""

    patrol = "patrol"
    post = "post"
    camera = "camera"
    acoustic = "acoustic"
    infrasound = "infrasound"
    seismic = "seismic"
    radar = "radar"
    uav = "uav"
    satellite_thermal = "satellite_thermal"
    satellite_imagery = "satellite_imagery"
    ais = "ais"
    adsb = "adsb"
    press = "press"
    social_media = "social_media"
    party = "party"
    researcher = "researcher"
    civilian = "civilian"
    monitor = "monitor"
    """A monitoring mission as a whole, where its report does not say by which means."""


class Role(StrEnum):
    """What part an observation plays when counts are made."""

    observation = "observation"
    aggregate = "aggregate"
    """A total that somebody reported; kept and compared, never fused with what it sums up."""
    statement = "statement"
    """What a party says of itself or the other; weighed as that party's statement."""


class Reliability(StrEnum):
    """Admiralty code, the source: A completely reliable ... E unreliable, F cannot be judged (unknown, not bad)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Credibility(StrEnum):
    """Admiralty code, the information: 1 confirmed by independent sources ... 5 improbable, 6 cannot be judged."""

    one = "1"
    two = "2"
    three = "3"
    four = "4"
    five = "5"
    six = "6"


class CapStatus(StrEnum):
    """``status`` as machine-readable products carry it: the words of OASIS CAP 1.2 (4.1.1)."""

    actual = "Actual"
    exercise = "Exercise"


class Status(StrEnum):
    """Whether it is about the world or about an exercise; the two never mix (design rule 10)."""

    actual = "actual"
    exercise = "exercise"

    @property
    def cap(self) -> CapStatus:
        """The word that machine-readable products carry."""
        return CapStatus[self.name]


class Tier(StrEnum):
    """Audience of a product, the most restricted first (handbook 6.3)."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"
    T5 = "T5"


class Verdict(StrEnum):
    """What a named person may find."""

    violation = "violation"
    no_violation = "no_violation"
    not_covered = "not_covered"
    undetermined = "undetermined"
    exercise = "exercise"
    accident = "accident"


class CaseStage(StrEnum):
    """Stages of a case, handbook 5.3."""

    received = "received"
    triaged = "triaged"
    under_verification = "under_verification"
    verified = "verified"
    not_verified = "not_verified"
    classified = "classified"
    before_commission = "before_commission"
    decided = "decided"
    remedied = "remedied"
    closed = "closed"
    reopened = "reopened"
    withdrawn = "withdrawn"
    duplicate = "duplicate"


class StandardOfProof(StrEnum):
    """Label of a finding, weakest first; never derived from a probability by machine."""

    indication = "indication"
    reasonable_grounds = "reasonable_grounds"
    balance_of_probabilities = "balance_of_probabilities"
    clear_and_convincing = "clear_and_convincing"


class CoverageState(StrEnum):
    """What an observer was doing; ``unknown`` is not ``observing``."""

    observing = "observing"
    degraded = "degraded"
    denied = "denied"
    down = "down"
    unknown = "unknown"
