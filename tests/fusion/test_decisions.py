"""What a person decided stands: in bulk, online and in partitions alike, whatever comes, goes or is corrected."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceasewatch.fusion import Fuser, fuse, to_incidents
from ceasewatch.fusion.decisions import Rulings, in_force
from ceasewatch.fusion.partition import Split, fuse_in_partitions
from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Decision, DecisionKind
from ceasewatch.model.errors import ConflictError
from ceasewatch.model.table import IncidentTable

AT = datetime(2031, 3, 5, 8, tzinfo=UTC)
SEEDS = st.integers(0, 10_000)


def decided(kind: str, *observations: str, minutes: int = 0, by: str = "A. Duty Officer") -> Decision:
    return Decision.of(
        DecisionKind(kind),
        observations,
        decided_by=by,
        decided_at=AT + timedelta(minutes=minutes),
        reason="seen on the same photograph",
    )


def drawn(rng: random.Random, n: int, wanted: int) -> list[Decision]:
    """Decisions that do not contradict each other, most of them about rows near each other in the record."""
    kept: list[Decision] = []
    for k in range(wanted):
        some = rng.sample(range(n + 3), rng.choice([2, 2, 2, 3]))
        kind = rng.choice(list(DecisionKind))
        kept.append(decided(kind, *(f"o{i:04d}" for i in some), minutes=k))
    standing, _ = in_force(kept)
    return list(standing.decisions)


def incident_of(table: IncidentTable) -> dict[str, str]:
    """The incident of each observation."""
    m = table.members
    which = np.repeat(np.arange(len(table)), np.diff(m.offsets))
    return dict(zip(table.observations.ids[m.row].tolist(), table.ids[which].tolist(), strict=True))


def obeyed(table: IncidentTable, decisions: Iterable[Decision]) -> bool:
    """Whether each decision shows in the incidents, for the observations that are there."""
    of = incident_of(table)
    for decision in decisions:
        for a, b in itertools.combinations([o for o in decision.observations if o in of], 2):
            if (of[a] == of[b]) != (decision.kind is DecisionKind.together):
                return False
    return True


@settings(max_examples=30, deadline=None)
@given(n=st.integers(2, 45), seed=SEEDS, wanted=st.integers(1, 8), parts=st.sampled_from([1, 3, 16]))
def test_bulk_online_and_partitions_agree(scene: SimpleNamespace, n: int, seed: int, wanted: int, parts: int) -> None:
    rng = random.Random(seed)
    observations, decisions = scene.front(n, seed), drawn(rng, n, wanted)
    bulk = fuse(observations, decisions=decisions)
    assert obeyed(bulk, decisions)
    cut = fuse_in_partitions(observations, decisions=decisions, split=Split(parts, cell_deg=0.02, bucket_s=1800.0))
    assert scene.content(cut) == scene.content(bulk)
    assert cut.members.decided_by == bulk.members.decided_by
    fuser = Fuser()
    steps: list[object] = [*decisions, *rng.sample(observations, n)]
    for step in rng.sample(steps, len(steps)):
        if isinstance(step, Decision):
            fuser.decide(step)
        else:
            fuser.add([step])
    assert scene.content(fuser.incidents()) == scene.content(bulk)
    assert fuser.incidents().members.decided_by == bulk.members.decided_by


@settings(max_examples=25, deadline=None)
@given(n=st.integers(3, 40), seed=SEEDS, wanted=st.integers(2, 6))
def test_undone_withdrawn_and_corrected_leave_what_bulk_gives(
    scene: SimpleNamespace, n: int, seed: int, wanted: int
) -> None:
    rng = random.Random(seed)
    observations, decisions = scene.front(n, seed), drawn(rng, n, wanted)
    fuser = Fuser(decisions=decisions)
    fuser.add(observations)
    undone = decisions[: len(decisions) // 2]
    for decision in undone:
        fuser.undo(decision.id)
    gone, changed = observations[0], observations[-1]
    moved = msgspec.structs.replace(changed, phenomenon=scene.at(900.0))
    fuser.remove([gone.id])
    fuser.add([moved])
    held = [*observations[1:-1], moved]
    standing = decisions[len(undone) :]
    assert scene.content(fuser.incidents()) == scene.content(fuse(held, decisions=standing))
    for decision in standing:
        fuser.undo(decision.id)
    assert scene.content(fuser.incidents()) == scene.content(fuse(held))


@settings(max_examples=20, deadline=None)
@given(n=st.integers(3, 40), seed=SEEDS, wanted=st.integers(1, 5))
def test_the_news_of_a_decision_are_the_incidents_that_it_changes(
    scene: SimpleNamespace, n: int, seed: int, wanted: int
) -> None:
    fuser = Fuser()
    fuser.add(scene.front(n, seed))
    known = {row[0].strip("'\""): row for row in scene.content(fuser.incidents())}
    steps = [("decide", d) for d in drawn(random.Random(seed), n, wanted)]
    steps += [("undo", d) for _, d in steps]
    for step, decision in steps:
        fuser.decide(decision) if step == "decide" else fuser.undo(decision.id)
        for gone in fuser.changed() - set(fuser.news().ids.tolist()):
            known.pop(gone, None)
        known |= {row[0].strip("'\""): row for row in scene.content(fuser.news())}
        assert known == {row[0].strip("'\""): row for row in scene.content(fuser.incidents())}


def test_all_about_either_happening_goes_together(scene: SimpleNamespace) -> None:
    """Who says that two happenings are one says so of whatever tells of either, now and later."""
    near = [scene.observation(f"a{k}", f"post {k}", scene.point(), scene.at()) for k in range(2)]
    far = [scene.observation(f"b{k}", f"post {k}", scene.point(60.0), scene.at()) for k in range(2)]
    fuser = Fuser()
    fuser.add(tabulate([*near, *far], seq=[1, 2, 3, 4]))
    assert len(fuser.incidents()) == 2
    fuser.decide(decided("together", "a0", "b0"))
    assert fuser.changed() == {"inc-a0", "inc-b0"}
    assert fuser.incidents().ids.tolist() == ["inc-a0"]
    late = scene.observation("b9", "post 9", scene.point(60.0), scene.at())
    fuser.add(tabulate([late], seq=[9]))
    assert incident_of(fuser.incidents())["b9"] == "inc-a0"
    fuser.undo(decided("together", "a0", "b0").id)
    assert set(fuser.incidents().ids) == {"inc-a0", "inc-b0"}


def test_kept_apart_each_side_finds_its_own(scene: SimpleNamespace) -> None:
    """Two that look alike are two happenings; a report nearer to one goes with that one; the anchor keeps the name."""
    one = scene.observation("a", "post 1", scene.point(0.0, 0.0, 300), scene.at())
    two = scene.observation("b", "post 2", scene.point(0.5, 0.0, 300), scene.at())
    third = scene.observation("c", "post 3", scene.point(0.6, 0.0, 300), scene.at())
    table = tabulate([one, two, third], seq=[1, 2, 3])
    assert fuse(table).ids.tolist() == ["inc-a"]
    parted = incident_of(fuse(table, decisions=[decided("apart", "a", "b")]))
    assert parted == {"a": "inc-a", "b": "inc-b", "c": "inc-b"}


def test_copies_of_one_story_can_be_kept_apart(scene: SimpleNamespace) -> None:
    words = "Three shells fell on the mill at Harrow this morning, the mayor said, nobody was hurt"
    told = [
        scene.observation(f"p{k}", f"paper {k}", scene.point(), scene.day(), observer_kind="press", text=words)
        for k in range(4)
    ]
    assert len(fuse(told)) == 1
    parted = fuse(told, decisions=[decided("apart", "p0", "p3")])
    assert len(parted) == 2
    assert obeyed(parted, [decided("apart", "p0", "p3")])


def test_a_decision_is_no_probability(scene: SimpleNamespace) -> None:
    """Who was put together has none: the person is named, and the reason."""
    observations = [
        scene.observation(i, f"post {i}", scene.point(km), scene.at())
        for i, km in (("a", 0.0), ("b", 60.0), ("c", 0.0))
    ]
    table = fuse(observations, decisions=[decided("together", "a", "b")])
    (incident,) = to_incidents(table)
    by_id = {m.observation: m for m in incident.members}
    assert by_id["a"].p_ppm is None
    assert by_id["b"].p_ppm is None
    assert by_id["b"].decided_by == "A. Duty Officer"
    assert "seen on the same photograph" in by_id["b"].why
    assert by_id["c"].decided_by == ""
    assert by_id["c"].p_ppm is not None
    assert by_id["c"].p_ppm > 0


def test_contradictions_are_refused_by_name() -> None:
    ab, bc, ac = decided("together", "a", "b"), decided("together", "b", "c"), decided("apart", "a", "c")
    with pytest.raises(ConflictError, match=rf"{ac.id}.*contradicts.*({ab.id}|{bc.id})"):
        Rulings.make([ab, bc, ac])
    with pytest.raises(ConflictError, match=rf"{bc.id}.*contradicts.*{ac.id}"):
        Rulings.make([ab, ac, bc])
    with pytest.raises(ConflictError, match=rf"{ac.id}"):
        fuse([], decisions=[ab, bc, ac])
    fuser = Fuser(decisions=[ab, bc])
    with pytest.raises(ConflictError):
        fuser.decide(ac)
    fuser.undo(bc.id)
    fuser.decide(ac)


def test_of_two_that_contradict_in_the_record_the_later_waits() -> None:
    ab, other = decided("together", "a", "b"), decided("apart", "a", "b", by="B. Other", minutes=1)
    standing, aside = in_force([ab, other])
    assert standing.decisions == (ab,)
    assert aside == {other.id: (ab,)}
    assert in_force([other])[0].decisions == (other,)


def test_what_follows_from_two_decisions_costs_the_less_certain_its_place(scene: SimpleNamespace) -> None:
    """a goes with x, b with y; a and b are one, x and y are not: one of x and y must leave, and only that one."""
    places = {"a": 0.0, "x": 0.0, "b": 60.0, "y": 60.0}
    observations = [scene.observation(i, f"post {i}", scene.point(km), scene.at()) for i, km in places.items()]
    decisions = [decided("together", "a", "b"), decided("apart", "x", "y")]
    table = fuse(observations, decisions=decisions)
    assert obeyed(table, decisions)
    assert sorted(len(g) for g in scene.groups(table)) == [1, 3]


def test_more_happenings_kept_apart_than_bits(scene: SimpleNamespace) -> None:
    """A hundred reports of one place and moment, each decided to be a happening of its own."""
    observations = [scene.observation(f"o{k:03d}", f"post {k}", scene.point(), scene.at()) for k in range(100)]
    every = decided("apart", *(o.id for o in observations))
    table = fuse(observations, decisions=[every])
    assert len(table) == 100
    fuser = Fuser(decisions=[every])
    fuser.add(observations)
    assert scene.content(fuser.incidents()) == scene.content(table)


def test_a_decision_has_a_name_a_reason_and_two_observations() -> None:
    for observations, by, reason in (
        (("a",), "N", "r"),
        (("a", "b"), " ", "r"),
        (("a", "b"), "N", ""),
        (("", "b"), "N", "r"),
    ):
        with pytest.raises(ValueError, match="decision"):
            Decision.of(DecisionKind.apart, observations, decided_by=by, decided_at=AT, reason=reason)
    assert decided("apart", "b", "a", "b") == decided("apart", "a", "b")
