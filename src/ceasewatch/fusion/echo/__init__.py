"""Who copies whom: many outlets that copy one origin are one source. Pure: tables in, codes out."""

from ceasewatch.fusion.echo.counting import distinct, sources
from ceasewatch.fusion.echo.index import EchoIndex
from ceasewatch.fusion.echo.origins import origins
from ceasewatch.fusion.echo.parameters import DEFAULT, EchoParameters

__all__ = ["DEFAULT", "EchoIndex", "EchoParameters", "distinct", "origins", "sources"]
