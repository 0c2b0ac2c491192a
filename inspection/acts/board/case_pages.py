"""The page of one case, and its files: each look is in the trail before anything is read."""

import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, select

from inspection.acts import access, bundles, links, outbox, records
from inspection.acts.board.duty import duty_book
from inspection.acts.board.events import Told
from inspection.acts.board.expected import expected
from inspection.acts.board.gathering import Which, around, light_deliveries
from inspection.acts.board.page_one import page_one
from inspection.acts.board.persons import persons_since
from inspection.acts.board.rows import board_rows
from inspection.acts.board.story import story
from inspection.acts.board.values import CaseFile, CasePage, Question
from inspection.acts.links import FoundLink
from inspection.errors import ReferralFault
from inspection.life_cycles import LinkState
from inspection.store import queries
from inspection.store.controls import ControlRow
from inspection.store.referrals import DeliveryRow, OpeningRow, QuestionRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, answers_alike, may

_NO_PART = "REFER-820"


@dataclass(frozen=True, kw_only=True)
class TakenFile:
    """A file of a case that somebody takes away."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@answers_alike("delivery.list", "REFER-750", "ACCESS-060")
def case_page(context: Context, reference: str, *, revealed: bool = False) -> CasePage:
    """Return all that is known of a case; names, words and links only once somebody said why they look.

    What is masked tells codes, states and counts of the case, and nothing of a person. What is revealed names in the
    trail who looked, at whom, why and in which case; nobody is asked why in their own open case.
    Errors: `ReferralFault` 750, the same for none and for one that is not for whoever looks; `AccessRefused` 090 to 094
    where it is to be revealed without a good reason.
    """
    access.meet(context, "referral", reference, masked=not revealed)
    known = _known(context, reference)
    page = access.audited_read(
        context, "referral", known, read=lambda: _read(context, known, revealed=revealed), masked=not revealed
    )
    return replace(page, links=_links(context, known)) if revealed else page


@answers_alike("delivery.list", "REFER-750", "ACCESS-060")
def case_file(context: Context, reference: str, delivery_id: str, name: str) -> TakenFile:
    """Return one file of a bundle; it names persons, so that whoever takes it says why, and the trail has it.

    Errors: `ReferralFault` 750; 702 for a delivery or a file that the case has not; `AccessRefused` 090 to 094.
    """
    known = _known(context, reference)
    content = access.audited_read(context, "referral", known, read=lambda: _content(context, known, delivery_id, name))
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return TakenFile(name=f"{known}-{name.rpartition('/')[2]}", media_type=kind, content=content)


def _links(context: Context, reference: str) -> tuple[FoundLink, ...] | None:
    """Return the links that a person confirmed; None for whoever may not look, none of a case that takes no part."""
    reader = queries.user(context.store, context.by)
    if reader is None or not may(reader, "link.find"):
        return None
    try:
        found = links.find_links(context, reference)
    except ReferralFault as fault:
        if fault.code != _NO_PART:
            raise
        return ()
    return tuple(one for one in found if one.state == LinkState.CONFIRMED)


def _known(context: Context, reference: str) -> str:
    with context.store.read() as session:
        return bundles.known_referral(context, session, reference).reference


def _read(context: Context, reference: str, *, revealed: bool) -> CasePage:
    app, store, day = context.app, context.store, day_in_brussels(context.at)
    with store.read() as session:
        referral = bundles.known_referral(context, session, reference)
        control_row = session.get_one(ControlRow, referral.control_id)
        rows = _deliveries(session, referral)
        which = Which(service=referral.service, referral=referral.id)
        light = light_deliveries(session, which)
        duty = duty_book(session, app, context.at)
        on_board = board_rows(light, around(session, which, day), context.at, duty)
        last = {row.id for row in outbox.last_to_each(session, referral).values()}
        standing = [row for row in on_board if row.delivery_id in last]
        control = records.load_control(store, control_row)
        form = app.catalogue(day_in_brussels(control.entered_at))
        on_site = bundles.calls_of(control, form) if revealed else ()
        told = Told(session, store, referral, rows, with_words=revealed, at=context.at, on_site=on_site)
        return CasePage(
            reference=referral.reference,
            control_id=referral.control_id,
            service=referral.service,
            district=referral.district,
            decided_at=referral.opened_at,
            is_withdrawn=outbox.is_withdrawn(session, referral.id),
            is_revealed=revealed,
            is_own=control_row.saved_by == context.by and access.is_open(context, session, control_row),
            page_one=page_one(store, rows, with_words=revealed),
            expected=expected(session, referral.id, referral.control_id, standing, context.at),
            persons=persons_since(session, control_row, control, with_names=revealed),
            questions=_questions(told),
            story=story(told),
            files=tuple(_files(session, told)),
            duties={row.recipient: duty(row.recipient) for row in standing},
            at=context.at,
        )


def _deliveries(session: Session, referral: ReferralRow) -> list[DeliveryRow]:
    wanted = select(DeliveryRow).where(col(DeliveryRow.referral_id) == referral.id)
    return list(session.exec(wanted.order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))))


def _questions(told: Told) -> tuple[Question, ...]:
    """Return the questions, those first that nobody has answered."""
    rows = told.session.exec(select(QuestionRow).where(col(QuestionRow.delivery_id).in_(told.ids))).all()
    return tuple(
        Question(
            id=row.id,
            recipient=told.office(row.delivery_id),
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            words=told.words("referral_question.words", row.id, row.words),
            answer=told.words("referral_question.answer", row.id, row.answer),
        )
        for row in sorted(rows, key=lambda row: (row.answered_at is not None, row.asked_at))
    )


def _files(session: Session, told: Told) -> Iterable[CaseFile]:
    """Yield the files of each bundle, the newest first."""
    opened = dict(
        session.exec(
            select(OpeningRow.delivery_id, OpeningRow.opened_at).where(col(OpeningRow.delivery_id).in_(told.ids))
        ).all()
    )
    for row in reversed(told.deliveries):
        made = bundles.bundle_of(told.store, row)
        for name in (*(name for name, _ in made.files), *(name for name, _ in made.apart)):
            yield CaseFile(
                delivery_id=row.id,
                recipient=row.recipient,
                name=name,
                message=row.message,
                queued_at=row.queued_at,
                opened_at=opened.get(row.id),
            )


def _content(context: Context, reference: str, delivery_id: str, name: str) -> bytes:
    with context.store.read() as session:
        row, referral = bundles.delivery_of(context, session, delivery_id)
        made = bundles.bundle_of(context.store, row) if referral.reference == reference else None
    if made is None:
        raise bundles.no_delivery()
    apart, control = dict(made.apart), referral.control_id
    if name in apart:
        return records.open_file(context.app, control, apart[name])
    found = dict(made.files).get(name)
    if found is None:
        raise bundles.no_delivery()
    return found
