"""Real press articles: which of them are about the same event, as UCDP's coders grouped them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow.parquet as pq

from benchmarks.articles import CHOSEN_ON, FILE, REPORTED_ON, Articles, articles, score
from benchmarks.articles_fused import fused
from benchmarks.declare import Benchmark, Figures
from benchmarks.peers.links import connected
from benchmarks.peers.rows import flat
from benchmarks.peers.rules import place_and_day, singletons
from benchmarks.peers.splink_peer import needs, splink
from benchmarks.process import real_data, scratch

CELLS_DEG: Final = (0.1, 0.25, 0.5, 1.0, 2.0)
GATE: Final = {
    "cell_km": 400.0,
    "bucket_s": 9e5,
    "long_bucket_s": 9e5,
    "slack_s": 4 * 86_400.0,
}
THRESHOLDS: Final = 100


def measure(short: bool) -> Figures:
    """Ours, Splink trained on earlier articles, place and day, and all singletons, on 2018 to 2021."""
    needs("splink", "duckdb")
    folder = real_data(FILE).parent
    earlier, made = articles(folder, CHOSEN_ON), articles(folder, REPORTED_ON)
    figures: Figures = {"rows": len(made.table), "articles": len(made.truth)}
    ours = score(made, fused(made))
    figures |= {name: ours[name] for name in ("pair_f1", "pair_precision", "pair_recall", "bcubed_f1")}
    peers = {
        "splink": by_splink(earlier, made, short),
        "place_day": by_place_and_day(earlier, made),
        "singletons": score(made, singletons(len(made.table))),
    }
    for name, scores in peers.items():
        figures |= {f"{name}_{what}": scores[what] for what in ("pair_f1", "bcubed_f1")}
    figures["lead_pair_f1"] = ours["pair_f1"] - max(scores["pair_f1"] for scores in peers.values())
    figures["lead_over_singletons_bcubed_f1"] = ours["bcubed_f1"] - peers["singletons"]["bcubed_f1"]
    return figures


def by_splink(earlier: Articles, made: Articles, short: bool) -> dict[str, float]:
    """Splink, trained without labels on the earlier articles; its best threshold on the truth of those reported on."""
    with scratch() as folder:
        pq.write_table(flat(earlier.table), folder / "earlier.parquet")
        links = splink(
            flat(made.table),
            words=True,
            articles=True,
            earlier=str(folder / "earlier.parquet"),
            gate=GATE,
            least=1e-9,
            random_pairs=2e5 if short else 5e6,
        ).links
    cuts = np.unique(np.quantile(links.p, np.linspace(0.0, 1.0, THRESHOLDS))).tolist()
    return max((score(made, connected(links, cut)) for cut in cuts), key=lambda scores: scores["pair_f1"])


def by_place_and_day(earlier: Articles, made: Articles) -> dict[str, float]:
    """One square of the map and one day; its size chosen on the earlier articles."""

    def grouped(of: Articles, cell: float) -> dict[str, float]:
        return score(of, place_and_day(of.table, cell_deg=cell))

    return grouped(made, max(CELLS_DEG, key=lambda cell: grouped(earlier, cell)["pair_f1"]))


BENCHMARK = Benchmark(
    name="articles",
    work="UCDP's articles of 2018 to 2021: told are office, headline, day and the place, moved for each row by an "
    "error as large as its stated precision; hidden are the event's dates, deaths and number; truth is a set of events "
    "for each article (pairs of articles that share one; extended B-cubed); parameters chosen on 2014 to 2017",
    held_against="on the same rows: Splink 5 (trained on 2014 to 2017 without labels, threshold swept on the truth), "
    "one square and day (size chosen on 2014 to 2017), all singletons; a lead of 0.05 in pair F1 over each and more "
    "B-cubed than all singletons promised",
    measure=measure,
    at_least={"lead_pair_f1": 0.05, "lead_over_singletons_bcubed_f1": 0.0},
)
