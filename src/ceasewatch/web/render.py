"""Pages from their contexts. Autoescaped, no script."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ceasewatch.web.page import FrontPage


def front_html(page: FrontPage) -> str:
    """The first page."""
    return _template("front.html").render(page=page)


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("ceasewatch.web", "templates")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)
