"""The file of learned observers: what was learned, from what, and the digest by which it is named where it is used."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from ceasewatch import __version__
from ceasewatch.model.errors import DataError, EnvironmentProblem
from ceasewatch.model.struct import Noun
from ceasewatch.model.time import Utc
from ceasewatch.model.values import CapStatus, ObserverKind
from ceasewatch.record.durable import write_file

if TYPE_CHECKING:
    from ceasewatch.fusion.parameters import Parameters
    from ceasewatch.pipeline.mission import MissionFolder

_HEAD: Final = (
    "# Learned by `ceasewatch observers --learn`. Not to be edited: a changed file is refused by its digest.\n"
)
_ANEW: Final = "write it anew with `ceasewatch observers --learn --out FILE`"


class LearnedNumber(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """One number, given and learned, with 95% limits.

    Attributes:
        of: kind of observer, or name of a model.
        support: reports about shared happenings, or shots, that it rests on.
    """

    of: str
    name: str
    given: float
    learned: float
    low: float
    high: float
    support: float


class LearnedObservers(Noun, frozen=True, kw_only=True, omit_defaults=False):
    """What a mission learned of its observers, so that others can learn it again.

    Attributes:
        method: ``unlabelled`` pairs of reports, or ``shots``.
        since, until: phenomena of this period were looked at.
        record_size, record_root: the part of the record that was looked at.
        shots_sha256: of the file of shots; empty without.
        used: pairs or shots.
        version: of the program that learned.
        digest: SHA-256 over all the rest.
    """

    mission: str
    status: CapStatus
    method: str
    since: Utc
    until: Utc
    seed: int
    record_size: int
    record_root: str
    shots_sha256: str = ""
    observations: int
    used: int
    version: str = __version__
    numbers: tuple[LearnedNumber, ...]
    digest: str = ""

    @property
    def short(self) -> str:
        """By which it is named beside the code's version."""
        return self.digest[:8]


def signed(found: LearnedObservers) -> LearnedObservers:
    """With its digest."""
    bare = msgspec.json.encode(replace(found, digest=""))
    read_again = msgspec.json.decode(bare, type=LearnedObservers)  # a whole number becomes the real that it stands for
    told = msgspec.json.encode(read_again, order="deterministic")
    return replace(read_again, digest=hashlib.sha256(told).hexdigest())


def write(file: Path, found: LearnedObservers) -> None:
    """Write it as YAML, whole or not at all."""
    write_file(file, _HEAD.encode() + msgspec.yaml.encode(found), mode=0o644)


def read(file: Path) -> LearnedObservers:
    """What the file says.

    Raises:
        EnvironmentProblem: it cannot be read.
        DataError: it is not such a file, has a number that cannot be, or was changed since it was written.
    """
    try:
        found = msgspec.yaml.decode(file.read_bytes(), type=LearnedObservers)
    except OSError as error:
        raise EnvironmentProblem(f"cannot read it ({error.strerror})", where=str(file), todo=_ANEW) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise DataError(f"no learned observers: {error}", where=str(file), todo=_ANEW) from error
    if signed(found).digest != found.digest:
        raise DataError("it was changed since it was written: its digest does not hold", where=str(file), todo=_ANEW)
    bad = [f"{n.of}.{n.name}" for n in found.numbers if not _can_be(n)]
    if bad:
        raise DataError(f"numbers that cannot be: {', '.join(bad)}", where=str(file), todo=_ANEW)
    return found


def _can_be(number: LearnedNumber) -> bool:
    """A number that learning gives: an error of a kind of observer, or the threshold of a model."""
    from ceasewatch.observers.taught import LEARNED

    if number.of in set(ObserverKind):
        return number.name in LEARNED and 0.0 < number.learned < 1e7
    return number.name == "threshold_db" and math.isfinite(number.learned)


def of_mission(folder: MissionFolder) -> LearnedObservers | None:
    """That the mission's settings name; ``None`` if they name none.

    Raises:
        DataError: it was learned in an exercise and the mission is actual, or the other way round; or as :func:`read`.
    """
    if not folder.mission.learned:
        return None
    file = folder.path / folder.mission.learned
    found = read(file)
    if found.status is not folder.mission.status.cap:
        raise DataError(
            f"learned in a mission that is {found.status}, used in one that is {folder.mission.status.cap}",
            where=str(file),
            todo="exercise and actual never mix: learn from this mission's own record",
        )
    return found


def parameters(found: LearnedObservers | None) -> Parameters:
    """What fusion takes: the program's own parameters, with what was learned."""
    from dataclasses import replace as with_fields

    from ceasewatch.fusion.parameters import DEFAULT
    from ceasewatch.observers.taught import with_numbers

    if found is None:
        return DEFAULT
    errors = with_numbers(DEFAULT.errors, tuple((n.of, n.name, n.learned) for n in found.numbers))
    return with_fields(DEFAULT, errors=errors)
