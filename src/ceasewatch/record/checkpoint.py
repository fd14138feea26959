"""Checkpoints (c2sp.org/tlog-checkpoint v1): origin, size and root of the log, as a signed note."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from ceasewatch.model.errors import VerificationError
from ceasewatch.model.struct import Noun
from ceasewatch.record import note
from ceasewatch.record.merkle import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Checkpoint(Noun, frozen=True, kw_only=True):
    """What a log says about itself.

    Attributes:
        origin: name of the log: a URL without a scheme.
        size: number of leaves.
        root: Merkle root over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or self.size < 0 or len(self.root) != HASH_SIZE:
            raise VerificationError("a checkpoint needs an origin of one line, a size and a root of 32 bytes")

    @property
    def text(self) -> str:
        """The three lines that are signed. There are no extension lines: not every signature would cover them."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse(text: str) -> Checkpoint:
    """Read the text of a checkpoint; extension lines are refused.

    Raises:
        VerificationError: it is not a checkpoint.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise VerificationError("a checkpoint has exactly three lines: origin, size, root")
    if not _SIZE.fullmatch(lines[1]):
        raise VerificationError("the size of a checkpoint is a decimal number without leading zeros")
    root = note.decode_base64(lines[2])
    if len(root) != HASH_SIZE:
        raise VerificationError("the root of a checkpoint is 32 bytes")
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root)


def sign(checkpoint: Checkpoint, signer: note.Signer) -> str:
    """The signed note of ``checkpoint``."""
    return note.sign(checkpoint.text, [signer])


def verify(signed: str | bytes, verifiers: Iterable[note.Verifier], *, origin: str) -> Checkpoint:
    """The checkpoint, if a known key has signed it and it is of the log ``origin``.

    Raises:
        VerificationError: it is not.
    """
    text, _ = note.verify(signed, verifiers)
    checkpoint = parse(text)
    if checkpoint.origin != origin:
        raise VerificationError(f"the checkpoint is of {checkpoint.origin}, not of {origin}")
    return checkpoint
