"""What follows from a control hangs on what was decided of it: concluded anew when the decision changes after the save.

The rules' proposal is the same whatever anybody decided; what may follow from the findings is not, nor what is set
aside.
"""

from collections.abc import Sequence

from inspection.acts import workplaces
from inspection.acts.records.control_rows import load_conclusion, load_control, put_conclusion
from inspection.acts.records.decisions import Decided, decisions_of
from inspection.control.conclusions import Conclusion, conclude
from inspection.control.filled import SuspicionDecision
from inspection.life_cycles import Decision
from inspection.store.controls import ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction
from sectors.reader import RuleFault


def weigh_again(tx: AuditedTransaction, row: ControlRow) -> Conclusion | None:
    """Return what follows from a control by the decision that stands, kept in place of what followed before.

    None where nothing was decided yet. A rule that cannot be read any more holds no decision back: then all stays as it
    was, and the trail says so.
    """
    said = standing(decisions_of(tx.session, tx.store, row.id), row.saved_by)
    if said is None:
        return None
    control = load_control(tx.store, row).model_copy(update={"suspicion": said})
    before = load_conclusion(tx.store, row)
    try:
        offices = workplaces.competence_of(tx.app, row.refnis, row.canton, day_in_brussels(row.saved_at))
        made = conclude(control, tx.app.rules, offices)
    except RuleFault:
        tx.record("control.weigh", row.id, stream="control", facts={"done": False})
        return before
    if made != before:
        put_conclusion(tx, row, made)
        facts = {"done": True, "findings": len(made.findings), "rules": made.rules_sha256}
        tx.record("control.weigh", row.id, stream="control", facts=facts)
    return made


def standing(decided: Sequence[Decided], maker: str) -> SuspicionDecision | None:
    """Return the decision that stands: the latest of who made the control, unless somebody else added a yes."""
    mine = [one for one in decided if one.by == maker]
    added = [one for one in decided if one.by != maker and one.decision == Decision.YES]
    if not (added or mine):
        return None
    last = (added or mine)[-1]
    return SuspicionDecision.model_validate(
        {"decision": last.decision, "grounds": last.grounds, "forms": last.forms, "decided_at": last.at}
    )
