"""``simulate``: an exercise written into a folder, with its ground truth."""

from __future__ import annotations

from pathlib import Path

from ceasewatch.model.errors import UsageError
from ceasewatch.pipeline import settings
from ceasewatch.pipeline.catalogue import (
    FEEDS,
    TRUTH,
    About,
    about,
    companions,
    folder_of,
    is_scripted,
    mission_of,
    played,
)
from ceasewatch.record.durable import make_folder, write_file

SETTINGS = "settings"
"""Folder of what a mission needs."""


def simulate(name: str, out: Path, *, seed: int | None = None) -> int:
    """Write the exercise ``name`` into ``out``: settings, what the feeds deliver, and the truth.

    Args:
        name: one of :func:`names`.
        out: a folder that is not there yet, or is empty.
        seed: another than the scenario's own.

    Returns:
        The seed that was used; 0 for a scripted exercise.

    Raises:
        NotFoundError: there is no such exercise.
        UsageError: the folder is not empty, or a scripted exercise was given a seed.
        EnvironmentProblem: a file cannot be written.
    """
    folder = folder_of(name)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError("there is something here already", where=str(out), todo="name a new folder with --out")
    if is_scripted(folder) and seed is not None:
        raise UsageError(f"{name} is scripted: nothing in it is left to chance", where="--seed", todo="leave it out")
    told = about(name)
    files = played(folder, seed)
    files |= {f"{SETTINGS}/{f.name}": f.read_bytes() for f in companions(folder)}
    write_all(files, out)
    settings.write(out / SETTINGS / settings.FILE_NAME, mission_of(folder))
    used = told.seed if seed is None else seed
    write_file(out / "README.md", readme(told, used).encode(), mode=0o644)
    return used


def readme(told: About, seed: int) -> str:
    """The page that lies beside the files."""
    asked = "".join(f"* {q}\n" for q in told.questions)
    again = f"seed {seed}: the same seed gives the same bytes" if told.seed else "scripted: nothing is left to chance"
    truth = "`events.jsonl`, `observations.csv` (which row is about what), `coverage.csv`"
    return (
        f"# EXERCISE: {told.title}\n\n"
        "EXERCISE - EXERCISE - EXERCISE. Nothing of this happened; the country is invented.\n\n"
        f"{told.summary}\n\n{asked}\n"
        "| folder | holds |\n|---|---|\n"
        f"| `{SETTINGS}/` | what a mission needs: `mission.toml`, places, mappings |\n"
        f"| `{FEEDS}/FEED/` | what each feed delivers, a file for each day |\n"
        f"| `{TRUTH}/` | what was so: {truth} |\n\n"
        f"Exercise `{told.name}`, {again}. Score a pipeline against the truth: `ceasewatch score` with this folder.\n"
    )


def write_all(files: dict[str, bytes], out: Path) -> None:
    """Write ``files`` by their paths below ``out``."""
    for path, content in sorted(files.items()):
        make_folder((out / path).parent)
        write_file(out / path, content, mode=0o644)
