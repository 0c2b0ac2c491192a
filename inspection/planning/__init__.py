"""Rounds for teams: which controls each team makes on each day of a week, in which order and at what time.

`plan_rounds` places as many required visits as can be placed and then the most value, by a greedy start and ruin and
recreate; what cannot be placed comes with the named rule that keeps it out (`RULES`). `verify` checks any plan against
the same rules and shares no code with the planner. Moments are minutes of the day on which the team-day starts, running
on past 1440 after midnight.
"""

from .joint_actions import BARS, QUARTER, JointAction, barred, clash, quarters, with_actions
from .model import Point, Round, RoundPolicy, Stop, TeamDay, TravelTimes, Violation, Visit, WeekPlan, Why, Window
from .offering import Place, offer, room
from .reasons import RULES
from .roads import Edition, RoadFault, edition_of, notices_of, settle, travel_times
from .rounds import iterations_for, plan_rounds
from .travel import GreatCircle
from .verify import verify

__all__ = [
    "BARS",
    "QUARTER",
    "RULES",
    "Edition",
    "GreatCircle",
    "JointAction",
    "Place",
    "Point",
    "RoadFault",
    "Round",
    "RoundPolicy",
    "Stop",
    "TeamDay",
    "TravelTimes",
    "Violation",
    "Visit",
    "WeekPlan",
    "Why",
    "Window",
    "barred",
    "clash",
    "edition_of",
    "iterations_for",
    "notices_of",
    "offer",
    "plan_rounds",
    "quarters",
    "room",
    "settle",
    "travel_times",
    "verify",
    "with_actions",
]
