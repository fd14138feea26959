"""Entry point of ``ceasewatch``: the commands put together, and errors turned into exit codes.

Exit codes: 0 done, 1 done with rows quarantined, 2 usage, 3 bad data or a failed verification, 4 the environment.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ceasewatch.cli import (
    agreement,
    coverage,
    decide,
    demo,
    feeds,
    ingest,
    mission,
    observers,
    query,
    quiet,
    record,
    report,
    run,
    score,
    simulate,
)
from ceasewatch.cli.options import Settings
from ceasewatch.cli.output import inert
from ceasewatch.model.errors import CeasewatchError

app = typer.Typer(
    name="ceasewatch",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: loading rich for it takes 0.3 s
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Ceasefire monitoring and verification: observation, record, incident, assessment, case, release.",
)

for part in (
    mission,
    ingest,
    run,
    query,
    decide,
    coverage,
    quiet,
    observers,
    report,
    agreement,
    record,
    feeds,
    simulate,
    score,
    demo,
):
    part.register(app)


def _version(show: bool) -> None:
    if show:
        from ceasewatch import __version__

        typer.echo(f"ceasewatch {__version__}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    mission: Annotated[
        str, typer.Option("--mission", envvar="CEASEWATCH_MISSION", help="The mission folder.", show_default=False)
    ] = "",
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print it.")] = False,
) -> None:
    """Take the settings that every command shares."""
    del version
    context.obj = Settings(mission=mission)


def main() -> None:
    """Run the command line; the exit code says how it ended."""
    try:
        app()
    except CeasewatchError as error:
        _explain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)


def _explain(error: CeasewatchError) -> None:
    where = f"{error.where}: " if error.where else ""
    print(inert(f"error: {where}{error.what}"), file=sys.stderr)  # noqa: T201 -- an error must reach stderr even if rich fails
    if error.todo:
        print(inert(f"  what to do: {error.todo}"), file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
