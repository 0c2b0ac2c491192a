"""An office opened what it got: the first time is its opening, every time is a look; it answers nothing."""

import json
from collections.abc import Collection

from sqlmodel import col, select

from inspection.acts import access, bundles
from inspection.acts.portal.hearing.cases import HeardCase, case_sent_on, heard_case
from inspection.acts.portal.hearing.notices import as_the_house, heard_notice
from inspection.acts.portal.values import Opens, Said
from inspection.errors import InspectionError
from inspection.referral.bundle import DATA
from inspection.store.controls import ControlRow
from inspection.store.core import Store, new_id
from inspection.store.referrals import DeliveryRow, OpeningRow
from inspection.trust import AuditedTransaction

_ACT = "portal.open"


def opened(tx: AuditedTransaction, said: Said, word: Opens) -> None:
    """Note a look at a page or a file, and of a case that its newest delivery was opened, if it is the first look."""
    tx.require("portal.open", office=said.office, service=tx.context.settings.service)
    if said.copy_kind == "case":
        sent_on = case_sent_on(tx, said)
        case = sent_on or heard_case(tx, said)
        if sent_on is None:
            _first(tx, case, said)
        _look(tx, case, said, word)
    elif said.copy_kind == "list":
        facts = {"kind": "referral_list", "recipient": said.office, "what": word.what}
        access.record_masked(tx, _ACT, "list:all", "", facts)
    else:
        row = heard_notice(tx, said)
        shown = as_the_house(tx) if row.kind == "centre" else tx
        access.record_masked(shown, _ACT, row.id, row.reference, {"kind": row.kind, "control": row.control_id})


def seen_deliveries(tx: AuditedTransaction, case: HeardCase) -> set[str]:
    """Return the deliveries that an office has seen: those that it opened, and what had been queued before them."""
    mine = {row.id: row for row in case.rows}
    wanted = select(OpeningRow.delivery_id).where(col(OpeningRow.delivery_id).in_(sorted(mine)))
    last = max((mine[id_].queued_at for id_ in tx.session.exec(wanted)), default=None)
    return {id_ for id_, row in mine.items() if last is not None and row.queued_at <= last}


def _first(tx: AuditedTransaction, case: HeardCase, said: Said) -> None:
    newest = case.newest
    known = select(OpeningRow.id).where(col(OpeningRow.delivery_id) == newest.id)
    if tx.session.exec(known).first() is None:
        tx.add(OpeningRow(id=new_id(), delivery_id=newest.id, opened_at=min(said.said_at, tx.at)))
        tx.record(_ACT, newest.id, stream="referral", facts={"recipient": said.office})


def _look(tx: AuditedTransaction, case: HeardCase, said: Said, word: Opens) -> None:
    """Say in the trail who looked, at which case and what of it, so that the person concerned can be told."""
    referral = case.referral
    access.reveal_control(
        tx,
        _ACT,
        tx.session.get_one(ControlRow, referral.control_id),
        subject=referral.reference,
        facts={"kind": "portal", "recipient": said.office, "what": word.what},
        why=access.own_words(tx.context, referral.reference),
        refs=_shown(tx.store, case.newest),
    )


def _shown(store: Store, row: DeliveryRow) -> Collection[str] | None:
    """Return the persons that an office reads of in its bundle; all where the bundle cannot be read any more."""
    try:
        data = dict(bundles.bundle_of(store, row).files).get(DATA)
    except InspectionError:
        return None
    return None if data is None else {person["ref"] for person in json.loads(data).get("persons", ())}
