"""A made press: stories, their copies by many hands, and stories that are only alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ceasewatch.geo.tabulate import tabulate
from ceasewatch.model import Belief, Means, Observation, ObserverKind, Point, Position, TimeInterval
from ceasewatch.model.count import Count
from ceasewatch.model.ids import FeedId, ObservationId, ObserverId
from ceasewatch.model.observation import SourceRef
from ceasewatch.model.table import Int, ObservationTable

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)
LAT, LON = -45.0, -125.0

TOWNS = ("Adlin", "Breskoye", "Kamianske", "Old Mill", "Vorotnyk", "Zelenivka", "Hlyboke", "Marensk", "Tovste", "Lisna")
_CYRILLIC = {"Kamianske": "Кам'янське", "Vorotnyk": "Воротник", "Zelenivka": "Зеленівка", "Hlyboke": "Глибоке"}
TARGETS = ("a school", "the water pumping station", "a grain depot", "the railway bridge", "two farm buildings",
           "the bus station", "an electricity substation", "the market square")  # fmt: skip
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_PATTERNS = (
    "{n} explosions were heard in {town} at {time}, damaging {target}. Residents said {m} people were hurt by glass.",
    "Shelling of {town} damaged {target}; {n} rounds landed near homes. {m} residents were taken to hospital.",
    "{m} wounded after attack on {town}: {n} projectiles hit {target}. Flames lit the district all night.",
    "At {time} {n} drones attacked {town}. {target} was on fire, rescue teams found {m} injured under the debris.",
)
_SWAPS = {"explosions": "blasts", "heard": "audible", "people": "persons", "wounded": "injured", "residents": "locals",
          "damaging": "hitting", "homes": "houses", "projectiles": "shells", "district": "area", "attack": "strike",
          "broken": "shattered", "flames": "blaze", "about": "around"}  # fmt: skip
_OPENINGS = ("", "", "BREAKING: ", "Update: ", "According to Island Wire agency, ", "PORT CITY (Island Wire) - ",
             "RT @islandwire: ", "Терміново! ")  # fmt: skip
_CLOSINGS = ("", "", " Source: Island Wire.", " (photo, video)", " https://t.me/somewhere/11", " Read more: here")


@dataclass(frozen=True)
class Story:
    """What happened, as the first report tells it."""

    pattern: int
    town: int
    target: int
    n: int
    m: int
    minute: int
    day: int

    def text(self) -> str:
        """The first report's words."""
        at = f"{self.minute // 60:02d}:{self.minute % 60:02d}"
        told = _PATTERNS[self.pattern].format(
            n=self.n, m=self.m, town=TOWNS[self.town], time=at, target=TARGETS[self.target]
        )
        return told[0].upper() + told[1:]


def stories(rng: np.random.Generator, n: int) -> list[Story]:
    """Stories of one press: few patterns and towns, so that many are alike."""
    return [
        Story(int(rng.integers(4)), int(rng.integers(10)), int(rng.integers(8)), int(rng.integers(2, 13)),
              int(rng.integers(2, 13)), int(rng.integers(1440)), int(rng.integers(3)))
        for _ in range(n)
    ]  # fmt: skip


def twin(story: Story, rng: np.random.Generator) -> Story:
    """Another story of the same town, pattern and part of the day, with another number or target."""
    change: dict[str, Any] = {"minute": (story.minute + int(rng.integers(25, 150))) % 1440}
    change |= [{"n": story.n % 11 + 2}, {"target": (story.target + 1) % 8, "m": story.m % 11 + 2}][int(rng.integers(2))]
    return Story(**{**story.__dict__, **change})


def copy(text: str, rng: np.random.Generator) -> str:
    """``text`` as another outlet brings it."""
    words = []
    for word in text.split():
        bare, told = word.strip(".,;:").lower(), word
        if bare in _SWAPS and rng.random() < 0.35:
            told = word.lower().replace(bare, _SWAPS[bare])
        elif bare.isdigit() and int(bare) < 13 and rng.random() < 0.5:
            told = word.replace(bare, _NUMBERS[int(bare)])
        elif bare.title() in _CYRILLIC and rng.random() < 0.3:
            told = word.replace(bare.title(), _CYRILLIC[bare.title()])
        if rng.random() > 0.06:
            words.append(told)
    told = " ".join(words)
    if rng.random() < 0.25:
        told = told.partition(". ")[0] + "."
    if rng.random() < 0.15:
        told = told.upper()
    return str(rng.choice(_OPENINGS)) + told + str(rng.choice(_CLOSINGS))


def report(
    id_: str, observer: str, story: Story, text: str, *, late_s: float = 600.0, jitter_km: float = 0.3,
    kind: ObserverKind = ObserverKind.press, urls: tuple[str, ...] = (), rng: np.random.Generator | None = None,
) -> Observation:  # fmt: skip
    """One report of ``story``."""
    start = NOON.replace(hour=0) + timedelta(days=story.day, minutes=story.minute)
    shift = np.zeros(2) if rng is None else rng.normal(0, jitter_km / 111.0, 2)
    return Observation(
        id=ObservationId(id_),
        feed=FeedId("made"),
        observer=ObserverId(observer),
        observer_kind=kind,
        phenomenon=TimeInterval(start=start, end=start + timedelta(minutes=30)),
        reported_at=start + timedelta(seconds=1800 + late_s),
        means=Means.reported,
        place=Point(at=Position.of(LAT + story.town * 0.3 + shift[0], LON + shift[1]), radius_m=2000),
        kind=Belief.certain("explosion"),
        count=Count(lowest=story.n, best=story.n, highest=story.n),
        text=text,
        source=SourceRef(urls=urls),
    )


def cascade(prefix: str, story: Story, copies: int, rng: np.random.Generator) -> list[Observation]:
    """A first report and its copies, each of another outlet, later by up to a day."""
    text = story.text()
    first = f"https://wire.example/{prefix}"
    out = [report(f"{prefix}-000", f"wire {prefix}", story, text, late_s=0.0, rng=rng, urls=(first,))]
    for n in range(1, copies + 1):
        link = (first + "?utm_source=x",) if rng.random() < 0.2 else (f"https://outlet{n}.example/{prefix}",)
        late = float(rng.exponential(7200.0))
        told = copy(text, rng)
        out.append(report(f"{prefix}-{n:03d}", f"outlet {n}", story, told, late_s=late, rng=rng, urls=link))
    return out


def press(n: int, copies: int, seed: int) -> tuple[ObservationTable, Int]:
    """``n`` stories with a twin each, both with up to ``copies`` copies; and the true origin of each row."""
    rng = np.random.default_rng(seed)
    rows: list[Observation] = []
    truth: list[int] = []
    for k, story in enumerate(stories(rng, n)):
        for side, told in enumerate((story, twin(story, rng))):
            made = cascade(f"s{k:04d}{side}", told, int(rng.integers(0, copies + 1)), rng)
            rows += made
            truth += [2 * k + side] * len(made)
    return tabulate(rows), np.array(truth)


@pytest.fixture(scope="session")
def made() -> SimpleNamespace:
    """The makers above."""
    return SimpleNamespace(
        Story=Story, stories=stories, twin=twin, copy=copy, report=report, cascade=cascade, press=press, noon=NOON
    )
