"""How Splink compares two observations, and which pairs it looks at: our best effort in Splink's own terms.

Splink (Linacre and others, https://github.com/moj-analytical-services/splink) is the open record-linkage engine: a
Fellegi-Sunter model whose u probabilities come from random pairs and whose m probabilities come from expectation
maximisation, in SQL. Place and time are compared in units of their own stated uncertainty, in classes of sharpness, for
"within one standard deviation" says more between two sharp places than between two vague ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import Final

import numpy as np
import pyarrow as pa
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.internals.comparison_creator import ComparisonCreator

from benchmarks.peers.candidates import Gate
from benchmarks.peers.rows import BITS

VARIANCE: Final = "(sd_l * sd_l + sd_r * sd_r + 0.09)"
GAP_KM2: Final = "((x_l - x_r) * (x_l - x_r) + (y_l - y_r) * (y_l - y_r))"
GAP_S: Final = "greatest(0, greatest(t0_l, t0_r) - least(t1_l, t1_r))"
SPAN_S: Final = "(t1_l - t0_l + t1_r - t0_r)"


def with_keys(rows: pa.Table, gate: Gate) -> pa.Table:
    """``rows`` with a block's key for each of the eight shifts of the grid by half a cell or bucket.

    Two rows within half a cell and half a bucket of each other have one key in common at least.
    """
    x, y = (rows[c].to_numpy() / gate.cell_km for c in ("x", "y"))
    t = (rows["t0"].to_numpy() + rows["t1"].to_numpy()) / 2 / gate.bucket_s
    lost = ~np.isfinite(x)
    for shift in _shifts():
        cx, cy, ct = (np.floor(np.nan_to_num(v) + s).astype(np.int64) for v, s in zip((x, y, t), shift, strict=True))
        key = (ct * 100_003 + cx + 50_000) * 100_003 + cy + 50_000
        rows = rows.append_column(_key(shift), pa.array(key, pa.int64(), mask=lost))
    return rows


def rules(gate: Gate) -> list[CustomRule]:
    """One blocking rule for each shift: one key, and the gate."""
    return [CustomRule(f"l.{_key(s)} = r.{_key(s)} and {gate.place} and {gate.time}") for s in _shifts()]


def _shifts() -> Iterator[tuple[float, ...]]:
    return product((0.0, 0.5), repeat=3)


def _key(shift: tuple[float, ...]) -> str:
    return "key" + "".join("1" if s else "0" for s in shift)


def settings(gate: Gate, *, words: bool, articles: bool = False) -> SettingsCreator:
    """The model before it is trained.

    Args:
        gate: which pairs are looked at when rows come in later.
        words: whether texts and addresses are compared.
        articles: the rows are press articles that give a day and no kind or number.
    """
    told = [place(), days()] if articles else front()
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[*told, *([text()] if words else []), *([urls()] if words and not articles else [])],
        blocking_rules_to_generate_predictions=[*rules(gate)],
        retain_matching_columns=False,
        max_iterations=40,
    )


def front() -> list[ComparisonCreator]:
    """What observers of a front tell."""
    return [place(), time(), kind(), count(), observer(), cl.ExactMatch("weapon")]


def place() -> cl.CustomComparison:
    """Distance over its standard deviation, by how large that is."""
    rungs: list[tuple[str, str]] = []
    for low, high in pairwise((0.0, 0.7, 2.0, 5.0, 1e6)):
        sharp = f"{VARIANCE} >= {low * low} and {VARIANCE} < {high * high}"
        rungs += [
            (f"{sharp} and {GAP_KM2} <= {sigma * sigma} * {VARIANCE}", f"from {low} km, {sigma} sd")
            for sigma in (0.7, 1.5, 2.5)
        ]
    return _levels("place", rungs, "isnan(x_l) or isnan(x_r)")


def time() -> cl.CustomComparison:
    """Gap between the intervals, by how long they are."""
    rungs: list[tuple[str, str]] = []
    for low, high in pairwise((0.0, 60.0, 900.0, 7200.0, 1e12)):
        span = f"{SPAN_S} >= {low} and {SPAN_S} < {high}"
        rungs += [(f"{span} and {GAP_S} <= {gap}", f"from {low} s long, {gap} s apart") for gap in (0.0, 60.0, 300.0)]
    return _levels("time", rungs, "t0_l is null or t0_r is null")


def kind() -> cl.CustomComparison:
    """One kind, kinds that are taken for each other, a kind that may be any of them, or two that exclude each other."""
    vague = "(family_l = 'vague' and family_r <> 'other') or (family_r = 'vague' and family_l <> 'other')"
    rungs = [("kind_l = kind_r", "one kind"), ("family_l = family_r", "of one family"), (vague, "one is vague")]
    return _levels("kinds", rungs, "kind_l is null or kind_r is null")


def count() -> cl.CustomComparison:
    """Ratio of the numbers."""
    ratio = 'abs(ln("count_l" + 0.5) - ln("count_r" + 0.5))'
    rungs = [(f"{ratio} <= {most}", f"log ratio to {most}") for most in (0.01, 0.3, 0.8)]
    return _levels("number", rungs, '"count_l" is null or "count_r" is null')


def observer() -> cl.CustomComparison:
    """One observer, one kind of observer, or two kinds."""
    rungs = [("observer_l = observer_r", "one observer"), ("observer_kind_l = observer_kind_r", "of one kind")]
    return _levels("observer", rungs, "observer_l is null or observer_r is null")


def days() -> cl.CustomComparison:
    """Days between the ends of two intervals, which are whole days."""
    rungs = [(f"abs(t1_l - t1_r) <= {most * 86_400}", f"{most} days") for most in (0, 1, 2, 4)]
    return _levels("days", rungs, "t1_l is null or t1_r is null")


def text() -> cl.CustomComparison:
    """Jaccard similarity of the letter shingles, estimated from the bits of the sketches that agree."""
    differ = " + ".join(f"bit_count(xor(words{k}_l, words{k}_r))::int" for k in range(BITS // 64))
    rungs = [(f"{differ} <= {BITS * (1 - share) / 2}", f"similarity {share}") for share in (0.9, 0.7, 0.5, 0.35, 0.2)]
    return _levels("words", rungs, "words0_l is null or words0_r is null")


def urls() -> cl.CustomComparison:
    """An address in both."""
    rungs = [("len(list_intersect(urls_l, urls_r)) > 0", "one address in both")]
    return _levels("urls", rungs, "urls_l is null or urls_r is null")


def _levels(column: str, rungs: list[tuple[str, str]], null: str) -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.CustomLevel(null, "not told").configure(is_null_level=True),
            *[cll.CustomLevel(sql, label) for sql, label in rungs],
            cll.ElseLevel(),
        ],
    )
