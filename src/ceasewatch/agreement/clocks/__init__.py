"""Duties and their time: clocks, ladders, schedules, days of silence, and what is told, answered, let in and delivered.

Everything here is a function of notices, incidents and a moment ``at``; nothing reads a clock or a file.
"""

from ceasewatch.agreement.clocks.access import DENIED, AccessRule, Hindered, access, denials, hindered
from ceasewatch.agreement.clocks.answer import ReportRule, RespondRule, Trigger, answer
from ceasewatch.agreement.clocks.check import DutyRule, check_clocks, check_duty
from ceasewatch.agreement.clocks.countdown import (
    Basis,
    ClockEntry,
    Countdown,
    Pause,
    Reset,
    between,
    countdown,
    expired,
)
from ceasewatch.agreement.clocks.heard import Heard, Observed
from ceasewatch.agreement.clocks.ladder import LadderEntry, Rung, StepEntry, climb
from ceasewatch.agreement.clocks.notification import Activity, NotificationRule, notification
from ceasewatch.agreement.clocks.odds import Bounds
from ceasewatch.agreement.clocks.permission import Cover, PermissionKind, PermissionRule, narrowed, permission
from ceasewatch.agreement.clocks.phases import Failing, StageState, StepState, in_force, results, schedule
from ceasewatch.agreement.clocks.plan import Course, PhasedRule, Point, StageEntry, StartEntry, planned
from ceasewatch.agreement.clocks.pledge import PledgeRule, pledge, quarter
from ceasewatch.agreement.clocks.result import ClockState, DutyResult, Fault, View
from ceasewatch.agreement.clocks.return_fire import (
    Condition,
    ConditionName,
    Fire,
    Lawfulness,
    Leadership,
    ReturnFire,
    ReturnFireRule,
    as_duty,
    return_fire,
)
from ceasewatch.agreement.clocks.silence import (
    DayState,
    Silence,
    SilenceDay,
    SilenceRule,
    Unobserved,
    by_reading,
    silence,
)
from ceasewatch.agreement.clocks.spans import DayRule, after, before, day_start, instant, says, zone_named

__all__ = [
    "DENIED",
    "AccessRule",
    "Activity",
    "Basis",
    "Bounds",
    "ClockEntry",
    "ClockState",
    "Condition",
    "ConditionName",
    "Countdown",
    "Course",
    "Cover",
    "DayRule",
    "DayState",
    "DutyResult",
    "DutyRule",
    "Failing",
    "Fault",
    "Fire",
    "Heard",
    "Hindered",
    "LadderEntry",
    "Lawfulness",
    "Leadership",
    "NotificationRule",
    "Observed",
    "Pause",
    "PermissionKind",
    "PermissionRule",
    "PhasedRule",
    "PledgeRule",
    "Point",
    "ReportRule",
    "Reset",
    "RespondRule",
    "ReturnFire",
    "ReturnFireRule",
    "Rung",
    "Silence",
    "SilenceDay",
    "SilenceRule",
    "StageEntry",
    "StageState",
    "StartEntry",
    "StepEntry",
    "StepState",
    "Trigger",
    "Unobserved",
    "View",
    "access",
    "after",
    "answer",
    "as_duty",
    "before",
    "between",
    "by_reading",
    "check_clocks",
    "check_duty",
    "climb",
    "countdown",
    "day_start",
    "denials",
    "expired",
    "hindered",
    "in_force",
    "instant",
    "narrowed",
    "notification",
    "permission",
    "planned",
    "pledge",
    "quarter",
    "results",
    "return_fire",
    "says",
    "schedule",
    "silence",
    "zone_named",
]
