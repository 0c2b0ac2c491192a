"""Keeping what somebody types, field by field, and giving it back to them: after Reload, after days, elsewhere.

The trail has one entry for each page on which somebody begins to type; what they type then leaves none, and nothing of
it stands anywhere but sealed. Words whose key was destroyed, as in a database that was restored, are no words any more.
"""

import dataclasses
import json
import re
from datetime import datetime, timedelta

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts.texts.forgetting import delete_texts
from inspection.acts.texts.page_keys import key_of_page
from inspection.errors import AccessRefused, StoreFault
from inspection.sealing import canonical_json
from inspection.store.core import new_id
from inspection.store.people import KeptTextRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, require_permission
from sectors.rules.service import IdentityRules

_PAGE = re.compile(r"/|(/[A-Za-z0-9_.:-]{1,64}){1,6}")
_FIELD = re.compile(r"[a-z][a-z0-9_.-]{0,59}")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Kept:
    """A text as it stands in the store.

    form
        The id with which the form was drawn that the text was typed in, "" where it has none: a form that is drawn
        again goes on under it, so that what is sent twice has one effect.
    version
        Counts up, each time that other words are kept.
    is_stale
        What was to be kept was written from an older version: nothing was overwritten, and these are the words of the
        newer one.
    fresh
        An id for the form, where the field was emptied since by a form that was sent, or by sign-out: the words begin a
        text of their own, and must not be taken for those that were sent. Else "".
    """

    page: str
    field: str
    words: str = dataclasses.field(repr=False)
    form: str
    version: int
    kept_at: datetime
    is_stale: bool = False
    fresh: str = ""


def keep_text(context: Context, page: str, field: str, words: str, version: int, *, form: str = "") -> Kept:
    """Keep the words of one field of one page for whoever types them.

    The same words again change nothing, so that a call whose answer was lost can be repeated.

    Arguments: `page` its address without the query; `version` the one that the page knows, 0 for none; `form` the id
    that the form was drawn with.
    Errors: `AccessRefused`; 123 for what is no page or field, 124 for a text that is too long.
    """
    rules = context.app.catalogue(day_in_brussels(context.at)).identity
    if not _PAGE.fullmatch(page) or not _FIELD.fullmatch(field):
        raise AccessRefused("ACCESS-123")
    if len(words) > rules.kept_text_letters:
        raise AccessRefused("ACCESS-124", most=rules.kept_text_letters)
    with context.store.write("text") as session:  # one entry a page: a keystroke is no act of its own
        require_permission(session, context, "text.keep", service=context.settings.service)
        row = session.exec(_mine(context, page).where(col(KeptTextRow.field) == field)).first()
        stands = _view(context, row) if row is not None else None
        if row is None or stands is None:
            row = _begun(AuditedTransaction(session, context), rules, page, field, version, row)
        elif row.version != version or (stands.words, stands.form) == (words, form):
            return dataclasses.replace(stands, is_stale=stands.words != words)
        row.version, row.kept_at, row.case_id = version + 1, context.at, key_of_page(context, session, page)
        row.words = _sealed(context, row, words, form)
        session.add(row)
        return _kept(row, words, form, fresh=new_id() if version > 0 and stands is None else "")


def kept_texts(context: Context, page: str) -> list[Kept]:
    """Return what whoever asks has typed on a page and not sent, the latest first; what is older than the rules is not.

    Errors: `AccessRefused`.
    """
    since = _since(context, context.app.catalogue(day_in_brussels(context.at)).identity)
    with context.store.read() as session:
        require_permission(session, context, "text.keep", service=context.settings.service)
        recent = _mine(context, page).where(col(KeptTextRow.kept_at) >= since)
        rows = list(session.exec(recent.order_by(col(KeptTextRow.kept_at).desc(), col(KeptTextRow.id).desc())))
    return [kept for row in rows if (kept := _view(context, row)) is not None]


def _begun(
    tx: AuditedTransaction, rules: IdentityRules, page: str, field: str, version: int, closed: KeptTextRow | None
) -> KeptTextRow:
    """Return a row for a text that begins; its owner's old ones go, and the oldest where there are too many.

    closed
        One in its place whose words nobody can open any more.
    """
    context = tx.context
    if closed is not None:
        tx.session.delete(closed)
        tx.session.flush()
    delete_texts(tx.session, context.by, before=_since(context, rules))
    _make_room(tx.session, context.by, rules.kept_texts_each)
    row = KeptTextRow(
        id=new_id(),
        service=context.settings.service,
        user_id=context.by,
        page=page,
        field=field,
        version=version,
        words=b"",
        kept_at=context.at,
    )
    if tx.session.exec(_mine(context, page)).first() is None:
        tx.record("text.keep", row.id, stream="text")
    return row


def _make_room(session: Session, user: str, most: int) -> None:
    newest_first = select(KeptTextRow).where(col(KeptTextRow.user_id) == user).order_by(col(KeptTextRow.kept_at).desc())
    for row in session.exec(newest_first.offset(most - 1)):
        session.delete(row)
    session.flush()


def _mine(context: Context, page: str) -> SelectOfScalar[KeptTextRow]:
    return select(KeptTextRow).where(col(KeptTextRow.user_id) == context.by, col(KeptTextRow.page) == page)


def _since(context: Context, rules: IdentityRules) -> datetime:
    return context.at - timedelta(days=rules.kept_text_days)


def _sealed(context: Context, row: KeptTextRow, words: str, form: str) -> bytes:
    body = canonical_json({"words": words, "form": form})
    return context.store.seal("kept_text.words", row.id, body, case=row.case_id)


def _view(context: Context, row: KeptTextRow) -> Kept | None:
    """Return a text as it stands; None where its key was destroyed."""
    try:
        body = json.loads(context.store.unseal("kept_text.words", row.id, row.words))
    except StoreFault:
        if context.store.was_destroyed(row.words):
            return None
        raise
    return _kept(row, body["words"], body["form"])


def _kept(row: KeptTextRow, words: str, form: str, *, fresh: str = "") -> Kept:
    return Kept(
        page=row.page, field=row.field, words=words, form=form, version=row.version, kept_at=row.kept_at, fresh=fresh
    )
