"""The words of the press, of accounts and of parties; and the many who copy them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ceasewatch.geo.gazetteer import GazetteerEntry
from ceasewatch.geo.geodesic import distance_m
from ceasewatch.model.table import KINDS, Int
from ceasewatch.model.values import Kind, Means, ObserverKind, Role
from ceasewatch.simulate import echo, words
from ceasewatch.simulate.exercise.calendar import DAY_US, HOUR_US, Calendar
from ceasewatch.simulate.exercise.country import Country
from ceasewatch.simulate.exercise.lines import NOTHING, Line
from ceasewatch.simulate.exercise.scenario import Post, Scenario
from ceasewatch.simulate.names import Names, respelled
from ceasewatch.simulate.world import Cascades

_PAPERS: Final = ("Courier", "Post", "Today", "Voice", "Gazette", "Evening", "Herald", "Channel")
_CYRILLIC: Final = re.compile("[а-яёА-ЯЁ]")
_WRITERS: Final = frozenset({ObserverKind.press, ObserverKind.social_media})
_LANGUAGES: Final = ("en", "ru")
_SHARE_CYRILLIC: Final = 0.3
"""Share of stories written in Cyrillic at first; assumed."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """What stories are made of: the country's settlements, and the outlets that copy."""

    towns: tuple[GazetteerEntry, ...]
    names: Names
    outlets: tuple[str, ...]
    calendar: Calendar

    @classmethod
    def of(cls, country: Country, calendar: Calendar) -> Newsroom:
        """Of the country's inhabited places, in order of name."""
        towns = tuple(sorted((e for e in country.gazetteer.entries if e.population), key=lambda e: (e.name, e.lat)))
        outlets = tuple(f"{t.name} {paper}" for paper in _PAPERS for t in towns if t.population > 5_000)
        return cls(towns, Names(tuple(_forms(t) for t in towns)), outlets, calendar)

    def nearest(self, lines: list[Line]) -> Int:
        """(n,) town nearest to each line's place."""
        lat, lon = (np.array([getattr(t, n) for t in self.towns]) for n in ("lat", "lon"))
        return np.array([int(np.argmin(distance_m(x.lat, x.lon, lat, lon))) for x in lines], np.int64)

    def drafts(self, lines: list[Line], rng: np.random.Generator) -> words.Drafts:
        """What the lines say, as stories."""
        local = [self.calendar.local((x.start_us + x.end_us) // 2) for x in lines]
        return words.drafts(
            self.nearest(lines),
            words.small([KINDS.index(Kind(x.kind)) for x in lines]),
            np.array([x.best for x in lines], np.int64),
            np.array([t.hour * 60 + t.minute for t in local], np.int64),
            np.array([x.observer_kind is ObserverKind.social_media for x in lines]),
            _SHARE_CYRILLIC,
            rng,
        )

    def texts(self, drafts: words.Drafts) -> list[str]:
        """Their words."""
        return words.texts(drafts, self.names, list(self.outlets))

    def url(self, outlet: str, line: Line) -> str:
        """Where the line can be read."""
        slug = re.sub(r"[^a-z0-9]+", "-", outlet.lower()).strip("-")
        return f"https://{slug}.example/{self.calendar.local(line.reported_us):%Y/%m/%d}/{line.row_id}"


def _forms(town: GazetteerEntry) -> tuple[str, ...]:
    """The six columns of :attr:`Names.forms`."""
    latin = [n for n in town.names if not _CYRILLIC.search(n)]
    cyrillic = [n for n in town.names if _CYRILLIC.search(n)] or latin
    new, old = latin[0], latin[-1]
    return new, cyrillic[0], old, cyrillic[-1], respelled(new), respelled(old)


def written(lines: list[Line], scenario: Scenario, newsroom: Newsroom, rng: np.random.Generator) -> list[Line]:
    """Press and accounts get their words and addresses, and are copied; all other lines are left alone."""
    mute = [x for x in lines if x.observer_kind not in _WRITERS]
    stories = [x for x in lines if x.observer_kind in _WRITERS]
    if not stories:
        return lines
    drafts = newsroom.drafts(stories, rng)
    told = [
        replace(x, text=text, language=_LANGUAGES[language], url=newsroom.url(x.observer, x))
        for x, text, language in zip(stories, newsroom.texts(drafts), drafts.language.tolist(), strict=True)
    ]
    how = Cascades(share=scenario.press.copied, mean=scenario.press.copies, translated=scenario.press.translated)
    sizes = echo.sizes(len(told), how, rng)
    told = [_rumour(x) if size and x.event == NOTHING else x for x, size in zip(told, sizes.tolist(), strict=True)]
    return [*mute, *told, *copied(told, drafts, sizes, how, newsroom, rng)]


def _rumour(story: Line) -> Line:
    """A story of nothing that others copy becomes something that did not happen: its copies are about one thing."""
    return replace(story, event=f"rumour-{story.row_id}")


def copied(
    told: list[Line], drafts: words.Drafts, sizes: Int, how: Cascades, newsroom: Newsroom, rng: np.random.Generator
) -> list[Line]:
    """Copies of stories: words edited or translated, the origin kept, the address kept by some."""
    copies = echo.cascade(sizes, how, rng)
    if not len(copies):
        return []
    who = rng.integers(0, len(newsroom.outlets), len(copies))
    edited = echo.edited(drafts.take(copies.root), who, how, rng)
    linked = rng.random(len(copies)) < how.linked
    found = []
    for n, text in enumerate(newsroom.texts(edited)):
        first = told[int(copies.root[n])]
        copy = replace(
            first,
            row_id=f"{first.row_id}c{n:04d}",
            observer=newsroom.outlets[int(rng.integers(len(newsroom.outlets)))],
            reported_us=first.reported_us + int(copies.delay_us[n]),
            text=text,
            language=_LANGUAGES[int(edited.language[n])],
            site=None,
            note="copy",
        )
        found.append(copy if linked[n] else replace(copy, url=newsroom.url(copy.observer, copy)))
    return found


def posted(scenario: Scenario, country: Country, newsroom: Newsroom, rng: np.random.Generator) -> list[Line]:
    """The scripted posts and statements, with their copies."""
    return [line for post in scenario.posts for line in _post(post, country, newsroom, rng)]


def _post(post: Post, country: Country, newsroom: Newsroom, rng: np.random.Generator) -> list[Line]:
    calendar = newsroom.calendar
    lat, lon = country.position(post.where)
    start = calendar.moment(post.about)
    first = Line(
        feed="statements" if post.observer == "party" else "press",
        row_id=post.id,
        observer=post.outlet,
        observer_kind=ObserverKind(post.observer),
        means=Means.reported,
        event=post.event or post.alleged or post.id,
        origin=post.id,
        start_us=start,
        end_us=calendar.moment(post.until) if post.until else start,
        reported_us=calendar.moment(post.at),
        lat=lat,
        lon=lon,
        radius_m=round(post.radius_km * 1e3),
        kind=post.kind,
        lowest=post.count,
        best=post.count,
        highest=post.count,
        role=Role.statement if post.observer == "party" else Role.observation,
        speaker=post.speaker,
        says=post.says,
        text=post.text,
        language=post.language,
    )
    first = replace(first, url=newsroom.url(post.outlet, first))
    return [first, *_repeated(first, post, newsroom, rng)]


def _repeated(first: Line, post: Post, newsroom: Newsroom, rng: np.random.Generator) -> list[Line]:
    """Copies of a scripted text: prefixed, cut, respelled; never by the party itself."""
    found = []
    feed, kind = ("press", ObserverKind.press) if post.observer == "party" else (first.feed, first.observer_kind)
    for n in range(post.copies):
        outlet = newsroom.outlets[int(rng.integers(len(newsroom.outlets)))]
        later = int(rng.exponential(post.copy_hours) * HOUR_US) % (3 * DAY_US)
        copy = replace(
            first,
            feed=feed,
            observer_kind=kind,
            role=Role.observation,
            speaker="",
            says="",
            row_id=f"{post.id}c{n:04d}",
            observer=outlet,
            reported_us=first.reported_us + later,
            text=_varied(post, outlet, rng),
            note="copy",
        )
        found.append(copy if post.linked else replace(copy, url=newsroom.url(outlet, copy)))
    return found


def _varied(post: Post, outlet: str, rng: np.random.Generator) -> str:
    text = post.text
    if rng.random() < 0.3:
        text = " ".join(respelled(w) if w[:1].isupper() else w for w in text.split(" "))
    sentences = text.split(". ")
    if len(sentences) > 2 and rng.random() < 0.3:
        text = ". ".join(sentences[:-1]) + "."
    before = ("", "", f"{outlet}: ", "UPDATE. ", f"(via {post.outlet}) ", f"{post.outlet}: ")
    return before[int(rng.integers(len(before)))] + text
