"""The words of narrative monitoring reports and what they stand for (handbook 1.3 to 1.6, 5.4 and 7)."""

from __future__ import annotations

from typing import Final

from ceasewatch.model import Kind, Means, ObserverKind, Qualifier
from ceasewatch.sources.smm_text.tokens import Lexicon

KINDS: Final = Lexicon(
    {
        "explosion|explosions": Kind.explosion,
        "burst|bursts": Kind.burst,
        "shot|shots": Kind.shot,
        "projectile|projectiles|rocket|rockets": Kind.projectile,
        "muzzle flash|muzzle flashes": Kind.muzzle_flash,
        "illumination flare|illumination flares|flare|flares": Kind.illumination_flare,
        "tracer|tracers|tracer round|tracer rounds|tracer bullets": Kind.tracer,
        "launch|launches": Kind.launch,
        "impact|impacts": Kind.impact,
        "airburst|airbursts|air burst|air bursts": Kind.airburst,
        "ceasefire violation|ceasefire violations|violations of the ceasefire": Kind.violation,
        "crater|craters": Kind.crater,
        "people|persons|person|individuals|soldiers|armed persons|armed men": Kind.person,
        "members of the armed formations|member of the armed formations": Kind.person,
        "armoured combat vehicle|armoured combat vehicles": Kind.vehicle,
        "armoured personnel carrier|armoured personnel carriers": Kind.vehicle,
        "infantry fighting vehicle|infantry fighting vehicles|military type vehicles|military trucks": Kind.vehicle,
        "anti tank mine|anti tank mines|mine|mines": Kind.mine,
        "unexploded ordnance|piece of unexploded ordnance|pieces of unexploded ordnance|uxo": Kind.uxo,
        "trench|trenches": Kind.position_work,
    }
)  # fmt: skip

THINGS: Final = frozenset(
    {Kind.weapon, Kind.person, Kind.vehicle, Kind.crater, Kind.mine, Kind.uxo, Kind.position_work}
)
"""What is there for a while, and is seen at a moment within the interval; the rest happens."""

QUALIFIERS: Final = Lexicon(
    {
        "undetermined": Qualifier.undetermined,
        "outgoing": Qualifier.outgoing,
        "incoming": Qualifier.incoming,
        "impact|impacts": Qualifier.impact,
        "airburst|airbursts": Qualifier.airburst,
        "live fire exercise|live fire training|live fire training exercise|training exercise": Qualifier.exercise,
        "controlled detonation|controlled detonations|controlled explosions": Qualifier.controlled_detonation,
        "in flight": Qualifier.in_flight,
        "in violation of withdrawal lines|in violation of the withdrawal lines":
            Qualifier.in_violation_of_withdrawal_lines,
        "in violation of respective withdrawal lines": Qualifier.in_violation_of_withdrawal_lines,
    }
)  # fmt: skip

ADJECTIVES: Final = frozenset({"fresh", "recent", "loud", "towed", "self", "propelled", "stationary", "single", "new"})
"""Words between a count and a noun that change neither."""

MEANS: Final = Lexicon(
    {
        "heard": Means.heard,
        "saw|spotted|sighted": Means.saw,
        "recorded|registered": Means.recorded,
        "observed|noted|counted": Means.reported,
        "was assessed|were assessed": Means.reported,
    }
)  # fmt: skip
"""*Observed* does not say by which sense: it is ``saw`` for things and ``reported`` for fire."""

NOT: Final = Lexicon({"did not|has not|have not|had not": True})
INFINITIVES: Final = Lexicon(
    {
        "hear": Means.heard, "see": Means.saw, "record": Means.recorded, "register": Means.recorded,
        "observe": Means.reported, "note": Means.reported,
    }
)  # fmt: skip

OBSERVERS: Final = Lexicon(
    {
        "smm camera|smm cameras|camera|cameras|mission camera|mission cameras": ObserverKind.camera,
        "smm patrol|smm patrols|patrol|patrols|smm monitors|monitors": ObserverKind.patrol,
        "smm mini uav|smm mid range uav|smm long range uav|smm uav": ObserverKind.uav,
        "mini uav|mid range uav|long range uav|uav": ObserverKind.uav,
        "smm mini unmanned aerial vehicle|smm mid range unmanned aerial vehicle|smm long range unmanned aerial vehicle":
            ObserverKind.uav,
        "mini unmanned aerial vehicle|unmanned aerial vehicle|smm unmanned aerial vehicle": ObserverKind.uav,
        "satellite imagery|aerial imagery": ObserverKind.satellite_imagery,
        "smm|mission": ObserverKind.monitor,
    }
)  # fmt: skip

CONTROL: Final = Lexicon(
    {
        "government controlled": "government-controlled",
        "non government controlled": "non-government-controlled",
        "not government controlled": "non-government-controlled",
    }
)  # fmt: skip

IMPEDIMENTS: Final = Lexicon(
    {
        "denied the smm passage|denied the smm access|denied the smm entry|denied passage to the smm": (Kind.denial,),
        "was denied passage|was denied access|was denied entry|denied it passage|denied it access": (Kind.denial,),
        "denied access to the smm|prevented the smm from proceeding|refused the smm passage": (Kind.denial,),
        "was delayed|were delayed|delayed the smm|delayed the passage of the smm": (Kind.delay,),
        "allowed the smm to proceed only after": (Kind.condition,),
        "allowed passage only after|was allowed passage only after": (Kind.condition,),
        "assessed as caused by jamming|assessed as caused by probable jamming|caused by jamming": (Kind.jamming,),
        "freedom of movement continued to be restricted|freedom of movement was restricted":
            (Kind.denial, Kind.delay, Kind.condition),
        "freedom of movement remained restricted|freedom of movement was again restricted":
            (Kind.denial, Kind.delay, Kind.condition),
    }
)  # fmt: skip

OUTAGES: Final = Lexicon(
    {
        "was non operational|were non operational|was not operational|were not operational": "outage",
        "was not functioning|were not functioning|was out of order|were out of order": "outage",
        "was offline|were offline": "outage",
    }
)  # fmt: skip

OTHERS_WORDS: Final = frozenset(
    [
        "told",
        "said",
        "according",
        "reportedly",
        "allegedly",
        "alleged",
        "claimed",
        "stated",
        "informed",
        "alleging",
        "resident",
        "residents",
        "interlocutor",
        "interlocutors",
        "villager",
        "villagers",
        "showed",
        "media",
    ]
)
"""A sentence with one of these passes on what others say; it is not what the mission perceived."""

BLOCKING: Final = frozenset(
    [
        "not",
        "without",
        "never",
        "neither",
        "nor",
        "if",
        "would",
        "could",
        "might",
        "may",
        "should",
        "previously",
        "earlier",
        "since",
        "yesterday",
        "ago",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "expected",
        "planned",
        "possibly",
        "perhaps",
        "unless",
        "missing",
        "absent",
        "absence",
    ]
)
"""A sentence with one of these, in a phrase not known, speaks of another time or of what may not have been."""

FILLER: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "and",
        "or",
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "its",
        "it",
        "by",
        "all",
        "both",
        "each",
        "were",
        "was",
        "had",
        "been",
        "also",
        "while",
        "when",
        "as",
        "from",
        "to",
        "which",
        "them",
        "these",
        "that",
        "there",
        "inside",
        "within",
        "near",
        "around",
        "with",
        "for",
        "during",
        "monitoring",
        "continued",
        "positioned",
        "assessed",
        "-",
        "–",
        "—",
        "same",
        "respectively",
        "approximately",
        "about",
        "fire",
        "using",
        "including",
        '"',
        "'",
        "“",
        "”",
        "sound",
        "sounds",
        "*",
        "mostly",
        "region",
        "area",
        "areas",
        "direction",
        "directions",
        "above",
        "toward",
        "towards",
        "following",
        "again",
        "only",
        "still",
        "then",
        "later",
    ]
)
"""Words that may stand unused without being worth a flag."""

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
