"""Agreements as data: packs, and what they make of incidents."""

from ceasewatch.agreement.load import load_pack, pack_ids
from ceasewatch.agreement.pack import Pack
from ceasewatch.agreement.schema import PackStatus
from ceasewatch.agreement.table import OUTCOMES, AssessmentTable

__all__ = ["OUTCOMES", "AssessmentTable", "Pack", "PackStatus", "load_pack", "pack_ids"]
