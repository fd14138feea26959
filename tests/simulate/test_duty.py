import msgspec
import numpy as np

from ceasewatch.model.coverage import Coverage
from ceasewatch.model.values import CoverageState
from ceasewatch.observers.sites import Sites
from ceasewatch.simulate.duty import coverage, duty
from ceasewatch.simulate.process import DAY_US
from ceasewatch.simulate.world import Deployment, load_world

HOUR = DAY_US // 24
DAYS = Deployment(prefix="pat", model="patrol-ear", kind="patrol", count=2, hours=(8.0, 18.0))
NIGHTS = Deployment(prefix="post", model="patrol-ear", kind="post", count=1, hours=(20.0, 6.0))
SITES = Sites.make(3, ids=["pat-0", "pat-1", "post-0"], kind=[0, 0, 1])
CALM = msgspec.structs.replace(load_world("tuning-front"), outage_share=0.0, denial_share=0.0)


def roster(world=CALM, days=3, seed=1):
    return duty(world, [DAYS, DAYS, NIGHTS], SITES, 0, days, np.random.default_rng(seed))


def test_hours_of_duty_and_a_night_that_passes_midnight():
    made = roster()
    at = np.array([7, 9, 17, 19]) * HOUR
    assert made.at_work(np.zeros(4, np.int64), at).tolist() == [False, True, True, False]
    night = np.array([12, 21, 25, 29, 31]) * HOUR
    assert made.at_work(np.full(5, 2), night).tolist() == [False, True, True, True, False]


def test_logs_agree_with_who_was_at_work():
    world = msgspec.structs.replace(CALM, outage_share=0.5, denial_share=0.3)
    made = roster(world, days=20)
    entries: list[Coverage] = list(coverage(made, SITES))
    assert {e.state for e in entries} == {CoverageState.observing, CoverageState.down, CoverageState.denied}
    index = {str(name): i for i, name in enumerate(SITES.ids)}
    for e in entries:
        middle = (e.interval.start.timestamp() + e.interval.end.timestamp()) / 2 * 1e6
        at_work = made.at_work(np.array([index[e.observer]]), np.array([int(middle)]))[0]
        assert at_work == (e.state == CoverageState.observing)


def test_nobody_reports_while_off_duty(front):
    """Reports' own clocks err; the bulk of a patrol's reports lie within its hours all the same."""
    patrols = np.flatnonzero(np.char.startswith(front.table.observer.astype(str), "pat-e"))
    middle = (front.table.start_us[patrols] + front.table.end_us[patrols]) // 2
    hour = (middle - front.duty.begin_us) % DAY_US / HOUR
    assert ((hour >= 6) & (hour < 19)).mean() > 0.9
