"""Signed notes (c2sp.org/signed-note v1): a text, an empty line, and lines of named signatures."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable

from ceasewatch.model.errors import VerificationError
from ceasewatch.model.struct import Noun
from ceasewatch.record import ed25519

ED25519 = 0x01
MAX_NOTE = 1_000_000
"""Largest note accepted, in bytes."""
MAX_SIGNATURES = 100
_SIGNATURE_LINE = re.compile(r"— ([^ \n]+) ([^ \n]+)")
_ID_SIZE = 4


class Signature(Noun, frozen=True, kw_only=True):
    """One signature line: who says to have signed, with which key (4 bytes, hex), and the bytes."""

    name: str
    key_id: str
    signature: bytes


class Note(Noun, frozen=True, kw_only=True):
    """A parsed note whose signatures nobody has checked yet; ``text`` ends in a newline."""

    text: str
    signatures: tuple[Signature, ...]


class Verifier(Noun, frozen=True, kw_only=True):
    """A public Ed25519 key with its name, checked to be one that binds its owner."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        ed25519.enrol(self.public_key)

    @property
    def key_id(self) -> str:
        """First four bytes of SHA-256(name || LF || type || key), as hex."""
        return key_id(self.name, self.public_key)

    @property
    def vkey(self) -> str:
        """``name+id+base64(type || key)``."""
        return f"{self.name}+{self.key_id}+{_b64(bytes([ED25519]) + self.public_key)}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """The inverse of :attr:`vkey`.

        Raises:
            VerificationError: it is malformed, its id is wrong, or its key is refused.
        """
        parts = vkey.split("+", 2)
        if len(parts) != 3:
            raise VerificationError("a verifier key has the form name+id+key", where=vkey)
        key = decode_base64(parts[2])
        if len(key) != 1 + ed25519.PUBLIC_KEY_SIZE or key[0] != ED25519:
            raise VerificationError("the verifier key is not of the Ed25519 type", where=vkey)
        verifier = cls(name=parts[0], public_key=key[1:])
        if verifier.key_id != parts[1]:
            raise VerificationError(f"the key id should be {verifier.key_id}", where=vkey)
        return verifier


class Signer:
    """A named private key."""

    __slots__ = ("_seed", "verifier")

    def __init__(self, name: str, seed: bytes) -> None:
        self._seed = ed25519.Seed(seed)
        self.verifier = Verifier(name=name, public_key=self._seed.public_key)

    def sign(self, message: bytes) -> bytes:
        """The bare signature over ``message``."""
        return self._seed.sign(message)


def key_id(name: str, public_key: bytes, kind: int = ED25519) -> str:
    """Hex of the 4-byte key id."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public_key).digest()[:_ID_SIZE].hex()


def sign(text: str, signers: Iterable[Signer]) -> str:
    """The note with one signature line a signer, in their order.

    Raises:
        VerificationError: ``text`` does not end in a newline or holds control characters.
    """
    check_text(text)
    lines = [
        f"— {one.verifier.name} {_b64(bytes.fromhex(one.verifier.key_id) + one.sign(text.encode()))}\n"
        for one in signers
    ]
    return f"{text}\n{''.join(lines)}"


def parse(note: str | bytes) -> Note:
    """Take a note apart, at its last empty line, without trusting anything in it.

    Raises:
        VerificationError: it is malformed or beyond the caps on size and number of signatures.
    """
    whole = _decode(note)
    body, found, tail = whole.rpartition("\n\n")
    text = body + "\n"
    if not found or not tail or not tail.endswith("\n"):
        raise VerificationError("a note is a text, an empty line and at least one signature line")
    check_text(text)
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise VerificationError(f"a note with more than {MAX_SIGNATURES} signatures")
    return Note(text=text, signatures=tuple(_parse_line(line) for line in lines))


def verify(note: str | bytes, verifiers: Iterable[Verifier]) -> tuple[str, tuple[Verifier, ...]]:
    """The text, and those of ``verifiers`` who signed it. Signatures of unknown keys are passed over.

    Raises:
        VerificationError: the note is malformed, a known key's signature fails, or no known key has signed.
    """
    parsed = parse(note)
    known = {(one.name, one.key_id): one for one in verifiers}
    signed: dict[tuple[str, str], Verifier] = {}
    for line in parsed.signatures:
        verifier = known.get((line.name, line.key_id))
        if verifier is None:
            continue
        try:
            ed25519.verify(verifier.public_key, line.signature, parsed.text.encode())
        except VerificationError as error:
            raise VerificationError(error.what, where=f"signature of {line.name}") from error
        signed[(line.name, line.key_id)] = verifier
    if not signed:
        raise VerificationError("no known key has signed this note")
    return parsed.text, tuple(signed.values())


def check_name(name: str) -> None:
    """Refuse a key name that is empty, holds a space of any script, ``+`` or a control character.

    Raises:
        VerificationError: the name is refused.
    """
    if not name or "+" in name or any(char.isspace() or ord(char) < 0x20 for char in name):
        raise VerificationError(f"{name!r} is no key name", todo="use a name such as example.org/log")


def check_text(text: str) -> None:
    """Refuse a text that does not end in a newline or holds another control character.

    Raises:
        VerificationError: the text is refused.
    """
    if not text.endswith("\n") or any(char < " " and char != "\n" for char in text):
        raise VerificationError("a note's text ends in a newline and holds no other control character")


def decode_base64(text: str) -> bytes:
    """Decode base64 that is written in the one canonical way.

    Raises:
        VerificationError: it is not.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VerificationError("base64 that cannot be read") from error
    if _b64(data) != text:
        raise VerificationError("base64 that is not canonical")
    return data


def _parse_line(line: str) -> Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if match is None:
        raise VerificationError("a signature line has the form '— name base64'")
    check_name(match[1])
    data = decode_base64(match[2])
    if len(data) <= _ID_SIZE:
        raise VerificationError("a signature line without a signature", where=match[1])
    return Signature(name=match[1], key_id=data[:_ID_SIZE].hex(), signature=data[_ID_SIZE:])


def _decode(note: str | bytes) -> str:
    try:
        raw = note if isinstance(note, bytes) else note.encode()
        if len(raw) > MAX_NOTE:
            raise VerificationError(f"a note of more than {MAX_NOTE} bytes")
        return raw.decode()
    except UnicodeError as error:
        raise VerificationError("a note is UTF-8 text") from error


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
