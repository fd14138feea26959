"""``ceasewatch run``: always on. Watches the inboxes, takes bodies over HTTP, fuses, assesses, and says how it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ceasewatch.cli.options import MissionOption, open_mission
from ceasewatch.cli.output import console

if TYPE_CHECKING:
    from ceasewatch.pipeline.run import OnEvent


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command("run")(run)


def run(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", help="On 127.0.0.1; 0: no HTTP.", min=0, max=65535)] = 8750,
    poll_s: Annotated[float, typer.Option("--poll", help="Seconds between looks into the inboxes.", min=0.05)] = 1.0,
    confirm_s: Annotated[float, typer.Option("--confirm", help="Seconds between whole folds.", min=1.0)] = 900.0,
    mission: MissionOption = "",
) -> None:
    """Run the mission until SIGTERM or Ctrl-C."""
    from ceasewatch.pipeline.run import Pace, Runner, run_until_signalled

    folder = open_mission(context, mission)
    runner = Runner(folder, Pace(poll_s=poll_s, confirm_s=confirm_s), on_event=_teller())
    if not port:
        run_until_signalled(runner)
        return
    from ceasewatch.web.serve import serving
    from ceasewatch.web.token import token_file

    with serving(folder, port, wake=runner.wake):
        out = console(stderr=True)
        out.print(
            f"page: http://127.0.0.1:{port}/   token for /health, /metrics, /intake: {token_file(folder)}", markup=False
        )
        run_until_signalled(runner)


def _teller() -> OnEvent:
    """Events on standard error, one line each, with the time."""
    from datetime import UTC, datetime

    out = console(stderr=True)

    def tell(text: str) -> None:
        out.print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {text}", markup=False)

    return tell
