"""The demo's service learns once in its year, as a real one does on the first of a month.

The schedule proposes, and somebody of the direction approves.
"""

from datetime import datetime, timedelta

from inspection import acts
from inspection.demo.past import acting
from inspection.demo.year.rewound import Rewound
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

_APPROVES = "direction-1"
_REASON = "ranks surely better than the card in force; a decision of the demo"
_READ = timedelta(minutes=30)


def adopt_better_cards(app: AppContext, registers: Rewound, at: datetime) -> int:
    """Fit the card of each sector to what was known at a moment; returns how many were approved by a second person.

    registers
        As they stood: a proposed card is tried on them.
    Rules that were read before know nothing of what was approved.
    """
    schedule, approves = app.acting_as_flow("learn", at), acting(app, _APPROVES, at + _READ)
    if acts.learning.list_proposals(approves):
        return 0
    better = acts.learning.fit_sectors(schedule, day_in_brussels(at)).better
    for one in better:
        made = acts.learning.propose_card(schedule, one.proposal(), registers=registers)
        acts.learning.approve_card(approves, made.reference, made.sha256, reason=_REASON)
    return len(better)
