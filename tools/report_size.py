"""How large the code is: lines by package, the longest files and functions, and what is over the house's limits."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ceasewatch"
FILE_LINES = 400
FUNCTION_LINES = 60


class Piece(NamedTuple):
    """A file or a function, and its length in lines."""

    lines: int
    where: str


def files(source: Path) -> list[Piece]:
    """Every Python file below a folder, longest first."""
    lengths = ((path, len(path.read_text("utf-8").splitlines())) for path in source.rglob("*.py"))
    return sorted((Piece(lines, str(path.relative_to(source))) for path, lines in lengths), reverse=True)


def functions(source: Path) -> list[Piece]:
    """Every function below a folder, longest first."""
    found = []
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append(Piece(lines, f"{path.relative_to(source)}:{node.lineno} {node.name}"))
    return sorted(found, reverse=True)


def main() -> int:
    """Print the report; exit 1 if something is over a limit."""
    all_files, all_functions = files(SOURCE), functions(SOURCE)
    packages: Counter[str] = Counter()
    for piece in all_files:
        packages[piece.where.split("/")[0] if "/" in piece.where else "(top)"] += piece.lines
    print("lines by package")
    for name, lines in packages.most_common():
        print(f"  {lines:6} {name}")
    print(f"  {sum(packages.values()):6} in {len(all_files)} files")
    for title, pieces, limit in (("files", all_files, FILE_LINES), ("functions", all_functions, FUNCTION_LINES)):
        print(f"longest {title} (limit {limit})")
        for piece in pieces[:5]:
            print(f"  {piece.lines:6} {piece.where}")
    return int(all_files[0].lines > FILE_LINES or all_functions[0].lines > FUNCTION_LINES)


if __name__ == "__main__":
    sys.exit(main())
