"""Whether a membership of probability p is right in a share p of the cases."""

from __future__ import annotations

from benchmarks.declare import Benchmark, Figures
from benchmarks.fronts import SHORT_EVENTS, Fused, front, warm_up
from benchmarks.peers.rows import flat
from benchmarks.peers.splink_peer import splink
from ceasewatch.simulate.score import brier, ece, memberships
from ceasewatch.simulate.score.memberships import Alternatives

LEAST_P = 0.01


def measure(short: bool) -> Figures:
    """Expected calibration error of memberships and listed alternatives; and of Splink's match probabilities."""
    warm_up()
    figures: Figures = {}
    for shown, words in (("visible", True), ("hidden", False)):
        run = front(SHORT_EVENTS if short else None, words=words)
        fused = Fused.of(run.table)
        also = fused.incidents.alternatives
        stated = memberships(
            fused.incidents,
            run.event[fused.order],
            origin=run.origin[fused.order],
            alternatives=Alternatives(also.row, also.incident, also.p),
            least_p=LEAST_P,
        )
        links = splink(flat(run.table), words=words, random_pairs=2e5 if short else 2e6).links
        figures |= {
            f"{shown}_ece": ece(stated.p, stated.right),
            f"{shown}_brier": brier(stated.p, stated.right),
            f"{shown}_statements": len(stated.p),
            f"{shown}_splink_ece": links.ece(run.event, LEAST_P),
            f"{shown}_splink_statements": len(links.over(LEAST_P).p),
        }
    return figures


BENCHMARK = Benchmark(
    name="calibration",
    work="every statement of at least 0.01 of `pairs-visible` and `pairs-hidden`, memberships of incidents with two "
    "members or more and listed alternatives: is the observation about the event that most of the other independent "
    "members are about? 20 bins",
    held_against="expected calibration error 0.02 promised; Splink's match probabilities of at least 0.01 for the same "
    "rows, of pairs",
    measure=measure,
    limits={"visible_ece": 0.02, "hidden_ece": 0.02},
)
