"""A writer for the durability tests: appends entries one by one and acknowledges each on standard output."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from ceasewatch.record import Compartment, Entry, KeyRing, Record


def main(folder: str, keys: str, name: str, limit: str = "") -> None:
    compartment = Compartment(originator="mission", tier="T1")
    record = Record.open(Path(folder), KeyRing.open(Path(keys)))
    os.write(1, b"ready\n")
    for number in range(int(limit)) if limit else count():
        [receipt] = record.append(
            [
                Entry(
                    kind="observation",
                    payload={"number": number, "writer": name},
                    idempotency=(name, str(number)),
                    compartment=compartment,
                )
            ]
        )
        root = record.root(receipt.seq).hex()
        line = f"{receipt.seq} {receipt.id} {receipt.leaf_hash.hex()} {receipt.seq} {root}\n"
        os.write(1, line.encode())


main(*sys.argv[1:])
