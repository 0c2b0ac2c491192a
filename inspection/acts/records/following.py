"""What follows from a control by the rules of the house, for every act that takes one in or watches it being filled in.

Whoever reads a kept control another way asks `conclude` itself: the rules reached its facts when it was taken in.
"""

from inspection.control.conclusions import Conclusion, conclude
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.territory import Competence
from inspection.trust import AppContext
from sectors import RuleFault


def following(app: AppContext, control: Control, competence: Competence) -> Conclusion:
    """Return what `conclude` makes of a control.

    Errors: `ControlFault` 419 where the rules do not reach back to the first day of its facts: a year that was typed
    wrong, or facts older than what a jurist has entered.
    """
    try:
        return conclude(control, app.rules, competence)
    except RuleFault:
        raise ControlFault("CONTROL-419", control_id=control.control_id) from None
