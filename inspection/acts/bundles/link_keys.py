"""The keys by which a case may be linked: written with its referral, in one transaction, from the control alone.

Never from a complaint, an answer of a magistrate, or where somebody is now. Each ground has a key of its own, outside
the database.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlmodel import Session, col, delete, select

from inspection.acts import records
from inspection.control.filled import Control
from inspection.referral.linking import LinkMaterial, of_address, of_person
from inspection.sealing import pseudonym
from inspection.store.controls import ControlRow
from inspection.store.core import Store, new_id
from inspection.store.referrals import LinkKeyRow, ReferralRow
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction
from sectors.rules.links import LinkingRules

_AT_ONCE = 200


def keep_link_keys(tx: AuditedTransaction, referral: ReferralRow, row: ControlRow, control: Control) -> None:
    """Write the keys of a referral as its control stands now; what was corrected away is gone."""
    rules = tx.app.catalogue(day_in_brussels(tx.at)).linking
    known = tx.session.get(WorkplaceRow, row.workplace)
    wanted = {(m.ground, link_key(tx.store, m)) for m in _material(tx.store, row, known, control, rules)}
    mine = select(LinkKeyRow).where(col(LinkKeyRow.referral_id) == referral.id)
    kept = {(key.ground, key.key) for key in tx.session.exec(mine)}
    if kept - wanted:
        _forget(tx.session, referral, (key for _, key in kept - wanted))
    for ground, key in sorted(wanted - kept):
        made = LinkKeyRow(id=new_id(), referral_id=referral.id, ground=ground, key=key, seen_on=row.facts_on)
        tx.session.add(made)


def keep_missing_keys(tx: AuditedTransaction, service: str) -> None:
    """Write the keys of referrals that were opened before keys were kept, some at each look: everybody waits.

    None for facts so old that their keys would be destroyed again.
    """
    kept = tx.app.catalogue(day_in_brussels(tx.at)).retention["link_key"].days
    recent = col(ControlRow.facts_on) >= day_in_brussels(tx.at) - timedelta(days=kept or 0)
    without = (
        select(ReferralRow)
        .join(ControlRow, col(ControlRow.id) == col(ReferralRow.control_id))
        .where(col(ReferralRow.service) == service, recent)
        .where(col(ReferralRow.id).not_in(select(LinkKeyRow.referral_id)))
    )
    for referral in tx.session.exec(without.order_by(col(ReferralRow.id)).limit(_AT_ONCE)):
        row = tx.session.get_one(ControlRow, referral.control_id)
        keep_link_keys(tx, referral, row, records.load_control(tx.store, row))


def link_key(store: Store, material: LinkMaterial) -> str:
    """Return the key of something that cases may have in common: a hash under the key of its ground."""
    return pseudonym(material.text, f"link_{material.ground}", keys=store.keys)


def _material(
    store: Store, row: ControlRow, known: WorkplaceRow | None, control: Control, rules: LinkingRules
) -> Iterator[LinkMaterial]:
    yield LinkMaterial(ground="workplace", text=row.workplace)
    if known is not None and known.enterprise:
        yield LinkMaterial(ground="enterprise", text=known.enterprise)
    for person in control.persons:
        met = of_person(person.national_number, person.name, person.birth_date)
        if met is not None:
            yield met
    for address in _lodgings(store, known, control, rules):
        housed = of_address(address)
        if housed is not None:
            yield housed


def _lodgings(store: Store, known: WorkplaceRow | None, control: Control, rules: LinkingRules) -> Iterator[str]:
    """Yield where the employer lodges workers: as noted, and the workplace itself where somebody sleeps there."""
    noted = control.answers.get(rules.lodging_address)
    if isinstance(noted, str):
        yield noted
    sleeps_there = any(person.answers.get(rules.sleeps) in rules.at_work for person in control.persons)
    if sleeps_there and known is not None and known.address:
        yield store.unseal("workplace.address", known.id, known.address)


def _forget(session: Session, referral: ReferralRow, keys: Iterable[str]) -> None:
    gone = col(LinkKeyRow.key).in_(sorted(keys))
    session.exec(delete(LinkKeyRow).where(col(LinkKeyRow.referral_id) == referral.id, gone))
