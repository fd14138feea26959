"""The numbers that all models have, with unit and meaning: modules give values and sources only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Final

from ceasewatch.observers.errors import Errors
from ceasewatch.observers.protocol import ASSUMED, Parameter

Numbers = Mapping[str, float]
"""Values of a model's parameters, by name."""

STANDARD: Final[Mapping[str, tuple[str, str]]] = {
    "reach_km": ("km", "nothing farther is reported; inf: the distance does not matter"),
    "threshold_db": ("dB", "level of which half are noticed"),
    "width_db": ("dB", "how soft that threshold is: scale of the logistic curve"),
    "decade_db": ("dB", "loss by spreading for each tenfold distance"),
    "height_m": ("m", "of eye or antenna above ground"),
    "top_p": ("", "greatest probability of a report, however strong the signal"),
    "count_gain_db": ("dB", "gain for each tenfold count: of many, one is noticed sooner"),
    "wind_noise_db_ms": ("dB s/m", "wind's own noise, for each m/s above 2"),
    "wind_gain_db_ms": ("dB s/m", "refraction: gain downwind for each m/s along the path"),
    "upwind_ratio": ("", "refraction: loss upwind over gain downwind"),
    "inversion_db": ("dB", "refraction: gain under a strong temperature inversion, loss under a strong lapse"),
    "night_db": ("dB", "gain at night, when it is quieter"),
    "loss_db_km": ("dB/km", "absorption of the sound of 1 kg TNT, see overpressure"),
    "loss_exponent": ("", "its power of the yield"),
    "jamming_p": ("", "share of reports lost under full jamming"),
    "cloud_p": ("", "share of reports lost under full cloud"),
    "place_sd_m": ("m", "stated accuracy of place: what does not grow with distance"),
    "range_share": ("", "stated standard deviation of range, over range"),
    "bearing_sd_deg": ("deg", "stated standard deviation of bearing"),
    "place_spread": ("", "spread of stated accuracies: standard deviation of the logarithm"),
    "slack_s": ("s", "how much longer than the event the stated interval is"),
    "snapshot": ("", "1: of what lasts longer than that an instant is stated; 0: an interval"),
    "delay_s": ("s", "median delay from the end of the event to the report"),
    "delay_log_sd": ("", "spread of delays: standard deviation of the logarithm"),
    "count_told_p": ("", "share of reports that state a count"),
    "weapon_told_p": ("", "share of reports that state a weapon, where there was one"),
    "weapon_exact_p": ("", "share of those that state its very class, not the one above it"),
    "clutter": ("/day", "reports about nothing in 1000 km2 and a day"),
    "clutter_thunder": ("/day", "more of them where thunder is all day"),
    "clutter_fireworks": ("/day", "more of them where fireworks are all day"),
    "clutter_burning": ("/day", "more of them in the burning season of fields"),
}

_ERROR_HELP: Final[Mapping[str, tuple[str, str]]] = {
    "place_scale": ("", "true standard deviation of place over the stated one"),
    "place_floor_m": ("m", "error of place that no stated accuracy covers, on each axis"),
    "place_tail_p": ("", "share of gross errors of place"),
    "place_tail_factor": ("", "how much wider they are"),
    "clock_sd_s": ("s", "standard deviation of the clock"),
    "clock_tail_p": ("", "share of gross errors of time"),
    "clock_tail_factor": ("", "how much wider they are"),
    "count_log_sd": ("", "standard deviation of the logarithm of a count"),
    "clutter_p": ("", "share of its reports that are about nothing"),
    "repeats": ("", "1: one observer reports one happening several times"),
}

_NO_SOURCES: Final[Mapping[str, str]] = MappingProxyType({})


def standard(sources: Mapping[str, str] = _NO_SOURCES, /, **values: float) -> tuple[Parameter, ...]:
    """Parameters with the standard meanings.

    Args:
        sources: where a value comes from, by name; what is not named is assumed.
        values: by name, as in :data:`STANDARD`.
    """
    return tuple(
        Parameter(name, float(value), STANDARD[name][0], sources.get(name, ASSUMED), STANDARD[name][1])
        for name, value in values.items()
    )


def of_errors(errors: Errors, source: str) -> tuple[Parameter, ...]:
    """The numbers of ``errors`` as parameters."""
    return tuple(
        Parameter(f.name, float(getattr(errors, f.name)), _ERROR_HELP[f.name][0], source, _ERROR_HELP[f.name][1])
        for f in fields(Errors)
    )
