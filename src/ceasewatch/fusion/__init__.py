"""Which observations are about the same happening. Pure: tables in, tables out."""

from ceasewatch.fusion.fuse import fuse
from ceasewatch.fusion.fuser import Fuser
from ceasewatch.fusion.parameters import DEFAULT, Parameters
from ceasewatch.fusion.view import resolve, to_incidents

__all__ = ["DEFAULT", "Fuser", "Parameters", "fuse", "resolve", "to_incidents"]
