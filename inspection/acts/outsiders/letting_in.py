"""People of offices outside the house: one person proposes them, another says yes, and only then they can be enrolled.

Police cells, auditorates, magistrates of reference, centres and regional services see what was sent to their office,
and nothing else. Each has days on which they may, so that somebody who moved on is not forgotten here.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlmodel import col, select

from inspection.acts import texts
from inspection.acts.identity import end_all
from inspection.errors import AccessRefused
from inspection.life_cycles import OutsiderState
from inspection.sealing import short_code
from inspection.store.core import Store, new_id
from inspection.store.people import OutsidePersonRow, UserRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction
from inspection.trust.rights import rights
from sectors.rules.values import Lang

_STREAM = "rights"
_LONGEST_NAME, _ID_LETTERS = 120, 7


@dataclass(frozen=True, kw_only=True)
class NewOutsider:
    """Somebody of an office outside, as one person proposes them.

    office
        Key of an addressee in the rules, of a kind that the role is for.
    """

    role: str
    office: str
    language: Lang
    name: str = field(repr=False)
    telephone: str | None = field(default=None, repr=False)
    first_day: date
    last_day: date


@dataclass(frozen=True, kw_only=True)
class Outsider:
    """Somebody outside as a list shows them."""

    id: str
    user: str | None
    role: str
    office: str
    name: str = field(repr=False)
    first_day: date
    last_day: date
    proposed_by: str
    state: OutsiderState


def propose_outsider(context: Context, new: NewOutsider) -> str:
    """Propose somebody of an office outside; returns the id of the proposal. A second person decides.

    Errors: `AccessRefused` 088 for an office that the role is not for, a name that cannot be kept, or days that are
    over, the wrong way round or too many.
    """
    _refuse_unfit(context, new)
    row_id, store = new_id(), context.store
    with audited_transaction(context) as tx:
        tx.require("outside.propose", service=context.settings.service)
        row = OutsidePersonRow(
            id=row_id,
            service=context.settings.service,
            role=new.role,
            office=new.office,
            language=new.language,
            name=store.seal("outside_person.name", row_id, new.name.strip()),
            telephone=store.seal("outside_person.telephone", row_id, new.telephone) if new.telephone else None,
            first_day=new.first_day,
            last_day=new.last_day,
            proposed_by=context.by,
            proposed_at=context.at,
        )
        tx.add(row)
        tx.record("outside.propose", row.id, stream=_STREAM, facts={"role": new.role, "office": new.office})
    return row_id


def confirm_outsider(context: Context, proposal_id: str, *, yes: bool = True) -> str | None:
    """Say yes or no to somebody whom another person proposed; returns the id of the user that a yes makes.

    They can be given a code of enrolment then.

    Errors: `AccessRefused` 041 for whoever proposed them, 086 for no such proposal, or one that was decided.
    """
    with audited_transaction(context) as tx:
        row = tx.session.get(OutsidePersonRow, proposal_id)
        tx.require(
            "outside.confirm",
            service=context.settings.service,
            done_by={"outside.propose": row.proposed_by if row is not None else None},
        )
        if row is None or row.service != context.settings.service or row.decided_at is not None:
            raise AccessRefused("ACCESS-086")
        row.decided_by, row.decided_at = context.by, context.at
        if yes:
            row.user_id = _made_user(tx, row)
        tx.session.add(row)
        tx.record("outside.confirm", row.id, stream=_STREAM, facts={"yes": yes, "office": row.office})
        return row.user_id


def end_outsider(context: Context, user_id: str) -> None:
    """Let somebody outside in no more, at once: their sessions end; a second time changes nothing.

    Errors: `AccessRefused` 086 for nobody who is outside.
    """
    with audited_transaction(context) as tx:
        tx.require("outside.end", service=context.settings.service)
        user = tx.session.get(UserRow, user_id)
        if user is None or user.service != context.settings.service or user.office is None:
            raise AccessRefused("ACCESS-086")
        if not user.active:
            tx.mark_unchanged()
            return
        user.active = False
        tx.session.add(user)
        ended = end_all(tx, user.id)
        texts.forget_all_of(tx, user.id)
        tx.record("outside.end", user.id, stream=_STREAM, facts={"sessions_ended": ended})


def list_outsiders(context: Context) -> list[Outsider]:
    """Return the people of offices outside, whoever waits for a yes among them; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("outside.list", service=context.settings.service)
        tx.record("outside.list", context.by, stream="reading", facts={"kind": "outsiders"})
        wanted = select(OutsidePersonRow).where(col(OutsidePersonRow.service) == context.settings.service)
        rows = list(tx.session.exec(wanted.order_by(col(OutsidePersonRow.id).desc())))
        return [_view(context.store, row, tx.session.get(UserRow, row.user_id or "")) for row in rows]


def _refuse_unfit(context: Context, new: NewOutsider) -> None:
    today = day_in_brussels(context.at)
    rules = context.app.catalogue(today)
    office, kinds = rules.recipients.get(new.office), rights().offices.get(new.role, frozenset())
    longest = timedelta(days=rules.identity.outside_longest_days - 1)
    has_days = today <= new.last_day and new.first_day <= new.last_day <= new.first_day + longest
    has_name = 0 < len(new.name.strip()) <= _LONGEST_NAME and new.name.isprintable()
    if office is None or office.kind not in kinds or not has_days or not has_name:
        raise AccessRefused("ACCESS-088", days=rules.identity.outside_longest_days)


def _made_user(tx: AuditedTransaction, row: OutsidePersonRow) -> str:
    """Make the user; the id says the office and no name, since ids stand in the trail."""
    user_id = f"{row.office}-{short_code(row.id, _ID_LETTERS).lower()}"
    name = tx.store.unseal("outside_person.name", row.id, row.name)
    told = tx.store.unseal("outside_person.telephone", row.id, row.telephone) if row.telephone else None
    user = UserRow(
        id=user_id,
        service=row.service,
        role=row.role,
        office=row.office,
        first_day=row.first_day,
        last_day=row.last_day,
        language=row.language,
        name=tx.store.seal("app_user.name", user_id, name),
        telephone=tx.store.seal("app_user.telephone", user_id, told) if told else None,
    )
    tx.add(user)
    return user_id


def _view(store: Store, row: OutsidePersonRow, user: UserRow | None) -> Outsider:
    state = OutsiderState.PROPOSED if row.decided_at is None else OutsiderState.REFUSED
    if user is not None:
        state = OutsiderState.ENROLLED if user.active else OutsiderState.LEFT
    return Outsider(
        id=row.id,
        user=row.user_id,
        role=row.role,
        office=row.office,
        name=store.unseal("outside_person.name", row.id, row.name),
        first_day=row.first_day,
        last_day=row.last_day,
        proposed_by=row.proposed_by,
        state=state,
    )
