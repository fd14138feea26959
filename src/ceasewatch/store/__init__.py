"""Projections: what was folded from the record, kept where it can be searched; they may be deleted at any time."""

from ceasewatch.store.changes import Changes
from ceasewatch.store.filters import AssessmentFilter, Filter, Order
from ceasewatch.store.projections import Projections
from ceasewatch.store.rows import (
    Decided,
    Delivery,
    FeedActivity,
    LastReport,
    Logged,
    Notice,
    QuarantinedRow,
    Totals,
    Watermark,
)

__all__ = [
    "AssessmentFilter",
    "Changes",
    "Decided",
    "Delivery",
    "FeedActivity",
    "Filter",
    "LastReport",
    "Logged",
    "Notice",
    "Order",
    "Projections",
    "QuarantinedRow",
    "Totals",
    "Watermark",
]
