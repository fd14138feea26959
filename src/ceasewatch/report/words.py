"""The words of a report in one language: translation files, numbers, dates and plural forms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from ceasewatch.model import Count
from ceasewatch.model.errors import NotFoundError

LANGUAGES: Final = ("en", "fr", "uk", "ru")


@cache
def words(language: str) -> Words:
    """The words of ``language``.

    Raises:
        NotFoundError: there is no translation into it.
    """
    if language not in LANGUAGES:
        raise NotFoundError(
            f"no translation into {language!r}", where="--language", todo=f"use one of {', '.join(LANGUAGES)}"
        )
    text = resources.files(__package__).joinpath("translations", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))


class Words:
    """Texts by key, and how the language writes numbers and dates."""

    def __init__(self, language: str, texts: Mapping[str, Any]) -> None:
        self.language = language
        self.locale = Locale.parse("en_GB" if language == "en" else language)
        self.texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """The text under ``table.name`` with its places filled in; numbers in the language's form."""
        table, name = key.split(".")
        filled = {k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}
        return str(self.texts[table][name]).format(**filled) if filled else str(self.texts[table][name])

    def named(self, table: str, value: str) -> str:
        """The word for a value of an open list; the value itself, without underscores, where there is none."""
        return str(self.texts[table].get(value, value.replace("_", " ")))

    def plural(self, noun: str, n: int, shown: str = "") -> str:
        """``n`` of ``noun`` in the plural form that the language asks for; ``shown`` replaces the digits."""
        forms = self.texts["plural"][noun]
        form = forms.get(self.locale.plural_form(n), forms["other"])
        return str(form).format(n=shown or self.number(n))

    def number(self, n: int) -> str:
        """Digits grouped as the language does."""
        return str(format_decimal(n, locale=self.locale))

    def day(self, iso: str) -> str:
        """An ISO date, short."""
        return str(format_date(date.fromisoformat(iso), format="d MMM y", locale=self.locale))

    def days(self, start: str, end: str) -> str:
        """One day, or two with a dash."""
        return self.day(start) if start == end else f"{self.day(start)} – {self.day(end)}"

    def moment(self, at: datetime, zone: str) -> str:
        """Local time with its offset, then UTC: ``16 Mar 2022, 19:30 (UTC+2; 17:30Z)``."""
        local = at.astimezone(ZoneInfo(zone))
        text = format_datetime(local, format="d MMM y, HH:mm", locale=self.locale)
        minutes = int((local.utcoffset() or at - at).total_seconds()) // 60
        if minutes == 0:
            return f"{text} UTC"
        hours, rest = divmod(abs(minutes), 60)
        sign = "+" if minutes > 0 else "−"
        offset = f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"
        return f"{text} ({offset}; {at:%H:%M}Z)"

    def count(self, count: Count) -> str:
        """Best (lowest-highest), with what is not known said so."""
        low, best, high = count.lowest, count.best, count.highest
        if best is None:
            return self._without_best(low, high)
        shown = self.number(best)
        if high is None and low is not None:
            return self("cell.at_least", n=low) if low == best else self("cell.open", best=shown, low=low)
        if low in (None, best) and high in (None, best):
            return self("cell.about", n=shown) if count.approximate else shown
        return self("cell.range", best=shown, low=low or 0, high=high if high is not None else best)

    def _without_best(self, low: int | None, high: int | None) -> str:
        if low is not None and high is not None:
            return self("cell.between", low=low, high=high)
        if low is not None:
            return self("cell.at_least", n=low)
        return self("cell.between", low=0, high=high) if high is not None else self("cell.not_known")
