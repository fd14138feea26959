"""The map as SVG, with its legend in the report's language. Shading differs by hatching, not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from ceasewatch.release import EffortState
from ceasewatch.report.daily_report import MapMark, Picture
from ceasewatch.report.picture import WIDTH
from ceasewatch.report.words import Words

FONT: Final = "font-family=\"'Libertinus Serif', Georgia, serif\""
INK: Final = "#1d2433"
STEPS: Final = ((1, "#f2c879", "1"), (2, "#e39a3b", "2–4"), (5, "#b8601a", "5–9"), (10, "#6e2f0c", "10+"))
"""(from, colour, label): darker is more; no colour stands for a party."""
PATTERNS: Final = {
    EffortState.adequate: '<rect width="12" height="12" fill="#ffffff"/>',
    EffortState.partial: '<rect width="12" height="12" fill="#eef2f6"/>'
    '<path d="M-3 3L3-3M0 12L12 0M9 15L15 9" stroke="#8a99ad" stroke-width="1"/>',
    EffortState.none: '<rect width="12" height="12" fill="#c9d1dc"/>'
    '<path d="M-3 3L3-3M0 12L12 0M9 15L15 9M0 0L12 12" stroke="#5c6b80" stroke-width="1.2"/>',
    EffortState.unknown: '<rect width="12" height="12" fill="#e7e5e0"/><circle cx="3" cy="3" r="1.3" fill="#8f8a80"/>'
    '<circle cx="9" cy="9" r="1.3" fill="#8f8a80"/>',
}
LEGEND: Final = 84
LINE_KEY: Final = 30
LINES_NAMED: Final = 3


def draw(picture: Picture, w: Words) -> str:
    """A drawing 1000 units wide: map above, legend below."""
    height = picture.height + LEGEND + LINE_KEY * len(picture.lines[:LINES_NAMED])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" {FONT} fill="{INK}">',
        _defs(),
        f'<rect width="{WIDTH}" height="{picture.height}" fill="{_ground(picture)}"/>',
        *(_area(a.path, a.effort) for a in picture.areas),
        *(f'<path d="{m.path}" fill="{_colour(m)}" fill-opacity=".9" stroke="{INK}" stroke-width="1"/>'
          for m in picture.marks),
        *_lines(picture),
        *_labels(picture),
        f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{picture.height - 1}" fill="none" stroke="{INK}"/>',
        *_scale(picture, w),
        *_legend(picture, w),
        "</svg>",
    ]  # fmt: skip
    return "".join(parts)


def _defs() -> str:
    patterns = "".join(
        f'<pattern id="effort-{state}" width="12" height="12" patternUnits="userSpaceOnUse">{body}</pattern>'
        for state, body in PATTERNS.items()
    )
    return f"<defs>{patterns}</defs>"


def _ground(picture: Picture) -> str:
    return "#f6f9fb" if picture.shaded else f"url(#effort-{EffortState.unknown})"


def _area(path: str, effort: EffortState) -> str:
    return f'<path d="{path}" fill="url(#effort-{effort})" fill-rule="evenodd" stroke="#4a566a" stroke-width="1.2"/>'


def _colour(mark: MapMark) -> str:
    return next(colour for least, colour, _ in reversed(STEPS) if mark.incidents >= least)


def _lines(picture: Picture) -> list[str]:
    return [
        f'<path d="{line.band}" fill="#4b3f8f" fill-opacity=".22"/>'
        f'<path d="{line.path}" fill="none" stroke="#4b3f8f" stroke-width="2.5" stroke-dasharray="9 5"/>'
        for line in picture.lines
    ]


def _labels(picture: Picture) -> list[str]:
    halo = 'stroke="#ffffff" stroke-width="4" stroke-linejoin="round"'
    found = []
    for label in picture.labels:
        x, y, name = float(label.x), float(label.y), escape(label.name)
        found.append(f'<circle cx="{x:g}" cy="{y:g}" r="3.5" fill="{INK}" stroke="#ffffff" stroke-width="1"/>')
        anchor, dx = ("end", -8) if x > WIDTH * 0.8 else ("start", 8)
        place = f'x="{x + dx:g}" y="{y + 6:g}" font-size="19" text-anchor="{anchor}"'
        found.append(f'<text {place} fill="#ffffff" {halo}>{name}</text><text {place}>{name}</text>')
    return found


def _scale(picture: Picture, w: Words) -> list[str]:
    x, y, long = 24, picture.height - 26, picture.scale_units
    text = escape(w("map.scale", km=picture.scale_km))
    bar = f"M{x} {y - 6}v12M{x} {y}h{long}M{x + long} {y - 6}v12"
    return [
        f'<rect x="{x - 10}" y="{y - 30}" width="{long + 20}" height="46" fill="#ffffff" fill-opacity=".88"/>',
        f'<path d="{bar}" stroke="{INK}" stroke-width="2.5" fill="none"/>',
        f'<text x="{x + long / 2:g}" y="{y - 12}" font-size="18" text-anchor="middle">{text}</text>',
        f'<path d="M{WIDTH - 40} 76L{WIDTH - 28} 34L{WIDTH - 16} 76L{WIDTH - 28} 66Z"/>',
        f'<text x="{WIDTH - 28}" y="28" font-size="20" text-anchor="middle">{escape(w("map.north"))}</text>',
    ]


def _legend(picture: Picture, w: Words) -> list[str]:
    top = picture.height + 26
    effort = [(f"url(#effort-{s})", w.named("effort", s)) for s in EffortState]
    marks = [(colour, label) for _, colour, label in STEPS]
    found = [*_keys(top, w("map.effort"), effort, 150), *_keys(top + 42, w("map.incidents"), marks, 90)]
    for n, line in enumerate(picture.lines[:LINES_NAMED]):
        y = top + 84 + n * LINE_KEY
        found.append(
            f'<rect x="14" y="{y - 14}" width="44" height="16" fill="#4b3f8f" fill-opacity=".22"/>'
            f'<path d="M14 {y - 6}h44" stroke="#4b3f8f" stroke-width="2.5" stroke-dasharray="9 5"/>'
            f'<text x="68" y="{y}" font-size="18">{escape(w("map.line", name=line.name))}</text>'
        )
    return found


def _keys(y: int, title: str, keys: Sequence[tuple[str, str]], step: int) -> list[str]:
    found = [f'<text x="14" y="{y}" font-size="18" font-weight="bold">{escape(title)}</text>']
    x = 230
    for fill, label in keys:
        found.append(f'<rect x="{x}" y="{y - 16}" width="30" height="20" fill="{fill}" stroke="{INK}"/>')
        found.append(f'<text x="{x + 38}" y="{y}" font-size="18">{escape(label)}</text>')
        x += max(step, 60 + 9 * len(label))
    return found
