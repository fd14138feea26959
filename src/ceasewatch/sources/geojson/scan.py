"""Features out of a GeoJSON text of any size, one at a time: the text as a whole is never in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ceasewatch.model.errors import DataError
from ceasewatch.sources.containers import Part
from ceasewatch.sources.feed import Quarantined, excerpt
from ceasewatch.sources.limits import Limits

_STRUCTURE = re.compile(rb'["\\{}\[\]\n]')
_BETWEEN = b" \t\r\n,:\x1e\xef\xbb\xbf"
MAX_DEPTH = 64


@dataclass(frozen=True, slots=True)
class Found:
    """The bytes of one object and the 1-based line on which it begins."""

    line: int
    data: bytes


class Scanner:
    """Follows brackets and strings through the chunks and cuts out the objects that stand where features stand.

    In a FeatureCollection those are the objects in the array ``features``; elsewhere each object at the top level
    (one Feature, or one a line).
    """

    def __init__(self, name: str, limits: Limits, *, collection: bool) -> None:
        self._name, self._limits = name, limits
        self._home = [b"{", b"["] if collection else []
        self._stack: list[bytes] = []
        self.line, self._began = 1, 1
        self._in_string = self._escaped = False
        self._kept: bytearray | None = None
        self._string = bytearray()
        self._key = b""
        self._overflow = False
        self._entered = not collection

    def feed(self, chunk: bytes) -> Iterator[Found | Quarantined]:
        """What the next chunk completes."""
        at = 0
        for match in _STRUCTURE.finditer(chunk):
            yield from self._text(chunk[at : match.start()])
            at = match.end()
            yield from self._mark(match[0])
        yield from self._text(chunk[at:])

    def finish(self) -> Iterator[Quarantined]:
        """What is wrong if the text ends here."""
        if self._stack or self._in_string:
            yield self.refuse(self._began if self._kept is not None else self.line, "the text ends too early")
        elif not self._entered:
            yield self.refuse(0, "there is no array of features")

    def refuse(self, line: int, reason: str) -> Quarantined:
        """A quarantine row with the beginning of what is being read."""
        return Quarantined(self._name, line, "", reason, excerpt(bytes(self._kept or b"")))

    def _text(self, text: bytes) -> Iterator[Quarantined]:
        if not text:
            return
        self._escaped = False
        if self._kept is not None:
            self._keep(text)
        elif self._in_string:
            self._string += text[:64]
        elif self._at_home() and text.strip(_BETWEEN):
            yield Quarantined(self._name, self.line, "", "this is no feature", excerpt(text))

    def _mark(self, mark: bytes) -> Iterator[Found | Quarantined]:
        if mark == b"\n":
            self.line += 1
        if self._in_string:
            self._inside_string(mark)
            return
        if self._kept is not None and mark not in b"{}[]":
            self._keep(mark)
        if mark == b'"':
            self._in_string, self._string = True, bytearray()
        elif mark in b"{[":
            yield from self._open(mark)
        elif mark in b"}]":
            yield from self._close(mark)

    def _inside_string(self, mark: bytes) -> None:
        if self._kept is not None:
            self._keep(mark)
        if mark == b'"' and not self._escaped:
            self._in_string = False
            if len(self._stack) == 1:
                self._key = bytes(self._string)
        self._escaped = mark == b"\\" and not self._escaped

    def _open(self, mark: bytes) -> Iterator[Quarantined]:
        if self._kept is None and mark == b"{" and self._at_home():
            self._kept, self._began, self._overflow = bytearray(), self.line, False
        if self._kept is not None:
            self._keep(mark)
        self._stack.append(mark)
        self._entered = self._entered or self._at_home()
        if len(self._stack) > MAX_DEPTH:
            yield self.refuse(self.line, f"nested deeper than {MAX_DEPTH}: reading ended here")
            raise _Hopeless

    def _close(self, mark: bytes) -> Iterator[Found | Quarantined]:
        if not self._stack or (self._stack.pop() == b"{") != (mark == b"}"):
            yield self.refuse(self.line, "the brackets do not match: reading ended here")
            raise _Hopeless
        if self._kept is None:
            return
        self._keep(mark)
        if self._stack == self._home:
            yield self._taken()

    def _taken(self) -> Found | Quarantined:
        data, self._kept = bytes(self._kept or b""), None
        if self._overflow:
            reason = f"the feature is larger than {self._limits.max_object_bytes} bytes"
            return Quarantined(self._name, self._began, "", reason, excerpt(data))
        return Found(self._began, data)

    def _at_home(self) -> bool:
        return self._stack == self._home and (not self._home or self._key == b"features")

    def _keep(self, text: bytes) -> None:
        if self._kept is None:
            return
        if len(self._kept) + len(text) > self._limits.max_object_bytes:
            self._overflow = True
        else:
            self._kept += text


class _Hopeless(Exception):  # noqa: N818 -- internal: the structure is lost
    """Nothing after this point can be read."""


def objects(part: Part, limits: Limits) -> Iterator[Found | Quarantined]:
    """Objects that stand where features stand, in order; what is damaged is a quarantine row.

    Raises:
        DataError: the text is not JSON at all.
    """
    head = part.peek(4096)
    if not head.lstrip(_BETWEEN).startswith(b"{"):
        raise DataError("not GeoJSON: it does not begin with an object", where=part.name)
    scanner = Scanner(part.name, limits, collection=b'"features"' in head or b'"FeatureCollection"' in head)
    try:
        while chunk := part.read():
            yield from scanner.feed(chunk)
        yield from scanner.finish()
    except _Hopeless:
        return
    except DataError as error:
        yield scanner.refuse(scanner.line, f"{error.what}: reading ended here")
