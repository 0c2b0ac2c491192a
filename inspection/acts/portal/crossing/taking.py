"""Takes in what people of offices outside said on the portal: each word once, as whoever said it, in its order.

A word has its effect in one transaction of the office, together with the row that says so; only then the portal is
told. Whatever is killed between the two, the word is found again and has no second effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from inspection.acts.portal import hearing
from inspection.acts.portal.copies import TO_FORGET, forget_copy
from inspection.acts.portal.hearing import as_the_house
from inspection.acts.portal.packing import SAID, unpacked_word
from inspection.acts.portal.values import Said
from inspection.errors import InspectionError, PortalFault, StoreFault
from inspection.store.people import UserRow
from inspection.store.portal import PortalCopyRow, PortalWordRow, WordTakenRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, require_in_service
from inspection.trust.identity import Principal
from inspection.trust.rights import rights

_OF_THE_HOUSE: Final = frozenset({"portal.publish", "portal.take", "portal.invite"})
_AT_ONCE: Final = 200


@dataclass(frozen=True)
class _Word:
    """A word that waits, with what it is about."""

    row: PortalWordRow
    copy_kind: str
    reference: str


def words_waiting(context: Context, portal: AppContext) -> frozenset[str]:
    """Return the ids of the words that wait to be taken in: a cheap look, which an index answers."""
    require_in_service(context, "portal.take")
    waiting = select(PortalWordRow.id).where(col(PortalWordRow.taken_at).is_(None))
    with portal.store.read() as session:
        return frozenset(session.exec(waiting.limit(_AT_ONCE)))


def take_words(context: Context, portal: AppContext) -> int:
    """Take in what waits, the oldest first; returns how many words there were.

    A word that cannot be taken is kept with the code that says why. What fails for another reason, such as a database
    that is away, stays where it is, and what was said of the same thing after it waits with it.

    Errors: the first of these, once the others were taken.
    """
    require_in_service(context, "portal.take")
    failed: Exception | None = None
    stuck: set[str] = set()
    taken = 0
    for word in _waiting(portal):
        if word.row.copy_id in stuck:
            continue
        try:
            _take(context.refreshed(), portal, word)
        except Exception as fault:  # noqa: BLE001  one word that nobody foresaw must not hold up those of others
            stuck.add(word.row.copy_id)
            failed = failed or fault
        else:
            taken += 1
    if failed is not None:
        raise failed
    return taken


def _waiting(portal: AppContext) -> Sequence[_Word]:
    wanted = (
        select(PortalWordRow, PortalCopyRow.kind, PortalCopyRow.reference)
        .join(PortalCopyRow, col(PortalCopyRow.id) == col(PortalWordRow.copy_id))
        .where(col(PortalWordRow.taken_at).is_(None), col(PortalWordRow.office) == col(PortalCopyRow.office))
        .order_by(col(PortalWordRow.said_at), col(PortalWordRow.id))
        .limit(_AT_ONCE)
    )
    with portal.store.read() as session:
        return [_Word(row, kind, reference) for row, kind, reference in session.exec(wanted)]


def _take(context: Context, portal: AppContext, word: _Word) -> None:
    fault = _heard(context, portal, word)
    with audited_transaction(portal.acting_as_flow("portal", context.at), "word_told") as tx:
        tx.require("portal.take")
        row = tx.session.get_one(PortalWordRow, word.row.id)
        row.taken_at, row.fault = context.at, fault
        tx.session.add(row)
        _forget_with_its_last_word(tx.session, row.copy_id)
        tx.record("portal.take", row.id, stream="portal", facts={"kind": row.kind, "fault": fault})


def _forget_with_its_last_word(session: Session, copy_id: str) -> None:
    """Delete what was published as to be forgotten while this word still waited."""
    session.flush()
    wanted = select(PortalCopyRow.fingerprint).where(col(PortalCopyRow.id) == copy_id)
    if session.exec(wanted).first() == TO_FORGET:
        forget_copy(session, copy_id)


def _heard(context: Context, portal: AppContext, word: _Word) -> str:
    """Let a word have its effect in the office, once; returns the code with which it was refused, "" for none."""
    try:
        return _with_its_effect(context, portal, word)
    except StoreFault:
        raise
    except InspectionError as fault:
        return _refused(context, word, fault.code)


def _with_its_effect(context: Context, portal: AppContext, word: _Word) -> str:
    acting = replace(context, principal=_speaker(context, word))
    with audited_transaction(acting, "word") as tx:
        known = tx.session.get(WordTakenRow, word.row.id)
        if known is not None:
            tx.mark_unchanged()
            return known.fault
        _refuse_strangers(tx.session, context, word)
        fault = hearing.hear(tx, _said(portal, word))
        _keep(tx, word, fault)
    return fault


def _refused(context: Context, word: _Word, code: str) -> str:
    with audited_transaction(context, "word") as tx:
        tx.require("portal.take")
        known = tx.session.get(WordTakenRow, word.row.id)
        if known is not None:
            tx.mark_unchanged()
            return known.fault
        _keep(tx, word, code)
    return code


def _keep(tx: AuditedTransaction, word: _Word, fault: str) -> None:
    tx.session.add(WordTakenRow(word_id=word.row.id, taken_at=tx.at, fault=fault))
    facts = {"kind": word.row.kind, "office": word.row.office, "fault": fault}
    if word.copy_kind == "contact":  # nothing tells which centre a person went to, nor who of it spoke
        del facts["office"]
        tx = as_the_house(tx)
    tx.record("portal.take", word.row.id, stream="portal", facts=facts)


def _said(portal: AppContext, word: _Word) -> Said:
    row = word.row
    body = portal.store.unseal(SAID, row.id, row.body) if row.body is not None else "{}"
    return Said(
        word_id=row.id,
        copy_kind=word.copy_kind,  # type: ignore[arg-type]  # the database knows no other
        reference=word.reference,
        office=row.office,
        word=unpacked_word(row.kind, body),
        said_by=row.said_by,
        said_at=min(row.said_at, now()),  # a clock that runs ahead answers nothing before it was asked
    )


def _speaker(context: Context, word: _Word) -> Principal:
    """Return whoever said a word, as the portal knows them: with the rights of the portal, and no other."""
    mine = frozenset(name for name in rights().rules if name.startswith("portal.")) - _OF_THE_HOUSE
    return Principal(
        user=word.row.said_by,
        service=context.settings.service,
        roles=frozenset(),
        method="portal",
        proven_at=word.row.said_at,
        credential=f"portal:{word.row.id}",
        rights=mine,
    )


def _refuse_strangers(session: Session, context: Context, word: _Word) -> None:
    """Refuse whoever the office does not let in for this office: the portal's database is believed in nothing else.

    A deputy is of the same office, so that nobody speaks for two.
    """
    user = session.get(UserRow, word.row.said_by)
    if user is None or not _is_let_in(user, word.row.said_at, context) or user.office != word.row.office:
        raise PortalFault("PORTAL-104")


def _is_let_in(user: UserRow, said_at: datetime, context: Context) -> bool:
    on = day_in_brussels(said_at)
    is_on_a_day = (user.first_day or on) <= on <= (user.last_day or on)
    return user.active and is_on_a_day and user.service == context.settings.service
