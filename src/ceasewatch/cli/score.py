"""``ceasewatch score``: what was made of an exercise, held against its truth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption
from ceasewatch.cli.output import console, emit, emit_json
from ceasewatch.model.errors import UsageError

if TYPE_CHECKING:
    from ceasewatch.pipeline.score_result import Calibration, Score
    from ceasewatch.simulate.score import Agreement


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("score")(score)


def score(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="What `ceasewatch simulate` wrote.")],
    mission: Annotated[
        str,
        typer.Option(
            "--mission", help="Score this mission; else the feeds go into a temporary one.", show_default=False
        ),
    ] = "",
    incidents: Annotated[
        Path | None,
        typer.Option(
            "--incidents", help="Score another software's incidents: JSON Lines with members.", show_default=False
        ),
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """Hold incidents against the ground truth of an exercise: grouping, errors, calibration, echoes, coverage."""
    if mission and incidents is not None:
        raise UsageError("a mission or a file of incidents, not both", where="score", todo="leave one out")
    found = _score(directory, mission, incidents)
    if form is Format.json:
        emit_json(found)
        return
    note = f"{found.unknown} observations that the truth does not know were left out" if found.unknown else ""
    emit(f"EXERCISE {found.exercise}: score", ("measure", "value", "means"), _rows(found), form, note=note)
    if form is Format.csv:  # one file, one table
        return
    for title, said in (("Memberships", found.memberships), ("Coverage", found.coverage)):
        if said is not None and said.statements:
            columns = ("said between", "statements", "said on average", "was so")
            emit(f"{title}: what was said, and how often it was so", columns, _bins(said), form)


def _score(directory: Path, mission: str, incidents: Path | None) -> Score:
    from ceasewatch.pipeline.catalogue import TRUTH
    from ceasewatch.pipeline.truth import read_truth

    truth = read_truth(directory / TRUTH)
    if incidents is not None:
        from ceasewatch.pipeline.score_other import score_file

        return score_file(incidents, truth)
    from ceasewatch.pipeline.scoring import score_mission

    if mission:
        from ceasewatch.pipeline.mission import MissionFolder

        return score_mission(MissionFolder.open(Path(mission)), truth)
    from ceasewatch.pipeline.exercise import temporary

    console(stderr=True).print("delivering the feeds into a temporary mission", markup=False)
    with temporary(directory) as folder:
        return score_mission(folder, truth)


def _rows(s: Score) -> list[tuple[str, str, str]]:
    rows = [
        ("observations", str(s.observations), "scored"),
        ("events", f"{s.events_reported} of {s.events}", "reported by anybody"),
        ("incidents", str(s.incidents), f"{s.incident_error:+.1%} against the true number of groups"),
        *_agreement("pair F1", s.pairs),
        *_agreement("B-cubed F1", s.bcubed),
    ]
    if s.counts is not None:
        rows.append(
            ("count error", f"x {s.counts.factor:.2f}", f"median factor; {s.counts.inside:.0%} inside the bounds")
        )
    if s.place_m is not None and s.place_inside is not None:
        inside = f"90% below {s.place_m.p90:.0f} m; {s.place_inside:.0%} inside the 95% ellipse"
        rows.append(("place error", f"{s.place_m.median:.0f} m", f"median; {inside}"))
    if s.time_s is not None:
        rows.append(("time error", f"{s.time_s.median:.0f} s", f"median; 90% below {s.time_s.p90:.0f} s"))
    rows += _calibration("memberships", s.memberships)
    if s.echo is not None:
        right = f"{s.echo.right:.1%} of copies put with their origin, {s.echo.false:.1%} of rows wrongly with another"
        rows.append(("echo accuracy", f"{s.echo.pairs.f1:.3f}", f"F1 over pairs; {right}"))
    return rows + _calibration("coverage", s.coverage)


def _agreement(name: str, found: Agreement) -> list[tuple[str, str, str]]:
    return [(name, f"{found.f1:.3f}", f"precision {found.precision:.3f}, recall {found.recall:.3f}")]


def _calibration(name: str, said: Calibration | None) -> list[tuple[str, str, str]]:
    if said is None or said.ece is None or said.brier is None:
        return []
    rest = f"ECE over {said.statements} statements; Brier {said.brier:.3f}"
    return [(f"{name}: calibration", f"{said.ece:.3f}", rest)]


def _bins(said: Calibration) -> list[tuple[str, str, str, str]]:
    return [(f"{b.low:.1f} and {b.high:.1f}", str(b.number), f"{b.said:.2f}", f"{b.so:.2f}") for b in said.table]
