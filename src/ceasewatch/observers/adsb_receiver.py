"""ADS-B receivers: aircraft that say who and where they are."""

from typing import Final

from ceasewatch.model.values import Kind, Means, ObserverKind
from ceasewatch.observers.errors import ERRORS
from ceasewatch.observers.model import Model
from ceasewatch.observers.numbers import standard
from ceasewatch.observers.reception import Law
from ceasewatch.observers.transponder import sent, transponder_parameters

MODEL: Final = Model(
    name="adsb-receiver",
    kind=ObserverKind.adsb,
    means=Means.read,
    title="ADS-B receiver",
    about="Line of sight over an Earth of 4/3 radius. Military aircraft and drones rarely send; jamming of the receiver"
    " and of satellite navigation takes reports, spoofing shows in positions that cannot be.",
    own=standard(
        reach_km=450, threshold_db=0, width_db=8, height_m=15, top_p=0.98, jamming_p=0.8, place_sd_m=30,
        range_share=0, bearing_sd_deg=0, place_spread=0.3, slack_s=5, snapshot=0, delay_s=10, delay_log_sd=0.5,
        count_told_p=1, weapon_told_p=0.3, weapon_exact_p=0.5, clutter=0.0005, clutter_thunder=0, clutter_fireworks=0,
        clutter_burning=0,
    ) + transponder_parameters({Kind.overflight: 0.9, Kind.spoofing: 0.6}, height_m=9000, warlike_p=0.05, low_m=300),
    law=Law.HORIZON,
    signal=sent,
    rules={},
    mimics={Kind.overflight: 1.0},
    errors=ERRORS.of(ObserverKind.adsb),
)  # fmt: skip
