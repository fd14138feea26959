"""Lines of a part: bounded, decoded one by one, so that a broken line costs itself and nothing else."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

from ceasewatch.model.errors import DataError
from ceasewatch.sources.containers import Part
from ceasewatch.sources.feed import Quarantined, excerpt
from ceasewatch.sources.limits import Limits

ENCODINGS = ("utf-8", "cp1251", "cp1252", "koi8-u", "iso8859-1", "iso8859-5")
"""Those in which a line feed is one byte and nothing else is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; ``number`` counts from 1."""

    number: int
    text: str


def lines(part: Part, limits: Limits, encoding: str = "utf-8") -> Iterator[Line | Quarantined]:
    """Lines in order; one that is too long, holds a NUL byte or is not in ``encoding`` is a quarantine row.

    Where the bytes break off (half a gz, a bomb) the last, incomplete line is dropped and a quarantine row names it.

    Raises:
        DataError: the bytes break off before the first line, or are UTF-16 or UTF-32.
    """
    decode = codecs.getdecoder(encoding)
    carry, number, overlong = b"", 0, b""
    for chunk in _chunks(part):
        if isinstance(chunk, DataError):
            if number == 0:
                raise type(chunk)(chunk.what, where=part.name, todo="deliver the file again") from chunk
            yield Quarantined(
                part.name, number + 1, "", f"{chunk.what}: reading ended here", excerpt(overlong or carry)
            )
            return
        pieces = (carry + chunk).split(b"\n")
        carry = pieces.pop()
        for piece in pieces:
            number += 1
            if overlong or len(piece) > limits.max_line_bytes:
                yield _too_long(part.name, number, overlong or piece, limits)
                overlong = b""
            else:
                yield _line(part.name, number, piece, decode)
        if overlong or len(carry) > limits.max_line_bytes:
            overlong = overlong or carry[: limits.max_line_bytes][:1024]
            carry = b""
    if overlong:
        yield _too_long(part.name, number + 1, overlong, limits)
    elif carry:
        yield _line(part.name, number + 1, carry, decode)


def _chunks(part: Part) -> Iterator[bytes | DataError]:
    """The chunks without a byte order mark; damage is the last item."""
    try:
        head = part.peek(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
            yield DataError("the text is UTF-16 or UTF-32: save it as UTF-8")
            return
        first = part.read().removeprefix(codecs.BOM_UTF8)
        while first:
            yield first
            first = part.read()
    except DataError as error:
        yield error


def _line(name: str, number: int, piece: bytes, decode: codecs._Decoder) -> Line | Quarantined:
    if piece.endswith(b"\r"):
        piece = piece[:-1]
    if b"\0" in piece:
        return Quarantined(name, number, "", "the line holds a NUL byte", excerpt(piece))
    try:
        return Line(number, decode(piece)[0])
    except UnicodeDecodeError as error:
        reason = f"byte {error.start + 1} of the line is not {error.encoding}"
        return Quarantined(name, number, "", reason, excerpt(piece))


def _too_long(name: str, number: int, piece: bytes, limits: Limits) -> Quarantined:
    return Quarantined(name, number, "", f"the line is longer than {limits.max_line_bytes} bytes", excerpt(piece))
