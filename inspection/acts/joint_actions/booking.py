"""Joint actions: booked weeks ahead, moved, confirmed partner by partner, or called off."""

from collections.abc import Sequence

from sqlmodel import col, delete, select

from inspection.acts import alerts
from inspection.acts.joint_actions import rules
from inspection.acts.joint_actions.values import Booked, FixedMoment, Moment, NewAction, NewPartner
from inspection.errors import PlanningFault
from inspection.life_cycles import JointActionState, PartnerState, PlanState
from inspection.sealing import short_code
from inspection.store.core import new_id
from inspection.store.weeks import JointActionRow, JointPartnerRow, PlanDistrictRow, PlanRow
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction


def book_action(context: Context, action: NewAction, *, replanning: bool = False) -> Booked:
    """Book a joint action; without partners it is confirmed at once, else when the last of them has confirmed.

    A workplace that is on hold is booked like any other: what keeps it out of the plan says nothing here.

    Arguments: `replanning` books into an approved week, for whoever replans it with the action.
    Errors: `PlanningFault` 240 to 257, 262 to 265, 270, 272 and 275 naming the rule; `AccessRefused` for any of its
    districts.
    """
    with audited_transaction(context) as tx:
        for district in (action.district, *sorted(action.shares)):
            tx.require("action.book", district=district, service=context.settings.service)
        rules.check_said(context.app, action, context.at)
        rules.check_place(tx.session, context.app, action)
        row = _row(context, action)
        _check_all(tx, row, replanning=replanning)
        tx.add(row)
        _ask_partners(tx, row, action.partners)
        _settle(tx, row)
        facts = {"reference": row.reference, "week": row.week, "teams": sum(row.shares.values())}
        tx.record("action.book", row.id, stream="joint_action", facts={**facts, "partners": len(action.partners)})
        return _booked(tx, row)


@answers_alike("action.move", "PLAN-258")
def move_action(context: Context, reference: str, moment: Moment, *, replanning: bool = False) -> Booked:
    """Give an action another moment; every partner is asked anew, since an old "yes" was to another moment."""
    with audited_transaction(context) as tx:
        row = open_action(tx, reference)
        for district in (row.district, *sorted(row.shares)):
            tx.require("action.move", district=district, service=row.service)
        rules.check_moment(row.workplace, moment, context.at, len(row.shares))
        if not replanning:
            rules.check_week(tx.session, row)  # the week that it leaves
        with tx.session.no_autoflush:
            _set_moment(row, moment)
            _check_all(tx, row, replanning=replanning)
        old = _partners(tx, row)
        again = [NewPartner(kind=p.kind, contact=p.contact, language=p.language) for p in old]  # type: ignore[arg-type]
        tx.session.exec(delete(JointPartnerRow).where(col(JointPartnerRow.action_id) == row.id))
        _ask_partners(tx, row, again)
        _settle(tx, row)
        tx.record("action.move", row.id, stream="joint_action", facts={"week": row.week, "partners": len(again)})
        return _booked(tx, row)


@answers_alike("partner.confirm", "PLAN-258")
def confirm_partner(
    context: Context,
    reference: str,
    kind: str,
    *,
    contact: str | None = None,
    language: str | None = None,
    declined: bool = False,
) -> Booked:
    """Note what a partner answered; the action is confirmed with the last "yes", and a "no" is told to the team head.

    Arguments: `contact` and `language` tell partners of one kind apart.
    Errors: `PlanningFault` 258 to 260, 274.
    """
    with audited_transaction(context) as tx:
        row = open_action(tx, reference)
        tx.require("partner.confirm", district=row.district, service=row.service)
        partner = _one_partner(_partners(tx, row), kind, contact, language, row.reference)
        if not note_answer(tx, row, partner.id, declined=declined):
            tx.mark_unchanged()
        return _booked(tx, row)


def note_answer(tx: AuditedTransaction, row: JointActionRow, partner_id: str, *, declined: bool) -> bool:
    """Note what a partner answered, inside an act that asked; returns whether that is news."""
    partner = tx.session.get_one(JointPartnerRow, partner_id)
    state = PartnerState.DECLINED if declined else PartnerState.CONFIRMED
    if partner.state == state:
        return False
    partner.state, partner.answered_on = state, day_in_brussels(tx.at)
    _settle(tx, row)
    if declined:
        alerts.raise_alert(tx, "partner_declined", partner.id, 0, row.district, row.service, role="team_head")
    else:
        alerts.end_alerts_about(tx, "partner_declined", partner.id)
    tx.record(f"partner.{state}", partner.id, stream="joint_action", facts={"action": row.id, "kind": partner.kind})
    return True


@answers_alike("action.call_off", "PLAN-258")
def call_off_action(context: Context, reference: str, *, reason: str) -> Booked:
    """Call an action off: its teams are free, and its workplace is selected like any other again.

    In an approved week the visit stands until the week is replanned, so the team heads are told.

    Arguments: `reason` a word such as "partner_declined", never a sentence about somebody.
    """
    with audited_transaction(context) as tx:
        row = _known(tx, reference)
        for district in (row.district, *sorted(row.shares)):
            tx.require("action.call_off", district=district, service=row.service)
        if not reason.replace("_", "").isalpha() or not reason.islower():
            raise PlanningFault("PLAN-261", reference=row.reference)
        if row.state == JointActionState.CALLED_OFF:
            tx.mark_unchanged()
            return _booked(tx, row)
        _refuse_closed(row)
        row.state, row.called_off_reason, row.planned_day, row.planned_minute = (
            JointActionState.CALLED_OFF,
            reason,
            None,
            None,
        )
        for district in _approved(tx, row):
            alerts.raise_alert(
                tx, "action_called_off", f"{row.id}:{district}", 0, district, row.service, role="team_head"
            )
        tx.record("action.call_off", row.id, stream="joint_action", facts={"week": row.week, "reason": reason})
        return _booked(tx, row)


def _check_all(tx: AuditedTransaction, row: JointActionRow, *, replanning: bool) -> None:
    if not replanning:
        rules.check_week(tx.session, row)
    rules.check_cooling(tx.session, tx.app, row, tx.at)
    rules.check_teams(tx.session, tx.app, row)


def _row(context: Context, action: NewAction) -> JointActionRow:
    id = new_id()  # noqa: A001  what it is called in every table
    sector = context.app.catalogue(min(action.moment.days)).sectors[action.sector]
    row = JointActionRow(
        id=id,
        reference=short_code(f"action|{id}", 6),
        service=context.settings.service,
        district=action.district,
        shares=dict(action.shares),
        workplace=action.workplace,
        sector=action.sector,
        minutes=float(action.minutes or sector.minutes),
        week="",
        first_day=min(action.moment.days),
        last_day=max(action.moment.days),
        days=[],
        windows=[],
        languages=sorted(action.languages),
        skills=sorted(sector.skills if action.skills is None else action.skills),
        team_size=int(action.team_size or sector.team_size),
        required=action.required,
        state=JointActionState.PROPOSED,
        booked_by=context.by,
        booked_at=context.at,
    )
    _set_moment(row, action.moment)
    return row


def _set_moment(row: JointActionRow, moment: Moment) -> None:
    days = sorted(set(moment.days))
    row.first_day, row.last_day, row.week = days[0], days[-1], str(IsoWeek.of(days[0]))
    row.days = [day.isoformat() for day in days]
    row.windows = [[float(opens), float(closes)] for opens, closes in moment.windows]
    is_fixed = isinstance(moment, FixedMoment)
    row.day, row.minute = (days[0], float(moment.windows[0][0])) if is_fixed else (None, None)
    row.planned_day, row.planned_minute = None, None


def _ask_partners(tx: AuditedTransaction, row: JointActionRow, partners: Sequence[NewPartner]) -> None:
    for one in partners:
        tx.session.add(
            JointPartnerRow(
                id=new_id(),
                action_id=row.id,
                kind=one.kind,
                contact=one.contact,
                language=one.language,
                state=PartnerState.ASKED,
                asked_on=day_in_brussels(tx.at),
            )
        )
    tx.session.flush()


def _settle(tx: AuditedTransaction, row: JointActionRow) -> None:
    """Let an action's state follow from its partners."""
    row.state = (
        JointActionState.CONFIRMED
        if all(p.state == PartnerState.CONFIRMED for p in _partners(tx, row))
        else JointActionState.PROPOSED
    )


def _partners(tx: AuditedTransaction, row: JointActionRow) -> Sequence[JointPartnerRow]:
    mine = select(JointPartnerRow).where(col(JointPartnerRow.action_id) == row.id)
    return tx.session.exec(mine.order_by(col(JointPartnerRow.id))).all()


def _one_partner(
    partners: Sequence[JointPartnerRow], kind: str, contact: str | None, language: str | None, reference: str
) -> JointPartnerRow:
    found = [p for p in partners if p.kind == kind and contact in (None, p.contact) and language in (None, p.language)]
    if not found:
        raise PlanningFault("PLAN-260", reference=reference)
    if len(found) > 1:
        raise PlanningFault("PLAN-274", count=len(found), reference=reference)
    return found[0]


def _known(tx: AuditedTransaction, reference: str) -> JointActionRow:
    wanted = select(JointActionRow).where(col(JointActionRow.reference) == reference.strip().upper())
    row = tx.session.exec(wanted).first()
    if row is None:
        raise PlanningFault("PLAN-258", reference=reference[:12])
    return row


def open_action(tx: AuditedTransaction, reference: str) -> JointActionRow:
    """Return an action that still stands, inside an act that asks; raises `PlanningFault` 258, 259."""
    row = _known(tx, reference)
    _refuse_closed(row)
    return row


def _refuse_closed(row: JointActionRow) -> None:
    if row.state in (JointActionState.CARRIED_OUT, JointActionState.CALLED_OFF):
        raise PlanningFault("PLAN-259", state=row.state.replace("_", " "), reference=row.reference)


def _approved(tx: AuditedTransaction, row: JointActionRow) -> Sequence[str]:
    """Return the districts of an action whose week is approved."""
    wanted = (
        select(PlanDistrictRow.district)
        .join(PlanRow, col(PlanRow.id) == col(PlanDistrictRow.plan_id))
        .where(
            col(PlanRow.service) == row.service, col(PlanRow.week) == row.week, col(PlanRow.state) == PlanState.APPROVED
        )
    )
    return sorted(set(tx.session.exec(wanted)) & set(row.shares))


def _booked(tx: AuditedTransaction, row: JointActionRow) -> Booked:
    waits = sum(p.state != PartnerState.CONFIRMED for p in _partners(tx, row))
    return Booked(row.id, row.reference, row.state, waits)
