from __future__ import annotations

import base64
import hashlib
import hmac
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import (
    ConflictError,
    EnvironmentProblem,
    MissingKeyError,
    UsageError,
    VerificationError,
)
from ceasewatch.record import Compartment, Entry, KeyRing, Record, canonical, ed25519, note, payload
from ceasewatch.record.digest import Keyed
from ceasewatch.record.envelope import MAX_LEAF, from_leaf, to_leaf
from ceasewatch.record.payload import Cipher, Sealer, bucket
from ceasewatch.record.sealing import author_message

T1 = Compartment(originator="mission", tier="T1")
MakeEntry = Callable[..., Entry]


def test_files_are_private_and_come_back(keys: KeyRing) -> None:
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    files = sorted(keys.folder.iterdir())
    assert len(files) == 2 + 4 + 1
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    again = KeyRing.open(keys.folder)
    assert again.index_secret() == keys.index_secret()
    assert again.compartments == keys.compartments
    assert [one.name for one in again.compartments] == ["mission/T1", "mission/T5", "nat-a/T1", "nat-a/T5"]
    assert len({again.newest(one).value for one in again.compartments}) == 4
    assert again.authors == ("ana",)
    assert again.log_signer("x.example/log").verifier == keys.log_signer("x.example/log").verifier


def test_secrets_do_not_show(keys: KeyRing) -> None:
    secret = keys.newest(T1)
    shown = repr(secret) + repr(keys) + repr(keys.author_signer("ana"))
    assert base64.b64encode(secret.value).decode() not in shown
    assert repr(secret.value) not in shown


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_readable_by_others_is_refused(keys: KeyRing, mode: int) -> None:
    path = next(keys.folder.glob("log.*"))
    path.chmod(mode)
    with pytest.raises(EnvironmentProblem, match="chmod"):
        KeyRing.open(keys.folder)
    path.chmod(0o600)
    keys.folder.chmod(0o750)
    with pytest.raises(EnvironmentProblem, match="chmod"):
        KeyRing.open(keys.folder)


@pytest.mark.parametrize(
    "content", ["", "ceasewatch-key-v1 log - 1 AAAA", "x y z", "ceasewatch-key-v1 pet - 1 " + "A" * 43 + "="]
)
def test_a_damaged_key_file_is_named(keys: KeyRing, content: str) -> None:
    path = next(keys.folder.glob("log.*"))
    path.write_text(content)
    with pytest.raises(EnvironmentProblem, match=path.name):
        KeyRing.open(keys.folder)


def test_no_key_folder(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        KeyRing.open(tmp_path / "nowhere")


def test_keys_inside_a_mission_are_refused(tmp_path: Path, keys: KeyRing) -> None:
    mission = tmp_path / "m"
    mission.mkdir()
    with pytest.raises(UsageError, match="inside the mission"):
        KeyRing.create(mission / "sub" / "keys", ["mission"], ["T1"], mission=mission)
    (mission / "mission.toml").touch()
    with pytest.raises(UsageError, match="inside the mission"):
        KeyRing.create(mission / "sub" / "keys", ["mission"], ["T1"])
    (tmp_path / "elsewhere").symlink_to(mission)
    with pytest.raises(UsageError, match="inside the mission"):
        KeyRing.create(tmp_path / "elsewhere" / "keys", ["mission"], ["T1"])
    with pytest.raises(EnvironmentProblem, match="inside the record"):
        Record.create(keys.folder.parent, keys, origin="mission.example/log")
    (tmp_path / "mission.toml").touch()
    with pytest.raises(UsageError, match="inside the mission"):
        Record.create(mission / "record", keys, origin="mission.example/log")


def test_a_folder_in_use_is_refused(keys: KeyRing) -> None:
    with pytest.raises(ConflictError):
        KeyRing.create(keys.folder, ["mission"], ["T1"])


@pytest.mark.parametrize("originator", ["", "Mission", "a/b", "a b", "ä", "-a", "x" * 64])
def test_bad_names_are_refused(keys: KeyRing, originator: str) -> None:
    with pytest.raises(UsageError):
        Compartment(originator=originator, tier="T1")
    with pytest.raises(UsageError):
        keys.add_author(originator)
    with pytest.raises(UsageError):
        Compartment(originator="mission", tier="1")


def test_a_missing_key_is_named(keys: KeyRing) -> None:
    with pytest.raises(MissingKeyError, match="nat-b/T1"):
        keys.newest(Compartment(originator="nat-b", tier="T1"))


@given(st.binary(max_size=100), st.binary(max_size=30), st.binary(max_size=200))
def test_keyed_is_hmac(key: bytes, label: bytes, message: bytes) -> None:
    assert Keyed(key, label).digest(message) == hmac.digest(key, label + message, "sha256")


@given(st.integers(1, 20_000_000))
def test_buckets(size: int) -> None:
    assert size <= bucket(size) <= max(256, size * 3 // 2)
    assert bucket(bucket(size)) == bucket(size)


@given(st.binary(max_size=3000), st.binary(min_size=32, max_size=32))
def test_sealed_opens_under_its_own_id_key_and_log_only(body: bytes, salt: bytes) -> None:
    def cipher(key: int = 1, origin: str = "o", compartment: str = "mission/T1") -> Cipher:
        return Cipher(bytes([key]) * 32, origin, compartment)

    sealer = Sealer(cipher())
    one, size = sealer.seal("id1", salt, body)
    two, _ = sealer.seal("id1", salt, body)
    assert one != two
    assert len(one) == len(two) == size + 24 + 16
    assert cipher().open("id1", one) == cipher().open("id1", two) == (body, salt)
    for wrong in (cipher(2), cipher(origin="p"), cipher(compartment="mission/T5")):
        with pytest.raises(VerificationError):
            wrong.open("id1", one)
    for data in (b"", one[:10], one[:24], one[:-1], two[:24] + one[24:]):
        with pytest.raises(VerificationError):
            cipher().open("id1", data)
    with pytest.raises(VerificationError):
        cipher().open("id2", one)


def test_nonces_are_fresh(keys: KeyRing, record: Record, entry: MakeEntry) -> None:
    """Every transaction has a key of its own, and inside it every entry its own counter."""
    for number in range(0, 60, 3):
        record.append([entry(number + step) for step in range(3)])
    rows = record._connection.execute("SELECT ciphertext FROM payloads").fetchall()
    prefixes = [row[0][:24] for row in rows]
    assert len(set(prefixes)) == 60
    assert len({prefix[:20] for prefix in prefixes}) == 20


def test_the_formulas_as_documented(keys: KeyRing, record: Record, entry: MakeEntry) -> None:
    """docs/reference/record-format.md, computed here from the standard library and AES-GCM alone."""
    value = {"text": "x", "number": 7}
    [receipt] = record.append([entry(1, payload=value, fields=("number", "absent"))])
    leaf, ciphertext = record._connection.execute(
        "SELECT leaf, ciphertext FROM entries JOIN payloads USING (seq) WHERE seq = 1"
    ).fetchone()
    envelope = from_leaf(leaf)
    assert receipt.leaf_hash == hashlib.sha256(b"\x00" + leaf).digest()
    assert canonical.encode(envelope) == leaf == to_leaf(envelope)
    assert hashlib.sha256(ciphertext).hexdigest() == envelope.ciphertext_sha256
    key = keys.newest(T1).value
    batch_key = hmac.digest(key, b"ceasewatch/batch-key/v1\x00" + ciphertext[:20], "sha256")
    aad = f"ceasewatch/payload/v1\0{record.origin}\0{envelope.id}\0mission/T1".encode()
    frame = AESGCM(batch_key).decrypt(bytes(8) + ciphertext[20:24], ciphertext[24:], aad)
    assert len(frame) == envelope.size_bucket == 256
    salt, length = frame[:32], int.from_bytes(frame[32:36], "big")
    body = frame[36 : 36 + length]
    assert body == b'{"number":7,"text":"x"}'
    assert not any(frame[36 + length :])
    assert envelope.commitment == hashlib.sha256(b"ceasewatch/commitment/v1\x00" + salt + body).hexdigest()
    for name, text in (("number", b"7"), ("absent", b"")):
        own = hmac.digest(salt, b"ceasewatch/field-salt/v1\x00" + name.encode(), "sha256")
        want = hashlib.sha256(b"ceasewatch/field/v1\x00" + own + name.encode() + b"\x00" + text).hexdigest()
        assert envelope.fields[name] == want
    idem = hmac.digest(keys.index_secret(), b'ceasewatch/idem/v1\x00["feed","1"]', "sha256")
    assert envelope.idem == idem.hex()
    assert envelope.id == base64.b32encode(idem[:20])[:26].decode().lower()
    [second] = record.append([entry(1, payload={"n": 8})])
    tail = hmac.digest(keys.index_secret(), b"ceasewatch/id/v1\x00" + idem + (1).to_bytes(8, "big"), "sha256")
    bits = f"{int.from_bytes(idem, 'big'):0256b}"[:60] + f"{int.from_bytes(tail, 'big'):0256b}"[:70]
    alphabet = "abcdefghijklmnopqrstuvwxyz234567"
    assert second.id == "".join(alphabet[int(bits[at : at + 5], 2)] for at in range(0, 130, 5))


def test_an_author_s_signature(keys: KeyRing, record: Record, entry: MakeEntry) -> None:
    record.append([entry(1, author="ana"), entry(2)])
    signed, attested = (one.envelope for one in record.read())
    import msgspec

    verifier = keys.author_signer("ana").verifier
    assert signed.author == f"ana+{note.key_id('ana', verifier.public_key)}"
    unsigned = to_leaf(msgspec.structs.replace(signed, signature=""))
    signature = base64.b64decode(signed.signature.removeprefix("ed25519:"))
    ed25519.verify(verifier.public_key, signature, author_message(record.origin, unsigned))
    with pytest.raises(VerificationError):
        ed25519.verify(verifier.public_key, signature, author_message("other.example/log", unsigned))
    assert attested.signature == ""
    assert attested.author.startswith(record.origin + "+")


def test_the_largest_leaf(record: Record, entry: MakeEntry) -> None:
    names = tuple(f"{number:064d}".replace("0", "a", 1) for number in range(480))
    record.append([entry(1, fields=names)])
    envelope = record.get(next(record.read()).envelope.id).envelope
    leaf = to_leaf(envelope)
    assert canonical.encode(envelope) == leaf
    assert len(leaf) <= MAX_LEAF
    assert payload.MAX_PAYLOAD == 16 * 2**20
