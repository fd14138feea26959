"""What parties hold: the ledger, and rules on ceilings, declared sites, inspections and notified movements."""

from ceasewatch.agreement.holdings.assess import Books, assess_holdings, books
from ceasewatch.agreement.holdings.check import Known, check_rule
from ceasewatch.agreement.holdings.ledger import state
from ceasewatch.agreement.holdings.readings import Compared, compare
from ceasewatch.agreement.holdings.results import Ask, AskKind, Frame, HoldingAssessment, Standing
from ceasewatch.agreement.holdings.schema import (
    Basis,
    CeilingRule,
    DeclaredSitesRule,
    DoubleCounting,
    HoldingReading,
    HoldingRule,
    InspectionRule,
    MovementRule,
    Patch,
    Permission,
)
from ceasewatch.agreement.holdings.statement import Statement, statement
from ceasewatch.agreement.holdings.table import HoldingTable, Inside, by_name, tabulate
from ceasewatch.model.clause import Modality
from ceasewatch.model.mandate import Mandate

__all__ = [
    "Ask",
    "AskKind",
    "Basis",
    "Books",
    "CeilingRule",
    "Compared",
    "DeclaredSitesRule",
    "DoubleCounting",
    "Frame",
    "HoldingAssessment",
    "HoldingReading",
    "HoldingRule",
    "HoldingTable",
    "Inside",
    "InspectionRule",
    "Known",
    "Mandate",
    "Modality",
    "MovementRule",
    "Patch",
    "Permission",
    "Standing",
    "Statement",
    "assess_holdings",
    "books",
    "by_name",
    "check_rule",
    "compare",
    "state",
    "statement",
    "tabulate",
]
