"""Debian packages for tests: installed as root with apt, politely named elsewhere, never a reason to fail."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

APT = """#!/bin/sh
echo "$@" >> "$LOG"
[ "$1" = install ] || exit 0
[ -z "$OFFLINE" ] || exit 100
printf '#!/bin/sh\\n' > "$BIN/strace"
chmod +x "$BIN/strace"
"""


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A PATH that holds nothing but what the script itself runs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("bash", "sh", "chmod", "timeout"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def executable(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    path.chmod(0o755)


def run(project_root: Path, bin_folder: Path, *, user: int, offline: bool = False) -> tuple[str, list[str]]:
    """What the script prints, and apt's calls."""
    log = bin_folder.parent / "apt.log"
    executable(bin_folder / "id", f"#!/bin/sh\necho {user}\n")
    executable(bin_folder / "apt-get", APT)
    done = subprocess.run(
        [str(bin_folder / "bash"), str(project_root / "tools" / "system-packages"), "strace"],
        env={"PATH": str(bin_folder), "BIN": str(bin_folder), "LOG": str(log), "OFFLINE": "1" if offline else ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, log.read_text("utf-8").splitlines() if log.exists() else []


def test_root_gets_it_from_apt(project_root: Path, bin_folder: Path) -> None:
    said, calls = run(project_root, bin_folder, user=0)
    assert said == ""
    assert len(calls) == 1
    assert calls[0].startswith("install -y")
    assert run(project_root, bin_folder, user=0) == ("", calls), "what is there is not installed again"


def test_without_a_network_the_lists_are_tried_once_and_the_lack_is_named(project_root: Path, bin_folder: Path) -> None:
    said, calls = run(project_root, bin_folder, user=0, offline=True)
    assert "strace is not installed" in said
    assert [call.split()[0] for call in calls] == ["install", "update", "install"]


def test_others_are_told(project_root: Path, bin_folder: Path) -> None:
    said, calls = run(project_root, bin_folder, user=1000)
    assert "apt install strace" in said
    assert calls == []
