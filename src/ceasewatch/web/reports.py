"""Reports that the public may fetch: those that the daily report command put into ``out/public/``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ceasewatch.model.errors import EnvironmentProblem
from ceasewatch.pipeline.mission import MissionFolder

PUBLIC = "public"
MEDIA_TYPES = {".pdf": "application/pdf", ".html": "text/html"}


@dataclass(frozen=True, slots=True)
class Published:
    """One file.

    Attributes:
        name: of the file, as in its address.
    """

    name: str
    path: Path
    media_type: str


def public_folder(folder: MissionFolder) -> Path:
    """Where public products are put; nothing of a higher tier is ever written there."""
    return folder.out / PUBLIC


def published(folder: MissionFolder) -> dict[str, Published]:
    """Public reports by name, the newest first."""
    place = public_folder(folder)
    if not place.is_dir():
        return {}
    files = [f for f in place.iterdir() if f.suffix in MEDIA_TYPES and f.is_file() and not f.is_symlink()]
    files.sort(key=lambda f: (f.stat().st_mtime_ns, f.name), reverse=True)
    return {f.name: Published(f.name, f, MEDIA_TYPES[f.suffix]) for f in files}


def report_bytes(report: Published) -> bytes:
    """Content of the file.

    Raises:
        EnvironmentProblem: it cannot be read.
    """
    try:
        return report.path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem(f"cannot be read ({error.strerror})", where=report.name) from error
