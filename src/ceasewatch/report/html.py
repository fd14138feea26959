"""The report as one HTML file: no script, nothing loaded from elsewhere, readable by eye, ear and printer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from ceasewatch.report.compose import compose
from ceasewatch.report.daily_report import DailyReport

if TYPE_CHECKING:
    from jinja2 import Template


def render(report: DailyReport, language: str = "en") -> str:
    """The report in ``language``.

    Raises:
        NotFoundError: there is no translation into it.
    """
    return _template().render(d=msgspec.to_builtins(compose(report, language)))


@cache
def _template() -> Template:
    loader = PackageLoader("ceasewatch.report", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("daily.html.j2")
