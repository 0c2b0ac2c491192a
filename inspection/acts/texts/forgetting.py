"""Forgetting kept text: what was sent, what nobody came back for, and all of whoever signs out everywhere.

Text of no case takes its key with it, as soon as the act that took it is done.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from inspection.acts.texts.page_keys import destroy_spent_keys
from inspection.store.people import KeptTextRow, TextKeyRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction

_STREAM = "text"


@dataclass(frozen=True)
class Sent:
    """Which kept fields of which page a form has sent; another form of the same page keeps its own."""

    page: str
    fields: frozenset[str]


def forget_texts(context: Context, page: str, fields: Collection[str] | None = None) -> int:
    """Forget what whoever acts has typed on a page; returns how many texts there were.

    fields
        Only these; None for all of the page.

    Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("text.keep", service=context.settings.service)
        count = delete_texts(tx.session, context.by, page=page, fields=fields)
        if count:
            tx.record("text.forget", context.by, stream=_STREAM, facts={"count": count})
        else:
            tx.mark_unchanged()
    destroy_spent_keys(context.app, context.at)
    return count


def forget_sent(tx: AuditedTransaction, sent: Sent | None) -> None:
    """Forget what a form has sent, inside the act that takes it: both are kept, or neither.

    Its key goes when the page that sent it calls `forget_texts` afterwards, or in the night.

    sent
        None for a form without kept text.
    """
    if sent is not None:
        delete_texts(tx.session, tx.by, page=sent.page, fields=sent.fields)


def forget_all_of(tx: AuditedTransaction, user: str) -> int:
    """Forget every text of somebody, inside another act, which records it; returns how many there were."""
    return delete_texts(tx.session, user)


def forget_old_texts(context: Context) -> int:
    """Forget what nobody came back for in the days that the rules say, as a schedule; returns how many texts.

    Errors: `AccessRefused`.
    """
    days = context.app.catalogue(day_in_brussels(context.at)).identity.kept_text_days
    with audited_transaction(context) as tx:
        tx.require("text.purge", service=context.settings.service)
        count = delete_texts(tx.session, None, before=context.at - timedelta(days=days))
        if count:
            tx.record("text.purge", context.by, stream=_STREAM, facts={"count": count})
        else:
            tx.mark_unchanged()
    destroy_spent_keys(context.app, context.at)
    return count


def forget_on_portal(app: AppContext, session: Session, at: datetime, cases: Collection[str]) -> int:
    """Forget on the portal what waits too long there, and what was typed about a copy that it has no more.

    Inside a transaction of the portal, which has no night of its own; returns how many texts.

    Arguments: `app` the portal's; `cases` the keys of the copies that it has.
    """
    days = app.catalogue(day_in_brussels(at)).identity.kept_text_days
    count = delete_texts(session, None, before=at - timedelta(days=days))
    living = {*cases, *session.exec(select(TextKeyRow.id)), None}
    for row in session.exec(select(KeptTextRow)).all():
        if row.case_id not in living:
            session.delete(row)
            count += 1
    session.flush()
    return count


def delete_texts(
    session: Session,
    user: str | None,
    *,
    page: str | None = None,
    fields: Collection[str] | None = None,
    before: datetime | None = None,
) -> int:
    """Delete the texts of somebody, None for everybody, that meet every condition given; returns how many."""
    wanted = delete(KeptTextRow)
    if user is not None:
        wanted = wanted.where(col(KeptTextRow.user_id) == user)
    if page is not None:
        wanted = wanted.where(col(KeptTextRow.page) == page)
    if fields is not None:
        wanted = wanted.where(col(KeptTextRow.field).in_(fields))
    if before is not None:
        wanted = wanted.where(col(KeptTextRow.kept_at) < before)
    return int(session.exec(wanted).rowcount)
