"""AIS receivers: ships that say who and where they are."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.transponder import sent, transponder_parameters

MODEL: Final = Model(
    name="ais-receiver",
    kind=ObserverKind.ais,
    means=Means.read,
    title="AIS receiver",
    about="Line of sight over an Earth of 4/3 radius between two antennas near the water. Warships and smugglers switch"
    " it off; jamming takes reports, spoofing shows in positions that cannot be.",
    own=standard(
        reach_km=120, threshold_db=0, width_db=4, height_m=50, top_p=0.98, jamming_p=0.8, place_sd_m=15,
        range_share=0, bearing_sd_deg=0, place_spread=0.3, slack_s=10, snapshot=0, delay_s=20, delay_log_sd=0.5,
        count_told_p=1, weapon_told_p=0, weapon_exact_p=0, clutter=0.001, clutter_thunder=0, clutter_fireworks=0,
        clutter_burning=0,
    ) + transponder_parameters({Kind.vessel: 0.85, Kind.spoofing: 0.7}, height_m=15, warlike_p=0.1, low_m=2),
    law=Law.HORIZON,
    signal=sent,
    rules={},
    mimics={Kind.vessel: 1.0},
    errors=ERRORS.of(ObserverKind.ais),
)  # fmt: skip
