"""What the chain of a control makes due, for who may see whether a suspicion holds it back."""

from dataclasses import dataclass, field
from datetime import date

from inspection.acts import access, protection, records, workplaces
from inspection.acts.chain_notices.agreeing import waits
from inspection.control import chain, conclusions, papers
from inspection.control.chain import ChainPoint, Liability
from inspection.control.filled import Control
from inspection.errors import ReferralFault
from inspection.store.controls import ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, answers_alike, audited_transaction

_FORBIDDEN = "exchange"  # what a path at which a control stops forbids, if nothing may leave the house


@dataclass(frozen=True, kw_only=True)
class Considered:
    """What the rules read from the chain of a control; of a control that waits, only that it does.

    waits
        Whether a magistrate's agreement is needed first; for the restricted part of a control only.
    due
        The notices that may be proposed; `already` are the parties that are liable without one.
    points
        What else to look at.
    """

    waits: bool
    due: tuple[Liability, ...] = ()
    already: tuple[Liability, ...] = ()
    points: tuple[ChainPoint, ...] = ()
    control: Control | None = field(default=None, repr=False)


@answers_alike("chain.consider", "REFER-780")
def consider(context: Context, control_id: str) -> Considered:
    """Return what the chain of a finished control makes due; the look is recorded as one at a suspicion.

    Errors: `ReferralFault` 780 for no control, 870 where it is not finished, 851 where it had to stop;
    `AccessRefused`.
    """
    row, is_waiting = look_whether_it_waits(context, control_id)
    return Considered(waits=True) if is_waiting else considered(context.app, row, day_in_brussels(context.at))


def look_whether_it_waits(context: Context, control_id: str) -> tuple[ControlRow, bool]:
    """Return a control and whether its notices wait: a look at a suspicion, in the trail whatever is refused then.

    Errors: `ReferralFault` 780 for no control; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        row = protection.find_control(context, tx.session, control_id)
        tx.require("chain.consider", district=protection.own_district(row, context.by), service=row.service)
        access.reveal_control(tx, "chain.consider", row, facts={"kind": "chain"})
        return row, waits(tx.session, row, context.at)


def refuse_what_waits(context: Context, control_id: str) -> None:
    """Refuse to go on with notices that wait; whoever is refused learns that they do, so the look is kept first.

    Errors: `ReferralFault` 871 where they wait, 780 for no control; `AccessRefused`.
    """
    _, is_waiting = look_whether_it_waits(context, control_id)
    if is_waiting:
        raise ReferralFault("REFER-871")


def considered(app: AppContext, row: ControlRow, on: date) -> Considered:
    """Return what is due for a control by what may be told of it: worked out as if nobody had thought of trafficking.

    Errors: as for `consider`.
    """
    control = records.load_control(app.store, row)
    day = day_in_brussels(row.entered_at)
    form = app.catalogue(day)
    if any(_FORBIDDEN in path.forbids for path in conclusions.stopping_paths(control.answers, form)):
        raise ReferralFault("REFER-851")
    if row.left_at is None:
        raise ReferralFault("REFER-870")
    plain = papers.without_suspicion(control, form.questions)
    offices = workplaces.competence_of(app, row.refnis, row.canton, day)
    findings = conclusions.conclude(plain, app.rules, offices).findings
    found = chain.liabilities(plain, findings, app.rules, on)
    return Considered(
        waits=False,
        due=tuple(one for one in found if one.state == "notice"),
        already=tuple(one for one in found if one.state == "already"),
        points=chain.points(plain, app.catalogue(control.facts_on), row.area),
        control=control,
    )
