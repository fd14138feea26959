"""The tree of what may be struck. Packs may extend it; a class applies to all below it.

The classes of energy facilities are those that the parties named, or disputed, in March 2025 (handbook 3.15); the
protected ones are those of the measures of 22 July 2020 (handbook 2.6).
"""

from __future__ import annotations

from collections.abc import Mapping

OBJECTS: Mapping[str, str | None] = {
    "object": None,
    "military": "object",
    "monitors": "object",
    "civilian": "object",
    "residential": "civilian",
    "school": "civilian",
    "hospital": "civilian",
    "public_building": "civilian",
    "water": "civilian",
    "transport": "civilian",
    "port": "transport",
    "railway": "transport",
    "bridge": "transport",
    "energy": "civilian",
    "electricity": "energy",
    "power_plant": "electricity",
    "nuclear_power_plant": "power_plant",
    "hydroelectric_dam": "power_plant",
    "substation": "electricity",
    "power_line": "electricity",
    "oil": "energy",
    "oil_refinery": "oil",
    "oil_pipeline": "oil",
    "oil_storage": "oil",
    "pumping_station": "energy",
    "gas": "energy",
    "gas_pipeline": "gas",
    "gas_storage": "gas",
    "gas_production": "gas",
    "heating": "energy",
}
