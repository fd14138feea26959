"""``ceasewatch feeds``: what can be fed in, made from the feeds' own manifests."""

from __future__ import annotations

from typing import Annotated

import typer

from ceasewatch.cli.options import Format, FormatOption
from ceasewatch.cli.output import console, emit, emit_json

feeds = typer.Typer(no_args_is_help=True, help="What can be fed in: whose it is, what it covers, its parameters.")


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(feeds, name="feeds")


@feeds.command("list")
def list_feeds(form: FormatOption = Format.table) -> None:
    """List the feeds."""
    from ceasewatch.sources.registry import feeds as all_feeds

    rows = [(m.id, m.title, m.owner, m.side or "neither party", m.licence) for m in (f.manifest for f in all_feeds())]
    emit("Feeds", ("id", "what it is", "owner", "whose voice", "licence"), rows, form)


@feeds.command("show")
def show_feed(
    feed_id: Annotated[str, typer.Argument(metavar="FEED", help="Id of the feed.")],
    form: FormatOption = Format.table,
) -> None:
    """Show one feed: what it covers, how its rows are told apart, its parameters, a worked example."""
    from rich.markup import escape

    from ceasewatch.sources.registry import feed

    manifest = feed(feed_id).manifest
    if form is not Format.table:
        emit_json(manifest)
        return
    out = console()
    out.print(f"[bold]{escape(manifest.id)}[/bold]: {escape(manifest.title)}")
    out.print(escape(manifest.description), "\n")
    facts = {
        "Owner": manifest.owner,
        "Whose voice": manifest.side or "neither party's",
        "Independence": manifest.independence,
        "Covers": manifest.covers,
        "Formats": ", ".join(manifest.formats),
        "A row is told by": ", ".join(manifest.identity) or "its content and its place among equal rows of the file",
        "Licence": manifest.licence,
        "Where": manifest.url,
    }
    for name, text in facts.items():
        out.print(f"[bold]{name}:[/bold] {escape(text)}")
    for parameter in manifest.parameters:
        default = f" (default: {parameter.default})" if parameter.default else ""
        out.print(f"  parameter [bold]{parameter.name}[/bold]: {escape(parameter.help + default)}")
    example = manifest.example
    counts = f"{example.readings} accepted, {example.quarantined} quarantined"
    out.print(f"\n[bold]Example[/bold] {escape(example.name)} ({counts}):")
    out.print(escape(example.text))
