"""Numbers, moments, notices and views, made short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ceasewatch.agreement.clocks import View
from ceasewatch.model.clause import Number
from ceasewatch.model.ids import ClauseId, PartyId
from ceasewatch.model.notice import CompleteLog, Notice, NoticeKind, NoticeOutcome
from ceasewatch.model.time import TimeInterval


class Maker:
    """``t("2025-03-01T08:00")``, ``n("24 h")``, ``view(at)``, ``notice(...)``."""

    kyiv = ZoneInfo("Europe/Kyiv")
    zero = ZoneInfo("UTC")

    @staticmethod
    def t(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    @staticmethod
    def n(text: str, verified: bool = False) -> Number:
        value, unit = text.split()
        return Number(value=value, unit=unit, source="TEXT, point 1", verified=verified)

    def span(self, start: str | datetime, end: str | datetime | None = None) -> TimeInterval:
        first = self.t(start) if isinstance(start, str) else start
        last = first if end is None else self.t(end) if isinstance(end, str) else end
        return TimeInterval(start=first, end=last)

    def view(self, at: str | datetime, **more: Any) -> View:
        more.setdefault("zone", self.zero)
        return View(at=self.t(at) if isinstance(at, str) else at, clause=ClauseId("c"), **more)

    def log(self, channel: str, start: str | datetime, end: str | datetime) -> CompleteLog:
        return CompleteLog(channel=channel, interval=self.span(start, end), declared_by="keeper")

    def notice(self, id_: str, kind: str, by: str, at: str | datetime, to: str = "", **more: Any) -> Notice:
        if "outcome" in more:
            more["outcome"] = NoticeOutcome(more["outcome"])
        moment = self.t(at) if isinstance(at, str) else at
        return Notice(id=id_, kind=NoticeKind(kind), by=PartyId(by), to=PartyId(to), at=moment, **more)

    @staticmethod
    def h(hours: float) -> timedelta:
        return timedelta(hours=hours)


@pytest.fixture(scope="session")
def m() -> Maker:
    return Maker()


@pytest.fixture(scope="session")
def swapped() -> Callable[[Any], Any]:
    """The same value with the parties P1 and P2 exchanged in every text."""
    import msgspec

    def swap(value: Any) -> Any:
        text = msgspec.json.encode(value).decode()
        text = text.replace("P1", "P_").replace("P2", "P1").replace("P_", "P2")
        return msgspec.json.decode(text, type=type(value))

    return swap
