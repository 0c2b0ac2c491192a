"""Rounds for teams: which controls each team makes on each day of a week, in which order and at what time.

`plan_rounds` places as many required visits as can be placed and then the most value, by a greedy start and ruin and
recreate; what cannot be placed comes with the named rule that keeps it out (`RULES`) and what would help (`HELPS`), and
`lift` and `grant` show the week with that rule lifted or that help granted. `verify` checks any plan against
the same rules and shares no code with the planner; `upper_bound` says what no plan of the week exceeds. Moments are
minutes of the day on which the team-day starts, running on past 1440 after midnight.
"""

from .between_weeks import Worked, rested
from .bound import upper_bound
from .differences import Cause, Difference, Slot, differences, share_changed
from .events import Event, Moment, MovedShift, NewVisit, Overrun, SiteClosed, TeamAbsent
from .joint_actions import BARS, QUARTER, JointAction, clash, quarters, rule_against, with_actions
from .lifting import HELPS, Question, grant, lift
from .model import (
    Alternative,
    Help,
    Point,
    Round,
    RoundPolicy,
    Stop,
    TeamDay,
    TravelTimes,
    Violation,
    Visit,
    WeekPlan,
    Why,
    Window,
    shift_breaks,
)
from .offering import Place, offer, room
from .reasons import RULES
from .replanning import Replanned, replan
from .roads import Edition, RoadFault, edition_of, notices_of, settle, travel_times
from .rounds import iterations_for, plan_rounds
from .travel import GreatCircle
from .verify import verify
from .warming import warm
from .withdrawing import UNAVAILABLE, days_on_site, set_apart, take_out, take_out_incomplete

__all__ = [
    "BARS",
    "HELPS",
    "QUARTER",
    "RULES",
    "UNAVAILABLE",
    "Alternative",
    "Cause",
    "Difference",
    "Edition",
    "Event",
    "GreatCircle",
    "Help",
    "JointAction",
    "Moment",
    "MovedShift",
    "NewVisit",
    "Overrun",
    "Place",
    "Point",
    "Question",
    "Replanned",
    "RoadFault",
    "Round",
    "RoundPolicy",
    "SiteClosed",
    "Slot",
    "Stop",
    "TeamAbsent",
    "TeamDay",
    "TravelTimes",
    "Violation",
    "Visit",
    "WeekPlan",
    "Why",
    "Window",
    "Worked",
    "clash",
    "days_on_site",
    "differences",
    "edition_of",
    "grant",
    "iterations_for",
    "lift",
    "notices_of",
    "offer",
    "plan_rounds",
    "quarters",
    "replan",
    "rested",
    "room",
    "rule_against",
    "set_apart",
    "settle",
    "share_changed",
    "shift_breaks",
    "take_out",
    "take_out_incomplete",
    "travel_times",
    "upper_bound",
    "verify",
    "warm",
    "with_actions",
]
