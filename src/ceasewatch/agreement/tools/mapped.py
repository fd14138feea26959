"""Lines and zones of a pack as GeoJSON (RFC 7946). Authorised sites are no part of a pack and never here."""

from __future__ import annotations

from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.places import Figure, Version
from ceasewatch.model.time import utc


def mapped(pack: Pack) -> dict[str, object]:
    """A feature for each version of each figure, with its validity and uncertainty."""
    figures = (*pack.lines.values(), *pack.zones.values())
    return {"type": "FeatureCollection", "features": [_feature(pack, f, v) for f in figures for v in f.versions]}


def _feature(pack: Pack, figure: Figure, v: Version) -> dict[str, object]:
    positions = [[round(lon, 6), round(lat, 6)] for lon, lat in zip(v.lon.tolist(), v.lat.tolist(), strict=True)]
    kind, coordinates = ("Polygon", [positions]) if figure.closed else ("LineString", positions)
    note = v.note
    drawn = note.uncertainty
    return {
        "type": "Feature",
        "geometry": {"type": kind, "coordinates": coordinates},
        "properties": {
            "pack": pack.file.id,
            "status": str(pack.file.status),
            "id": figure.id,
            "name": note.name,
            "source": note.source,
            "valid_from": utc(note.valid_from).isoformat() if note.valid_from else None,
            "valid_to": utc(note.valid_to).isoformat() if note.valid_to else None,
            "uncertainty": f"{drawn.value} {drawn.unit} (95%)",
            "verified": note.verified and drawn.verified,
            "left": note.left,
            "right": note.right,
        },
    }
