"""Write the generated pages of the documentation: nouns, observer models, command line, list of decisions.

    python tools/make_reference.py [--check]

With `--check` nothing is written; pages that differ from what would be written are named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from ceasewatch import model
from ceasewatch.model.table import KINDS
from ceasewatch.observers.model import Model
from ceasewatch.observers.registry import MODULES
from ceasewatch.observers.registry import model as observer_model

ROOT = Path(__file__).resolve().parent.parent
NOTE = "<!-- Written by tools/make_reference.py (`make reference`); edits here are lost. -->\n\n"
NOUNS: tuple[type[msgspec.Struct], ...] = (
    model.Observation,
    model.Claim,
    model.Incident,
    model.Decision,
    model.Undoing,
    model.Clause,
    model.Assessment,
    model.Finding,
    model.Case,
    model.Coverage,
    model.Release,
    model.Party,
    model.Nation,
    model.Observer,
    model.Mission,
)

MODEL_HEAD = """# The nouns

What goes in and comes out as JSON. A field in bold must be given; others have a default. Numbers are integers in the
unit that the field's name ends in: `_e7` degrees times ten million, `_cdeg` hundredths of a degree clockwise from
north, `_m` metres, `_s` seconds, `_us` microseconds, `_ppm` millionths (of probability one).

"""
DECISIONS_HEAD = """# Decisions

What was decided, when, and why; each on one page.

| decision | date |
|---|---|
"""

OBSERVERS_HEAD = """# Observer models

What each kind of observer would report if a given event happened, how far it errs, and how often it reports something
that did not happen. The same numbers simulate exercises, weigh reports in fusion, tell what would have been seen, and
can be learned from calibration shots and from unlabelled reports, never from findings
([decision 6](../adr/0006-one-engine-for-all-observers.md)). A source of `assumed` means that nobody has measured it.

A report is made with probability

    p = available * top_p * share / (1 + exp(-(level - threshold_db) / width_db))

where `level` follows the law of the model: `RAY` (spreading and a steady loss: light, waves in the ground), `BLAST`
(peak overpressure after Kinney and Graham, and a steady loss), `HORIZON` (radio, over a round Earth), `INFRASOUND`
(spreading as `BLAST`, loss and duct after Le Pichon et al. 2012) or `AREA` (the distance does not matter). `share` is
what night, cloud, wind or jamming leave, and `available` the share of the time in which the observer worked. What
cannot be (a night of -1, a place without latitude, a negative yield) is refused by name. What a report says is drawn,
and weighed, by these equations, with S the covariance that it states:

* place: (1 - t) N(0, C) + t N(0, f^2 C) with C = place_scale^2 S + place_floor_m^2 I;
* time: the stated interval holds the true one, or lies in it, anywhere with equal chance, plus a clock error with the
  same kind of tail;
* count: logarithm with standard deviation count_log_sd, rounded to a whole number;
* kind: the table of what it says of each kind. A share of 0.01 is spread over all kinds; below 0.02 none is listed.

"""

Schema = dict[str, Any]


def plain(text: str) -> str:
    """Text of a docstring without the marks of reStructuredText."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"`\1`", text)
    return re.sub(r"``([^`]*)``", r"`\1`", " ".join(text.split()))


def split_docstring(text: str) -> tuple[str, dict[str, str]]:
    """What a docstring says about its class, and about each attribute."""
    head, _, tail = text.partition("\n    Attributes:\n")
    listed = re.split(r"^ {8}(\w+): ", tail, flags=re.MULTILINE)[1:]
    paragraphs = [plain(part) for part in head.split("\n\n")]
    return "\n\n".join(part for part in paragraphs if part), {
        name: plain(meaning) for name, meaning in zip(listed[::2], listed[1::2], strict=True)
    }


def described(definition: Schema) -> Schema:
    """A definition whose attributes' meanings stand at the attributes."""
    head, meanings = split_docstring(definition.get("description", ""))
    properties = {
        name: {**shape, "description": meanings[name]} if name in meanings else shape
        for name, shape in definition.get("properties", {}).items()
    }
    return {
        **definition,
        **({"description": head} if head else {}),
        **({"properties": properties} if properties else {}),
    }


def schema_of(noun: type[msgspec.Struct]) -> Schema:
    """The JSON Schema of one noun, complete in itself."""
    raw = msgspec.json.schema(noun)
    defs = {name: described(raw["$defs"][name]) for name in sorted(raw["$defs"])}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **raw, "$defs": defs}


def kind_of(shape: Schema) -> str:
    """A value's type as a reader says it."""
    if "$ref" in shape:
        name = shape["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in shape:
        return " or ".join(kind_of(part) for part in shape["anyOf"])
    if shape.get("type") == "array":
        if "items" in shape and shape["items"] is not False:
            return f"list of {kind_of(shape['items'])}"
        return "(" + ", ".join(kind_of(part) for part in shape.get("prefixItems", ())) + ")"
    if "const" in shape or "enum" in shape:
        return " or ".join(f"`{value}`" for value in shape.get("enum", [shape.get("const")]))
    return str(shape.get("format") or shape.get("type", "any"))


def section(name: str, definition: Schema, schema_file: str | None) -> str:
    """One type of the model as a part of the page."""
    lines = [f"### {name}", "", plain_paragraphs(definition.get("description", "")), ""]
    if schema_file:
        lines += [f"[JSON Schema]({schema_file})", ""]
    if "enum" in definition:
        lines += [", ".join(f"`{value}`" for value in definition["enum"]), ""]
    if definition.get("properties"):
        lines += ["| field | type | meaning |", "|---|---|---|"]
        required = set(definition.get("required", ()))
        for field, shape in definition["properties"].items():
            name_shown = f"**{field}**" if field in required else field
            lines.append(f"| {name_shown} | {kind_of(shape)} | {shape.get('description', '').replace('|', '/')} |")
        lines.append("")
    return "\n".join(lines)


def plain_paragraphs(text: str) -> str:
    """Each paragraph of a text on a line of its own."""
    return "\n\n".join(plain(part) for part in text.split("\n\n"))


def model_page(schemas: Mapping[str, Schema]) -> str:
    """The page of nouns and the types they are made of."""
    parts: Schema = {}
    for schema in schemas.values():
        parts |= schema["$defs"]
    nouns = [section(name, parts[name], f"schema/{name.lower()}.json") for name in schemas]
    others = [section(name, parts[name], None) for name in sorted(set(parts) - set(schemas))]
    return NOTE + MODEL_HEAD + "## Nouns\n\n" + "\n".join(nouns) + "\n## What they are made of\n\n" + "\n".join(others)


def command_page() -> str:
    """The page of the command line, from the commands themselves."""
    command = [sys.executable, "-m", "typer", "ceasewatch.cli.main", "utils", "docs"]
    named = ["--name", "ceasewatch", "--title", "Command line"]
    done = subprocess.run([*command, *named], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"the commands cannot be read, so their page cannot be written: {done.stderr[-2000:]}")
    return NOTE + done.stdout.strip() + "\n"


def observer_section(name: str) -> str:
    """One observer model as a part of the page."""
    told = observer_model(name)
    lines = [f"## {told.title}", "", f"`{name}`: observer kind `{told.kind}`, means `{told.means}`.", ""]
    lines += [told.about, "", f"Law of distance: `{told.law.name}`.", ""] if isinstance(told, Model) else []
    lines += ["| parameter | value | unit | source | meaning |", "|---|---|---|---|---|"]
    lines += [f"| {p.name} | {p.value:g} | {p.unit} | {p.source} | {p.help} |" for p in told.parameters]
    lines += ["", "| of | it says |", "|---|---|"]
    for true, row in zip(KINDS, told.confusion if isinstance(told, Model) else (), strict=False):
        said = [(p, kind) for p, kind in zip(row, KINDS, strict=True) if p >= 0.02]
        if [kind for _, kind in said] != [true]:
            lines.append(f"| {true} | " + ", ".join(f"{k} {p:.2f}" for p, k in sorted(said, reverse=True)) + " |")
    return "\n".join([*lines, "| any other | what it is |", ""])


def observers_page() -> str:
    """The page of observer models, from the registry."""
    return NOTE + OBSERVERS_HEAD + "\n".join(observer_section(name) for name in MODULES)


def decisions_page(folder: Path) -> str:
    """The list of decision records, with their dates."""
    rows = []
    for path in sorted(folder.glob("[0-9]*.md")):
        text = path.read_text(encoding="utf-8")
        title = re.search(r"^# +(.*)$", text, re.MULTILINE)
        date = re.search(r"\d{4}-\d{2}-\d{2}", text)
        rows.append(f"| [{title[1] if title else path.stem}]({path.name}) | {date[0] if date else ''} |")
    return NOTE + DECISIONS_HEAD + "\n".join(rows) + "\n"


def pages(root: Path) -> dict[Path, str]:
    """Every generated file with its content."""
    schemas = {noun.__name__: schema_of(noun) for noun in NOUNS}
    reference = root / "docs" / "reference"
    made = {
        reference / "schema" / f"{name.lower()}.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }
    made[reference / "model.md"] = model_page(schemas)
    made[reference / "observers.md"] = observers_page()
    made[reference / "cli.md"] = command_page()
    made[root / "docs" / "adr" / "index.md"] = decisions_page(root / "docs" / "adr")
    return {path: "\n".join(line.rstrip() for line in text.split("\n")) for path, text in made.items()}


def stale(made: Mapping[Path, str]) -> list[Path]:
    """The files that are not as they would be written."""
    return [path for path, text in made.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]


def main(words: list[str] | None = None) -> int:
    """Write, or check."""
    parser = argparse.ArgumentParser(description="Write the generated pages of the documentation.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is stale")
    check = parser.parse_args(words).check
    made = pages(ROOT)
    for path in stale(made):
        print(f"{'stale' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    return int(check and bool(stale(made)))


if __name__ == "__main__":
    sys.exit(main())
