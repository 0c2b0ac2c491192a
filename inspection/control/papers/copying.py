"""The copies that the offenders of a control get: each made of what its offender may read, and concluded from that.

What a copy holds depends neither on a suspicion nor on who may be a victim, so that no copy tells of either.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from inspection.control.conclusions import Conclusion, Offender, conclude, findings_against, offenders_of
from inspection.control.filled import Control
from inspection.control.papers.withholding import for_offender, limited_to_offender
from inspection.territory import Competence
from sectors.reader import Rules
from sectors.rules.checklists import Question


@dataclass(frozen=True, kw_only=True)
class OffenderCopy:
    """What one offender may read of a control; `offender` is None where nothing was found against anybody.

    is_alone
        Whether the control holds findings against nobody else.
    """

    offender: Offender | None
    control: Control
    conclusion: Conclusion
    is_alone: bool


def copies(
    control: Control, stands: Conclusion, questions: Mapping[str, Question], rules: Rules, offices: Competence
) -> tuple[OffenderCopy, ...]:
    """Return the copy of each offender who gets one; empty where nobody does, though something was found.

    Of persons found only those get one against whom something stands in the control too: who may be a victim gets none,
    though a reading that knows of no suspicion would make one.

    stands
        What was concluded from the whole control.
    questions
        Those that the control was filled in under.
    """
    plain = for_offender(control, questions)
    made, law = conclude(plain, rules, offices), rules.on(control.facts_on)
    everybody, against = offenders_of(made.findings, law), offenders_of(stands.findings, law)
    if not everybody:
        return (_copy(plain, made, None, questions, is_alone=True),)
    return tuple(
        _copy(plain, made, one, questions, is_alone=len(everybody) == 1)
        for one in everybody
        if one.person is None or one in against
    )


def _copy(
    plain: Control, made: Conclusion, offender: Offender | None, questions: Mapping[str, Question], *, is_alone: bool
) -> OffenderCopy:
    mine = made.findings if offender is None else findings_against(offender, made.findings)
    return OffenderCopy(
        offender=offender,
        control=limited_to_offender(plain, offender, mine, questions, is_alone=is_alone),
        conclusion=replace(
            made,
            findings=mine,
            clocks=tuple(clock for clock in made.clocks if clock.offender in (None, offender)),
            set_aside=(),
            not_in_force=(),
        ),
        is_alone=is_alone,
    )
