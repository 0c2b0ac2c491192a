"""The notices of a control as whoever reads its plain part sees them: those that were proposed."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from inspection.acts import access
from inspection.control.papers import MASK
from inspection.errors import ReferralFault
from inspection.life_cycles import ChainNoticeState
from inspection.reporting.cases import NoticeContent
from inspection.store.controls import ChainNoticeRow, ControlRow
from inspection.store.core import Store
from inspection.store.orders import hidden_controls
from inspection.store.queries import user
from inspection.store.views import view_of
from inspection.trust import Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class ChainNotice:
    """A notice that is proposed or signed: which, to whom, about which employer, by whom, and what is missing.

    covers_from, covers_until
        Wages that become due on these days are covered, where the rules know a term.
    """

    reference: str
    control_id: str
    kind: str
    regime: str
    addressee: str
    addressee_name: str = field(repr=False)
    employer: str
    state: ChainNoticeState
    language: str
    missing: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    signed_by: str | None
    signed_at: datetime | None
    notified_on: date | None
    covers_from: date | None
    covers_until: date | None


def notices(context: Context, *, control_id: str | None = None) -> tuple[ChainNotice, ...]:
    """Return the notices that were proposed, of one control where that is asked, the latest first.

    The look is recorded; names are shown of one control only, to whoever has a reason to look at it. One that waits is
    not there, as one that nobody thought of.
    """
    revealed = control_id is not None and access.is_revealed(context, control_id)
    with audited_transaction(context) as tx:
        tx.require("chain.list", service=context.settings.service)
        control = tx.session.get(ControlRow, control_id) if control_id and revealed else None
        if control is not None:
            access.ask_for(context, tx.session, "control", control.id, None)
            access.reveal_control(tx, "chain.list", control, facts={"kind": "chain"})
        else:
            access.record_masked(tx, "chain.list", control_id or context.by, control_id or "", {"kind": "chain"})
        places = tx.places("chain.list")
    wanted = select(ChainNoticeRow).where(
        col(ChainNoticeRow.service) == context.settings.service,
        col(ChainNoticeRow.control_id).not_in(hidden_controls(user(context.store, context.by))),
    )
    if control_id is not None:
        wanted = wanted.where(col(ChainNoticeRow.control_id) == control_id)
    with context.store.read() as session:
        rows = session.exec(wanted.order_by(col(ChainNoticeRow.proposed_at).desc(), col(ChainNoticeRow.id))).all()
        return tuple(
            view(context.store, row, masked=not revealed)
            for row in rows
            if row.district in places or row.proposed_by == context.by
        )


def find_notice(context: Context, session: Session, reference: str) -> ChainNoticeRow:
    """Return the notice of a reference, for somebody who may see its control.

    Errors: `ReferralFault` 783, the same for one that does not exist.
    """
    row = session.exec(select(ChainNoticeRow).where(col(ChainNoticeRow.reference) == reference.strip().upper())).first()
    if row is None or not access.may_see_control(context, session, row.control_id):
        raise ReferralFault("REFER-783")
    return row


def content_of(store: Store, row: ChainNoticeRow) -> NoticeContent:
    """Return what a notice says, as it was frozen."""
    return NoticeContent.model_validate_json(store.unseal("chain_notice.body", row.id, row.body))


def view(store: Store, row: ChainNoticeRow, *, masked: bool = True) -> ChainNotice:
    """Return a notice as readers get it: a party of a chain may be a private person, so that its name is masked."""
    name = content_of(store, row).addressee.name
    name = MASK if masked and name else name
    return view_of(ChainNotice, row, addressee_name=name, missing=tuple(row.missing))
