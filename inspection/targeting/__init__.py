"""Who may be visited, why, and who is: establish the workplaces of a day, measure signals, add points, select a week.

The path is `establish` → `measure` → `assess_all` → `select`. Every number is a sum with reasons; the random arm keeps
each eligible workplace's probability known and above zero; a signal sees opaque keys and its declared columns only.
"""

from inspection.targeting.allocation import Share, allocate
from inspection.targeting.assessing import Assessments, assess, assess_all
from inspection.targeting.establishing import Established, establish
from inspection.targeting.estimating import Draw, Estimate, Interval, estimate
from inspection.targeting.measuring import Measured, measure
from inspection.targeting.model import Arm, Chosen, Mandate, Reason, Selection, SelectionPolicy
from inspection.targeting.permission import allowed_columns
from inspection.targeting.selecting import select, window_days

__all__ = [
    "Arm",
    "Assessments",
    "Chosen",
    "Draw",
    "Established",
    "Estimate",
    "Interval",
    "Mandate",
    "Measured",
    "Reason",
    "Selection",
    "SelectionPolicy",
    "Share",
    "allocate",
    "allowed_columns",
    "assess",
    "assess_all",
    "establish",
    "estimate",
    "measure",
    "select",
    "window_days",
]
