"""How much of a file is believed before it is refused: every reader is bounded by these."""

from __future__ import annotations

from ceasewatch.model.struct import Noun

MIB = 1 << 20


class Limits(Noun, frozen=True, kw_only=True):
    """Bounds for one delivered file. The defaults leave room for a year of any feed listed in the README.

    Attributes:
        max_file_bytes: of the file as delivered.
        max_expanded_bytes: of what a gz or zip file expands to, all members together.
        max_ratio: expanded bytes for each packed byte, beyond the first MiB (text seldom passes 30).
        max_members: files inside a zip.
        max_line_bytes: one line, and one record of several lines.
        max_object_bytes: one GeoJSON feature.
        max_record_lines: lines that one quoted record may span; a quote that stays open for longer is a broken line.
        max_fields: columns of a table.
        max_field_chars: one value.
    """

    max_file_bytes: int = 2048 * MIB
    max_expanded_bytes: int = 4096 * MIB
    max_ratio: int = 200
    max_members: int = 1000
    max_line_bytes: int = MIB
    max_object_bytes: int = 16 * MIB
    max_record_lines: int = 200
    max_fields: int = 2000
    max_field_chars: int = 100_000
