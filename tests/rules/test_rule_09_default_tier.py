"""Rule 9: the default tier of every command is the public one, and the public face has no route to exact data."""

from __future__ import annotations

import ast
from pathlib import Path

import click
import pytest
import typer

import ceasewatch
from ceasewatch.cli.main import app
from ceasewatch.model import Tier
from ceasewatch.release import Gate

SOURCE = Path(ceasewatch.__file__).parent


def tiered(group: click.Command, path: str = "") -> list[tuple[str, click.Option]]:
    inner = getattr(group, "commands", {})
    own = [(path, p) for p in group.params if "--tier" in p.opts]
    return own + [found for name, part in inner.items() for found in tiered(part, f"{path} {name}".strip())]


OPTIONS = tiered(typer.main.get_command(app))


@pytest.mark.parametrize(("path", "option"), OPTIONS, ids=[path for path, _ in OPTIONS])
def test_the_default_is_the_public(path: str, option: click.Option) -> None:
    assert option.default == Tier.T5, path


def test_the_lists_and_reports_have_the_option() -> None:
    assert {path for path, _ in OPTIONS} >= {
        "incidents", "assessments", "coverage", "quarantine", "show", "report daily",
    }  # fmt: skip


def test_a_gate_is_the_publics_unless_somebody_says_otherwise() -> None:
    from datetime import UTC, datetime

    assert Gate(at=datetime(2025, 1, 1, tzinfo=UTC)).tier is Tier.T5


def test_the_page_asks_for_no_other_tier() -> None:
    for file in (SOURCE / "web").glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        named = {
            n.attr for n in ast.walk(tree)
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "Tier"
        }  # fmt: skip
        assert named <= {"T5"}, file.name
