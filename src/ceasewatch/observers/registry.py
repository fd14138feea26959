"""The models, by name. Each lies in a module of its own and is loaded when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final, cast

from ceasewatch.model.errors import NotFoundError
from ceasewatch.model.values import ObserverKind
from ceasewatch.observers.protocol import ObserverModel

MODULES: Final[Mapping[str, str]] = {
    "patrol-ear": "patrol_ear",
    "patrol-eye": "patrol_eye",
    "camera": "camera",
    "camera-thermal": "camera_thermal",
    "uav-mini": "uav_mini",
    "uav-long-range": "uav_long_range",
    "acoustic-node": "acoustic_node",
    "infrasound-array": "infrasound_array",
    "seismic-station": "seismic_station",
    "satellite-thermal": "satellite_thermal",
    "satellite-imagery": "satellite_imagery",
    "adsb-receiver": "adsb_receiver",
    "ais-receiver": "ais_receiver",
    "press": "press",
    "social-media": "social_media",
    "party-statement": "party_statement",
    "third-persons": "third_persons",
}

_DEFAULTS: Final[Mapping[ObserverKind, str]] = {
    ObserverKind.patrol: "patrol-ear",
    ObserverKind.post: "patrol-ear",
    ObserverKind.camera: "camera",
    ObserverKind.acoustic: "acoustic-node",
    ObserverKind.infrasound: "infrasound-array",
    ObserverKind.seismic: "seismic-station",
    ObserverKind.radar: "acoustic-node",
    ObserverKind.uav: "uav-mini",
    ObserverKind.satellite_thermal: "satellite-thermal",
    ObserverKind.satellite_imagery: "satellite-imagery",
    ObserverKind.ais: "ais-receiver",
    ObserverKind.adsb: "adsb-receiver",
    ObserverKind.press: "press",
    ObserverKind.social_media: "social-media",
    ObserverKind.party: "party-statement",
    ObserverKind.researcher: "press",
    ObserverKind.civilian: "third-persons",
    ObserverKind.monitor: "patrol-ear",
}
"""The model to take where only the kind of observer is known. Kinds without a model of their own borrow the nearest."""

_ALSO: Final[Mapping[ObserverKind, tuple[str, ...]]] = {
    ObserverKind.patrol: ("patrol-eye",),
    ObserverKind.post: ("patrol-eye",),
}
"""Further means of the same observer. Whether a camera has a thermal channel is not known from its kind."""


@cache
def model(name: str) -> ObserverModel:
    """The model called ``name``.

    Raises:
        NotFoundError: there is none.
    """
    if name not in MODULES:
        raise NotFoundError(f"no observer model {name!r}", todo=f"there are: {', '.join(MODULES)}")
    return cast("ObserverModel", import_module(f"ceasewatch.observers.{MODULES[name]}").MODEL)


def models() -> tuple[ObserverModel, ...]:
    """All of them, in the order of the reference page."""
    return tuple(model(name) for name in MODULES)


def default_model(kind: ObserverKind) -> ObserverModel:
    """The model of an observer of which only its kind is known."""
    return model(_DEFAULTS[kind])


def models_of(kind: ObserverKind) -> tuple[str, ...]:
    """Names of the models of all means that an observer of this kind has at once, the default first."""
    return (_DEFAULTS[kind], *_ALSO.get(kind, ()))
