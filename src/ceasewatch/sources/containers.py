"""Opening what was delivered: plain, gz or zip, told apart by content, never by name, and never expanded whole."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, cast

from ceasewatch.model.errors import DataError, EnvironmentProblem, LimitError
from ceasewatch.sources.feed import Quarantined, SourceFile
from ceasewatch.sources.limits import MIB, Limits

CHUNK = 256 * 1024
GZIP_MAGIC, ZIP_MAGIC, PARQUET_MAGIC = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
_EMPTY_ZIP = b"PK\x05\x06"
_OTHER_PACKERS = {
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7-Zip",
    b"Rar!": "RAR",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_PROSE = (".txt", ".md", ".pdf", ".html", ".htm", ".rtf", ".doc", ".docx")
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError, RuntimeError)


@dataclass(slots=True)
class Budget:
    """What may still be expanded of one delivered file."""

    limits: Limits
    expanded: int = 0

    def spend(self, size: int, packed: int) -> None:
        """Count ``size`` expanded bytes against ``packed`` delivered ones.

        Raises:
            LimitError: one of the two bounds is passed.
        """
        self.expanded += size
        if self.expanded > self.limits.max_expanded_bytes:
            raise LimitError(f"expands to more than {self.limits.max_expanded_bytes} bytes")
        if self.expanded > MIB + self.limits.max_ratio * packed:
            raise LimitError(f"expands to more than {self.limits.max_ratio} times its size, as only a bomb does")


class Part:
    """One table or text inside a delivered file, read in chunks."""

    def __init__(self, name: str, stream: IO[bytes], budget: Budget | None = None, packed: int | None = None) -> None:
        self.name = name
        self._stream = stream
        self._budget = budget
        self._packed = packed
        # One step at a time where the stream can: what was unpacked before the damage must not be lost with it.
        self._take: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._head = b""
        self._damage: DataError | None = None
        self._raw: IO[bytes] | None = None

    def watch(self, raw: IO[bytes]) -> Part:
        """Take the number of packed bytes from the position of ``raw`` while reading."""
        self._raw = raw
        return self

    def peek(self, size: int) -> bytes:
        """The first bytes; reading still begins with them."""
        while len(self._head) < size and self._damage is None:
            try:
                more = self._next()
            except DataError as error:
                if not self._head:
                    raise
                self._damage = error
                break
            if not more:
                break
            self._head += more
        return self._head[:size]

    def read(self) -> bytes:
        """The next chunk; empty at the end.

        Raises:
            DataError: the bytes are damaged or end too early, or a limit is passed (LimitError).
        """
        if self._head:
            head, self._head = self._head, b""
            return head
        if self._damage is not None:
            raise self._damage
        return self._next()

    def whole(self) -> BinaryIO:
        """All of it as a file that can seek, for formats that are read from their end.

        Raises:
            DataError: as :meth:`read`.
        """
        copy = tempfile.SpooledTemporaryFile(max_size=16 * MIB)  # noqa: SIM115 -- the caller closes it
        while chunk := self.read():
            copy.write(chunk)
        copy.seek(0)
        return cast(BinaryIO, copy)

    def _next(self) -> bytes:
        try:
            chunk = self._take(CHUNK if self._budget is None else CHUNK // 4)
        except _DAMAGE as error:
            raise DataError(f"the packed data is damaged or ends too early ({error})") from error
        except OSError as error:
            raise EnvironmentProblem(f"cannot be read: {error.strerror or error}", where=self.name) from error
        if self._budget is not None and chunk:
            packed = self._packed if self._packed is not None else self._raw.tell() if self._raw else 0
            self._budget.spend(len(chunk), packed)
        return chunk


class _Counted:
    """A binary stream that refuses to be longer than the limit and reports how far it was read."""

    def __init__(self, stream: BinaryIO, source: SourceFile, limits: Limits) -> None:
        self._stream, self._source, self._limits = stream, source, limits
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        if self._at > self._limits.max_file_bytes:
            raise LimitError(f"is larger than {self._limits.max_file_bytes} bytes")
        if self._source.progress is not None and data:
            self._source.progress(self._at)
        return data

    def tell(self) -> int:
        return self._at


def seekable(stream: BinaryIO, limits: Limits) -> BinaryIO:
    """``stream`` itself, or a temporary copy where it cannot seek (a socket, a pipe).

    Raises:
        LimitError: it is larger than ``limits.max_file_bytes``.
    """
    if stream.seekable():
        return stream
    copy = tempfile.SpooledTemporaryFile(max_size=16 * MIB)  # noqa: SIM115 -- closed with the last reader
    size = 0
    while data := stream.read(CHUNK):
        size += len(data)
        if size > limits.max_file_bytes:
            raise LimitError(f"is larger than {limits.max_file_bytes} bytes")
        copy.write(data)
    copy.seek(0)
    return cast(BinaryIO, copy)


def parts(source: SourceFile, limits: Limits) -> Iterator[Part | Quarantined]:
    """Each table or text of the file; a zip member that cannot be one is a quarantine row.

    Raises:
        DataError: nothing can be read: not a format we open, encrypted, beyond a limit (LimitError).
    """
    with source.open() as raw, seekable(raw, limits) as stream:
        head = stream.read(8)
        stream.seek(0)
        _refuse_packers(source.name, head)
        counted = cast(BinaryIO, _Counted(stream, source, limits))
        if head.startswith(GZIP_MAGIC):
            yield _inside(_gz(source.name, counted, limits))
        elif head.startswith((ZIP_MAGIC, _EMPTY_ZIP)):
            yield from _zip(source, stream, limits)
        else:
            yield Part(source.name, counted)


def _refuse_packers(name: str, head: bytes) -> None:
    if not head:
        raise DataError("the file is empty", where=name, todo="deliver it again")
    for magic, packer in _OTHER_PACKERS.items():
        if head.startswith(magic):
            raise DataError(f"packed with {packer}", where=name, todo="deliver it plain, as gz or as zip")


def _gz(name: str, raw: BinaryIO, limits: Limits) -> Part:
    return Part(name, cast(IO[bytes], gzip.GzipFile(fileobj=raw)), Budget(limits)).watch(raw)


def _inside(part: Part) -> Part:
    """``part``, unless it is an archive again."""
    try:
        head = part.peek(8)
    except DataError as error:
        raise type(error)(error.what, where=part.name, todo="deliver it again") from error
    if head.startswith((GZIP_MAGIC, ZIP_MAGIC)) or any(head.startswith(m) for m in _OTHER_PACKERS):
        raise DataError("an archive inside an archive is not opened", where=part.name, todo="unpack it once")
    return part


def _zip(source: SourceFile, stream: BinaryIO, limits: Limits) -> Iterator[Part | Quarantined]:
    if stream.seek(0, 2) > limits.max_file_bytes:
        raise LimitError(f"is larger than {limits.max_file_bytes} bytes", where=source.name)
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, OverflowError) as error:
        raise DataError(f"not a whole zip file ({error})", where=source.name, todo="deliver it again") from error
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
        if len(members) > limits.max_members:
            raise LimitError(f"holds {len(members)} files, more than {limits.max_members}", where=source.name)
        tables = [m for m in members if not m.filename.lower().endswith(_PROSE)]
        budget = Budget(limits)
        for member in tables or members:
            yield _member(source.name, archive, member, budget)
        if not members:
            raise DataError("the zip file holds nothing", where=source.name, todo="deliver it again")


def _member(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Part | Quarantined:
    inside = f"{name}!{member.filename}"
    try:
        stream = archive.open(member)
        return _inside(Part(inside, stream, budget, max(member.compress_size, 1)))
    except (*_DAMAGE, OSError, ValueError, OverflowError) as error:
        return Quarantined(inside, 0, "", f"the member cannot be opened ({error})")
    except DataError as error:
        return Quarantined(inside, 0, "", error.what)
