"""Fusion cut into pieces that share nothing: the same incidents, on many machines or in little memory.

Steps: look at each row; find copies by word and address; settle families; find and settle stories; find and settle
happenings; put incidents together. Each is a function of one piece; between them only narrow columns are merged: pairs
of rows, sums by cell, groups.
"""

from ceasewatch.fusion.partition.run import fuse_in_partitions
from ceasewatch.fusion.partition.split import Split

__all__ = ["Split", "fuse_in_partitions"]
