"""``agreement``, ``feeds``, and how every command speaks: help, errors, pipes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from ceasewatch.agreement import pack_ids
from ceasewatch.cli.main import app
from ceasewatch.sources.registry import feed_ids

Ask = Callable[..., Any]
ESCAPE = "\x1b]0;owned\x07\x9b31m\u202e"


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    inner = getattr(group, "commands", None)
    if inner is None:
        return [path]
    return [found for name, part in inner.items() for found in commands(part, (*path, name))]


COMMANDS = commands(typer.main.get_command(app))


def test_packs_listed_are_those_that_ship(command_line: Any) -> None:
    rows = json.loads(command_line("agreement", "list", "--format", "json").out)
    assert {r["id"] for r in rows} == set(pack_ids())
    assert {r["id"]: r["unverified"] for r in rows}["minsk-2014"] > 0


def test_a_pack_shows_its_clauses_with_the_mark_of_unchecked_numbers(command_line: Any) -> None:
    told = command_line("agreement", "show", "minsk-2014")
    assert told.code == 0
    assert "unverified" in told.out.lower()
    one = command_line("agreement", "show", "lorvane", "kelmar-disengagement").out
    assert "Article 4" in one
    assert "Article 1" not in one
    missing = command_line("agreement", "show", "lorvane", "nope")
    assert missing.code == 2
    assert "kelmar-disengagement" in missing.err


def test_check_of_a_wrong_pack_ends_with_3_and_names_the_key(command_line: Any, tmp_path: Path) -> None:
    assert command_line("agreement", "check", "lorvane").code == 0
    (tmp_path / "pack.yaml").write_text("id: x\ntitle: X\nclauses: seven\n")
    wrong = command_line("agreement", "check", tmp_path)
    assert wrong.code == 3
    assert "pack.yaml" in wrong.err


def test_feeds_are_told_with_owner_and_whose_voice(command_line: Any) -> None:
    rows = json.loads(command_line("feeds", "list", "--format", "json").out)
    assert {r["id"] for r in rows} == set(feed_ids())
    assert all(r["owner"] and r["whose voice"] for r in rows)
    alerts = command_line("feeds", "show", "air-alerts").out
    assert "statements of the side" in alerts
    assert "Example" in alerts
    assert command_line("feeds", "show", "nope").code == 2


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_for_itself_and_each_option(command_line: Any, path: tuple[str, ...]) -> None:
    told = command_line(*path, "--help")
    assert told.code == 0
    command = typer.main.get_command(app)
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
    assert command.help
    assert [p.name for p in command.params if not getattr(p, "help", "")] == []


def test_errors_say_what_where_and_what_to_do_on_stderr(command_line: Any, tmp_path: Path) -> None:
    ended = command_line("status", "--mission", tmp_path)
    assert ended.code == 2
    assert ended.out == ""
    first, second = ended.err.splitlines()
    assert first == f"error: {tmp_path}: not a mission folder: it has no mission.toml"
    assert second.startswith("  what to do: name one with --mission")


@pytest.mark.parametrize("words", [("nope",), ("incidents", "--tier", "T9"), ("incidents", "--nope"), ("show",)])
def test_words_that_are_not_known_end_with_2(command_line: Any, words: tuple[str, ...]) -> None:
    ended = command_line(*words)
    assert ended.code == 2
    assert ended.err
    assert not ended.out


def test_a_wrong_setting_names_file_and_key(demo_copy: Any, command_line: Any) -> None:
    file = demo_copy.mission / "mission.toml"
    file.write_text(file.read_text("utf-8").replace('cutoff = "19:30"', "cutoff = 19"), "utf-8")
    ended = command_line("status", "--mission", demo_copy.mission)
    assert ended.code == 3
    assert "mission.toml" in ended.err
    assert "cutoff" in ended.err


def test_as_a_process_piped_lines_are_whole(demo: Any, command_line: Any) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ceasewatch.cli.main", "--mission", demo.mission, "incidents"],
        capture_output=True, text=True, check=True, timeout=60,
        env={**command_line.environment(demo.keys), "COLUMNS": "60", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    ids = [line.split()[0] for line in ran.stdout.splitlines() if line.strip().startswith("inc-")]
    assert len(ids) > 5
    assert {len(i) for i in ids} == {30}
    assert ran.stderr == ""


def test_a_narrow_terminal_does_not_fold_ids(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from ceasewatch.cli.options import Format
    from ceasewatch.cli.output import emit

    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    long = "inc-" + "a" * 26
    emit("T", ("id", "words", "more"), [(long, "some words that may be folded at leisure", "x" * 60)], Format.table)
    assert long in capsys.readouterr().out


def test_a_reader_that_leaves_early_is_no_error(demo: Any, command_line: Any) -> None:
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m ceasewatch.cli.main feeds list | true"],
        capture_output=True, text=True, check=False, timeout=60, env=command_line.environment(),
    )  # fmt: skip
    assert "Traceback" not in ended.stderr


def test_feed_text_cannot_steer_the_terminal(demo_copy: Any, command_line: Any, tmp_path: Path) -> None:
    press = next((demo_copy.path / "deliveries" / "press").iterdir())
    head, row = press.read_text("utf-8").splitlines()[:2]
    hostile = tmp_path / "hostile.csv"
    hostile.write_text(f"{head}\n{row.replace('p01', 'p99').replace('Aldery Courier', 'x' + ESCAPE)}\n", "utf-8")

    def told(*words: object) -> str:
        ran = command_line("--mission", demo_copy.mission, *words, keys=demo_copy.keys)
        assert ran.code == 0, ran.err
        return str(ran.out + ran.err)

    seen = told("ingest", "press", hostile)
    for one in json.loads(told("incidents", "--tier", "T1", "--format", "json")):
        seen += told("show", one["id"], "--tier", "T1")
    assert "hostile.csv" in seen
    assert "\N{REPLACEMENT CHARACTER}" in seen
    assert not set(ESCAPE[:1] + "\x07\x9b\u202e") & set(seen)


def test_a_spreadsheet_runs_nothing(capsys: Any) -> None:
    from ceasewatch.cli.output import emit_csv

    emit_csv(("a", "b"), [("=HYPERLINK(1)", -3), ("plain", "@x")])
    assert capsys.readouterr().out.splitlines()[1:] == ["'=HYPERLINK(1),-3", "plain,'@x"]
