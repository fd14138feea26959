"""Ed25519 with the strictness that non-repudiation needs.

A small-order public key lets one signature hold for many messages, so its owner could later deny what was signed.
RFC 8032 verifiers differ on such points; here keys and signatures that contain one, or that encode a point in a
non-canonical way, are refused (the accepted set equals libsodium's; see the CCTV vectors in the tests).
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ceasewatch.model.errors import VerificationError

PUBLIC_KEY_SIZE = 32
SIGNATURE_SIZE = 64

_P = 2**255 - 19
_SIGN_BIT = 1 << 255
_ORDER_EIGHT_Y = int.from_bytes(
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
)
# y of the points whose order divides 8: order 4, 1, 2 and the two of order 8. (x, y) and (-x, y) have the same order.
_SMALL_ORDER_Y = frozenset({0, 1, _P - 1, _ORDER_EIGHT_Y, _P - _ORDER_EIGHT_Y})


def is_strict_point(encoded: bytes) -> bool:
    """Whether 32 bytes encode a point canonically and its order is not small (it may still be off the curve)."""
    y = int.from_bytes(encoded, "little") & ~_SIGN_BIT
    return len(encoded) == PUBLIC_KEY_SIZE and y < _P and y not in _SMALL_ORDER_Y


def enrol(public_key: bytes) -> Ed25519PublicKey:
    """The key, if it is one that binds its owner.

    Raises:
        VerificationError: it is not canonical, of small order, or no point at all.
    """
    if not is_strict_point(public_key):
        raise VerificationError(
            "the Ed25519 public key is not canonical or of small order", todo="ask its owner for a proper key"
        )
    return Ed25519PublicKey.from_public_bytes(public_key)


def verify(public_key: bytes, signature: bytes, message: bytes) -> None:
    """Check a signature under the strict rules.

    Raises:
        VerificationError: it does not hold.
    """
    key = enrol(public_key)
    if len(signature) != SIGNATURE_SIZE or not is_strict_point(signature[:32]):
        raise VerificationError("the Ed25519 signature is malformed or its R is of small order")
    try:
        key.verify(signature, message)
    except InvalidSignature as error:
        raise VerificationError("the Ed25519 signature does not hold") from error


class Seed:
    """A private key from its 32-byte seed. It never shows itself in text."""

    __slots__ = ("_key", "public_key")

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""
        return self._key.sign(message)
