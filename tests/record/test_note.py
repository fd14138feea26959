from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasewatch.model.errors import VerificationError
from ceasewatch.record import checkpoint, ed25519, note
from ceasewatch.record.checkpoint import Checkpoint
from ceasewatch.record.note import Signer, Verifier

VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
TEXT = "This is an example message.\n"
LINE = (
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
SIGNER = Signer("example.org/log", b"\x01" * 32)
SMALL = b"\x01" + bytes(31)  # the neutral element
OTHER = Signer("example.org/other", b"\x02" * 32)


def test_the_specification_s_example() -> None:
    text, signed = note.verify(f"{TEXT}\n{LINE}", [Verifier.parse(VKEY)])
    assert text == TEXT
    assert [one.vkey for one in signed] == [VKEY]


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=60).map(lambda text: text + "\n")
)
def test_round_trip(text: str) -> None:
    signed = note.sign(text, [SIGNER, OTHER])
    got, who = note.verify(signed, [OTHER.verifier, SIGNER.verifier])
    assert got == text
    assert {one.name for one in who} == {"example.org/log", "example.org/other"}


def test_unknown_signatures_are_passed_over_and_a_bad_known_one_is_fatal() -> None:
    signed = note.sign(TEXT, [SIGNER, OTHER])
    assert note.verify(signed, [SIGNER.verifier])[1] == (SIGNER.verifier,)
    with pytest.raises(VerificationError, match="no known key"):
        note.verify(signed, [Verifier.parse(VKEY)])
    wrong = note.sign("Another message.\n", [OTHER]).split("\n\n")[1]
    with pytest.raises(VerificationError, match="does not hold"):
        note.verify(note.sign(TEXT, [SIGNER]) + wrong, [SIGNER.verifier, OTHER.verifier])


def test_the_last_empty_line_splits() -> None:
    text = "one\n\n— example.com/foo AAAA\n\ntwo\n"
    assert note.parse(note.sign(text, [SIGNER])).text == text


@pytest.mark.parametrize(
    "bad",
    [
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}{LINE}",
        f"{TEXT}\n{LINE[:-1]}",
        f"{TEXT}\n{LINE}trailing\n",
        f"{TEXT}\n-{LINE[1:]}",
        f"{TEXT}\n{LINE.replace('foo', 'fo+o')}",
        f"{TEXT}\n{LINE.replace(' example', '  example')}",
        f"{TEXT}\n" + LINE.replace("foo ", "f\u2003oo "),
        f"{TEXT}\n{LINE.replace('QM=', 'QN=')}",
        f"{TEXT}\n{LINE.replace('=', '')}",
        f"{TEXT}\n— example.com/foo Uw2QOg==\n",
        f"tab\there\n\n{LINE}",
        f"{TEXT}\r\n\n{LINE}",
        f"{TEXT}\n{LINE * (note.MAX_SIGNATURES + 1)}",
        "x" * note.MAX_NOTE + f"\n\n{LINE}",
        b"\xff\n\n" + LINE.encode(),
        f"{TEXT[:-1]}!\n\n{LINE}",
    ],
)
def test_malformed_notes_are_refused(bad: str | bytes) -> None:
    with pytest.raises(VerificationError):
        note.verify(bad, [Verifier.parse(VKEY)])


@pytest.mark.parametrize(
    "bad",
    [
        "example.com/foo+530d903a",
        VKEY.replace("530d903a", "530d903b"),
        VKEY.replace("530d903a", "530D903A"),
        VKEY.replace("+Aek", "+Auk"),
        VKEY[:-1] + "l",
        "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "small+" + note.key_id("small", SMALL) + "+" + base64.b64encode(b"\x01" + SMALL).decode(),
    ],
)
def test_bad_verifier_keys_are_refused(bad: str) -> None:
    with pytest.raises(VerificationError):
        Verifier.parse(bad)


def test_ed25519_edge_cases(shared_vectors: Path) -> None:
    cases = json.loads((shared_vectors / "ed25519-edge-cases" / "ed25519vectors.json").read_text())
    assert len(cases) == 914
    accepted = 0
    for case in cases:
        try:
            ed25519.verify(bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode())
        except VerificationError:
            continue
        accepted += 1
        assert not {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R"} & set(case["flags"] or ())
    assert accepted == 43


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_checkpoint_round_trip(size: int, root: bytes) -> None:
    made = Checkpoint(origin="example.org/log", size=size, root=root)
    signed = checkpoint.sign(made, SIGNER)
    assert checkpoint.verify(signed, [SIGNER.verifier], origin="example.org/log") == made
    with pytest.raises(VerificationError, match="not of"):
        checkpoint.verify(signed, [SIGNER.verifier], origin="example.org/other")


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "bad",
    [
        f"o\n01\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n+1\n{ROOT}\n",
        f"o\n1 \n{ROOT}\n",
        f"o\n١\n{ROOT}\n",
        f"o\n1\n{ROOT[:-4]}\n",
        f"o\n1\n{ROOT}",
        f"o\n1\n{ROOT}\nextension\n",
        f"\n1\n{ROOT}\n",
        f"o\n1\n{ROOT}\n\n",
    ],
)
def test_malformed_checkpoints_are_refused(bad: str) -> None:
    with pytest.raises(VerificationError):
        checkpoint.parse(bad)
