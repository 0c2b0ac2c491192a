"""What people of offices outside say on the portal: kept at once, and taken in by the office within a second.

What cannot be is refused here, so that somebody learns of it while they still have the form before them. Whether the
case is in a state for it the office decides, which knows; its answer is shown beside the word.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from inspection.acts.portal.fitting import refuse_unfit
from inspection.acts.portal.packing import SAID, packed_word
from inspection.acts.portal.pages.seats import copy_for
from inspection.acts.portal.values import Word
from inspection.acts.texts import Sent, forget_sent
from inspection.errors import PortalFault
from inspection.keyring import case_named
from inspection.store.core import new_id
from inspection.store.portal import PortalCopyRow, PortalWordRow
from inspection.trust import AuditedTransaction, Context, asker_of, audited_transaction

_UUID_LETTERS: Final = 36
_RIGHTS: Final[Mapping[str, str]] = {
    "acknowledged": "portal.acknowledge",
    "refused": "portal.refuse",
    "question": "portal.ask",
    "embargo": "portal.embargo",
    "lifted": "portal.embargo",
    "outcome": "portal.outcome",
    "forwarded": "portal.send_on",
    "contact": "portal.contact",
    "finding": "portal.finding",
}
_ABOUT: Final[Mapping[str, str]] = {"contact": "contact", "finding": "finding"}  # every other word is about a case


def new_word_id() -> str:
    """Return a fresh id for the form of a word, in which it comes back."""
    return new_id()


def say(context: Context, copy_id: str, word_id: str, word: Word, *, sent: Sent | None = None) -> None:
    """Say a word about a copy; the same id a second time changes nothing, whatever it says then.

    word_id
        A UUIDv7 that the form was given when it was drawn, so that sending it twice is one word.
    sent
        The kept text that the form sends: it goes with the word, so that it is never found again as if it waited.

    Errors: `PortalFault` PORTAL-301 for a copy that is absent or not for whoever asks, 302 for a word that is not
    about this kind of thing or an id of another form, 303 where nothing is asked any more, and what `refuse_unfit`
    raises for what cannot be.
    """
    act = _RIGHTS.get(word.kind)
    if act is None or not _is_uuid(word_id):
        raise PortalFault("PORTAL-302")
    with audited_transaction(context, "portal_say") as tx:
        row = copy_for(asker_of(tx.session, context, act), copy_id, act)
        if _is_said(tx, row, word_id, word):
            tx.mark_unchanged()
            return
        _refuse_impossible(tx, row, word)
        _keep(tx, row, word_id, word)
        forget_sent(tx, sent)
        tx.record(act, row.id, stream="portal", purpose="handle_referral", facts={"word": word.kind})


def _is_said(tx: AuditedTransaction, row: PortalCopyRow, word_id: str, word: Word) -> bool:
    """Tell whether this form was sent before; an id that was used for anything else is refused."""
    before = tx.session.get(PortalWordRow, word_id)
    if before is None:
        return False
    if (before.copy_id, before.kind, before.said_by) != (row.id, word.kind, tx.by):
        raise PortalFault("PORTAL-302")
    return True


def _keep(tx: AuditedTransaction, row: PortalCopyRow, word_id: str, word: Word) -> None:
    tx.add(
        PortalWordRow(
            id=word_id,
            copy_id=row.id,
            office=row.office,
            kind=word.kind,
            said_by=tx.by,
            said_at=tx.at,
            body=tx.store.seal(SAID, word_id, packed_word(word), case=case_named(row.id)),
        )
    )


def _refuse_impossible(tx: AuditedTransaction, row: PortalCopyRow, word: Word) -> None:
    if row.kind != _ABOUT.get(word.kind, "case"):
        raise PortalFault("PORTAL-302")
    if row.is_over or row.state == "sent_on":
        raise PortalFault("PORTAL-303")
    refuse_unfit(word, tx.at)


def _is_uuid(text: str) -> bool:
    """Tell whether an id has the form in which ours are given out."""
    try:
        return len(text) == _UUID_LETTERS and str(UUID(text)) == text
    except ValueError:
        return False
