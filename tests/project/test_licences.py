"""The licence check accepts what is locked, and refuses what it should."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from email.message import Message
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def licences(tool: Callable[[str], ModuleType]) -> ModuleType:
    return tool("check_licences")


@pytest.fixture
def policy(licences: ModuleType) -> object:
    return licences.Policy(
        allowed=frozenset({"MIT", "BSD-3-Clause", "Apache-2.0"}), lgpl={"obspy": "unmodified"}, confirmed={}
    )


def message(**headers: str) -> Message:
    about = Message()
    for name, value in headers.items():
        about[name.replace("_", "-")] = value
    return about


def test_the_locked_runtime_dependencies_pass(licences: ModuleType, project_root: Path) -> None:
    lock = tomllib.loads((project_root / "uv.lock").read_text("utf-8"))
    names = licences.runtime_closure(lock)
    assert {"msgspec", "cryptography", "cffi", "markupsafe"} <= names, "direct and indirect dependencies"
    assert not names & {"pytest", "mypy", "mkdocs", "ceasewatch"}, "development tools are not shipped"
    policy = licences.read_policy(project_root / "tools" / "licences.toml")
    assert [row for row in licences.check(names, policy) if row[2]] == []


@pytest.mark.parametrize(
    ("licence", "accepted"),
    [
        ("MIT", True),
        ("MIT AND BSD-3-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("(GPL-3.0-only OR MIT) AND Apache-2.0", True),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("LGPL-3.0-only", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("Proprietary", False),
        ("", False),
        (None, False),
    ],
)
def test_expressions(licences: ModuleType, policy: object, licence: str | None, accepted: bool) -> None:
    problem = licences.problem_with("some-package", licence, policy)
    assert (problem is None) == accepted, problem


def test_lgpl_is_for_named_packages_only(licences: ModuleType, policy: object) -> None:
    assert licences.problem_with("obspy", "LGPL-3.0-only", policy) is None
    assert "LGPL-3.0-only" in licences.problem_with("other", "LGPL-3.0-only", policy)
    assert licences.problem_with("obspy", "GPL-3.0-only", policy) is not None


@pytest.mark.parametrize(
    ("about", "stated"),
    [
        (message(License_Expression="Apache-2.0 OR BSD-3-Clause", License="GPL"), "Apache-2.0 OR BSD-3-Clause"),
        (message(License="MIT License"), "MIT"),
        (message(Classifier="License :: OSI Approved :: MIT License"), "MIT"),
        (message(Classifier="License :: OSI Approved :: BSD License"), None),
        (message(License="Copyright somebody\nPermission is granted"), None),
        (message(), None),
    ],
)
def test_what_metadata_states(licences: ModuleType, about: Message, stated: str | None) -> None:
    assert licences.stated_licence(about) == stated


def test_silence_and_absence_fail(licences: ModuleType, policy: object) -> None:
    known = {"silent": message(), "gone": None, "fine": message(License="MIT")}
    rows = {name: problem for name, _, problem in licences.check(set(known), policy, known.__getitem__)}
    assert rows["fine"] is None
    assert "unknown" in rows["silent"]
    assert "not installed" in rows["gone"]


def test_the_closure_follows_extras_and_markers(licences: ModuleType) -> None:
    lock = {
        "package": [
            {"name": "ceasewatch", "dependencies": [{"name": "a", "extra": ["fast"]}]},
            {
                "name": "a",
                "dependencies": [{"name": "never", "marker": "sys_platform == 'no-such-system'"}],
                "optional-dependencies": {"fast": [{"name": "b"}], "unused": [{"name": "c"}]},
            },
            {"name": "b", "dependencies": [{"name": "a"}]},
            {"name": "c"},
            {"name": "never"},
        ]
    }
    assert licences.runtime_closure(lock) == {"a", "b"}
