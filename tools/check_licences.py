"""Hold the licence of every locked runtime dependency against `licences.toml`.

The set is what `uv.lock` gives for the project without its dependency groups, followed through markers and extras
on this platform; the licence is what the installed package states about itself (PEP 639 expression, else a short
License field, else classifiers), unless a person has confirmed it in `licences.toml`. What cannot be read fails:
silence is not permission.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, LicenseExpression, get_spdx_licensing
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "ceasewatch"
SPDX = get_spdx_licensing()

# Classifiers that name one licence. "BSD License" does not: there are several.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
LOOSE_NAMES = {"MIT License": "MIT", "ISC License": "ISC", "Apache 2.0": "Apache-2.0", "BSD 3-Clause": "BSD-3-Clause"}


@dataclass(frozen=True)
class Policy:
    """What is accepted: licences, LGPL packages with their reason, licences a person confirmed."""

    allowed: frozenset[str]
    lgpl: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)


def read_policy(path: Path) -> Policy:
    """The policy file as a value."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    confirmed = {name: entry["spdx"] for name, entry in raw.get("confirmed", {}).items()}
    return Policy(frozenset(raw["allowed"]), raw.get("lgpl", {}), confirmed)


def runtime_closure(lock: dict[str, Any], project: str = PROJECT) -> set[str]:
    """Names of all packages that a user of the project installs on this platform.

    Args:
        lock: `uv.lock`, parsed.
        project: where to start.
    """
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in lock["package"]:
        packages.setdefault(package["name"], []).append(package)
    found: set[tuple[str, str]] = set()
    todo = [(project, "")]
    while todo:
        name, extra = todo.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for package in packages[name]:
            optional = package.get("optional-dependencies", {})
            listed = optional.get(extra, []) if extra else package.get("dependencies", [])
            for dependency in listed:
                if "marker" not in dependency or Marker(dependency["marker"]).evaluate():
                    todo += [(dependency["name"], wanted) for wanted in ("", *dependency.get("extra", ()))]
    return {name for name, _ in found} - {project}


def stated_licence(about: Message) -> str | None:
    """The licence that a package's metadata states, as an SPDX expression, or None if it names none clearly."""
    short = about.get("License", "").strip()
    named = [item.rsplit(" :: ", 1)[-1] for item in about.get_all("Classifier", []) if item.startswith("License ::")]
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    if short and len(short) < 60 and "\n" not in short:
        return LOOSE_NAMES.get(short, short)
    if named and all(name in CLASSIFIERS for name in named):
        return " AND ".join(sorted({CLASSIFIERS[name] for name in named}))
    return None


def problem_with(name: str, licence: str | None, policy: Policy) -> str | None:
    """Why a package is not acceptable, or None if it is.

    `A OR B` needs one acceptable licence, `A AND B` both; `X WITH EXCEPTION` is a licence of its own.
    """
    if not licence:
        return "its licence is unknown: read it, then add it under [confirmed] with the place you read it"
    try:
        tree = SPDX.parse(licence, validate=True, strict=True)
    except ExpressionError as reason:
        return f"{licence!r} is no SPDX expression ({reason}): confirm it under [confirmed]"
    refused = sorted(_refused(tree, name, policy))
    return f"{' and '.join(refused)} is not among the accepted licences" if refused else None


def _refused(tree: LicenseExpression, name: str, policy: Policy) -> set[str]:
    """The licences that keep an expression from being acceptable; empty if nothing does."""
    if tree.isliteral:
        key = str(tree)
        accepted = key in policy.allowed or (key.startswith("LGPL-") and name in policy.lgpl)
        return set() if accepted else {key}
    parts = [_refused(part, name, policy) for part in tree.args]
    if tree.operator.strip() == "OR" and not all(parts):
        return set()
    return set().union(*parts)


def installed_metadata(name: str) -> Message | None:
    """Metadata of an installed package, or None."""
    try:
        return metadata.metadata(name)  # type: ignore[return-value]  # importlib calls it PackageMetadata; it is a Message
    except metadata.PackageNotFoundError:
        return None


def check(
    names: set[str], policy: Policy, about: Callable[[str], Message | None] = installed_metadata
) -> Iterator[tuple[str, str | None, str | None]]:
    """Each package with its licence and what is wrong with it (None: nothing)."""
    for name in sorted(names):
        data = about(name)
        if data is None:
            yield name, None, "it is locked but not installed: run `uv sync --locked`"
            continue
        licence = policy.confirmed.get(name) or stated_licence(data)
        yield name, licence, problem_with(name, licence, policy)


def main() -> int:
    """Print what is wrong; exit 3 if anything is."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    rows = list(check(runtime_closure(lock), read_policy(ROOT / "tools" / "licences.toml")))
    bad = [(name, reason) for name, _, reason in rows if reason]
    for name, reason in bad:
        print(f"licences: {name}: {reason} (tools/licences.toml)", file=sys.stderr)
    print(f"licences: {len(rows)} locked runtime dependencies, {len(bad)} not acceptable")
    return 3 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
