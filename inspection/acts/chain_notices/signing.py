"""A person signs a notice: who and when is kept, and from then on what it says never changes."""

from datetime import date

from inspection.acts import protection
from inspection.acts.chain_notices.agreeing import waits
from inspection.acts.chain_notices.considering import considered, refuse_what_waits
from inspection.acts.chain_notices.notices import ChainNotice, content_of, find_notice, view
from inspection.acts.chain_notices.proposing import content_today
from inspection.control import chain
from inspection.errors import ReferralFault
from inspection.life_cycles import ChainNoticeState
from inspection.store.controls import ChainNoticeRow, ControlRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction

_NEEDED = frozenset(
    {"persons", "identities", "addressee_name", "addressee_address", "employer_name", "employer_address"}
)  # without these nobody knows who is told of whom; amounts may be filled in by hand


@answers_alike("chain.sign", "REFER-783")
def sign(context: Context, reference: str, *, notified_on: date | None = None) -> ChainNotice:
    """Sign a notice as a person; a second time changes nothing. It is given by that person, never from here.

    Whether it waits is looked at first, and the look is recorded as one at a suspicion.

    Arguments: `notified_on` the day on which it is given, from which its term is counted; today by default.
    Errors: `ReferralFault` 783 for no notice, 871 while a magistrate's agreement is awaited, 873 where it lacks what it
    must hold, 874 where the control says something else by now, 875 for a day before today; `AccessRefused`.
    """
    with context.store.read() as session:
        asked = find_notice(context, session, reference)
    if asked.state == ChainNoticeState.PROPOSED:
        refuse_what_waits(context, asked.control_id)
    with audited_transaction(context) as tx:
        row = find_notice(context, tx.session, reference)
        control = tx.session.get_one(ControlRow, row.control_id)
        tx.require("chain.sign", district=protection.own_district(control, context.by), service=row.service)
        if row.state == ChainNoticeState.SIGNED:
            tx.mark_unchanged()
            return view(tx.store, row)
        today = day_in_brussels(context.at)
        if (notified_on or today) < today:
            raise ReferralFault("REFER-875")
        _check(tx, row, control)
        _sign(tx, row, notified_on or today)
        return view(tx.store, row)


def _check(tx: AuditedTransaction, row: ChainNoticeRow, control: ControlRow) -> None:
    """Refuse what waits, what is no longer so, and what says too little."""
    if waits(tx.session, control, tx.at):
        raise ReferralFault("REFER-871")
    found = considered(tx.app, control, day_in_brussels(tx.at))
    key = (row.kind, row.addressee, row.employer)
    still = next((one for one in found.due if (one.notice, one.addressee, one.employer) == key), None)
    if still is None or content_today(tx, control, found, still) != content_of(tx.store, row):
        raise ReferralFault("REFER-874")
    if lacking := sorted(_NEEDED & set(still.missing)):
        raise ReferralFault("REFER-873", missing=", ".join(lacking))


def _sign(tx: AuditedTransaction, row: ChainNoticeRow, notified_on: date) -> None:
    law = tx.app.catalogue(notified_on)
    term = chain.covered(law.chain_notices[row.kind], law, notified_on)
    row.state, row.signed_by, row.signed_at, row.notified_on = ChainNoticeState.SIGNED, tx.by, tx.at, notified_on
    row.covers_from, row.covers_until = (term.first, term.last) if term is not None else (None, None)
    tx.session.add(row)
    tx.session.flush()
    tx.record("chain.sign", row.id, stream="notice", basis="spc_communication", facts={"kind": row.kind})
