"""What was frozen before an office that is only concerned was told the minimum: made anew before any of it leaves."""

from datetime import datetime

from inspection.acts.context import Office
from inspection.acts.referrals.bundles import addressee_like, bundle_of, freeze, make, nonce_of
from inspection.acts.referrals.first_reports import report_today
from inspection.referral.bundle import DATA, corrected, tells_a_case
from inspection.referral.model import Bundle
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import Trail, recorded


def narrowed(here: Office, row: DeliveryRow, by: str, at: datetime) -> DeliveryRow:
    """Return a delivery as it may leave: where its office is only concerned and its bundle tells the whole case, the
    bundle is made anew, once; whoever may not do so sends nothing.

    It gets a key of its own. An addressee that an attempt reached of which nobody knows then has two, and the daily
    comparison names the one that tells too much.
    """
    if not _tells_too_much(here, row, at):
        return row
    with recorded(here.store, by=by, at=at) as trail:
        stands = trail.session.get_one(DeliveryRow, row.id)
        if stands.sent_at is not None or stands.bundle_key != row.bundle_key:
            trail.idle()
            return stands
        made = _anew(trail, here, stands)
        stands.bundle, stands.bundle_key = freeze(trail.store, stands.id, made), made.key
        trail.record("delivery.narrow", stands.id, stream="referral", facts={"from": row.bundle_key, "to": made.key})
        return stands


def _tells_too_much(here: Office, row: DeliveryRow, at: datetime) -> bool:
    share = here.catalogue(day_in_brussels(at)).shares.get(row.reason)
    if share is None or share.is_of_case or row.sent_at is not None:
        return False
    data = dict(bundle_of(here.store, row).files).get(DATA)
    return data is not None and tells_a_case(data)


def _anew(trail: Trail, here: Office, row: DeliveryRow) -> Bundle:
    """Make a bundle with what its office may read today; such an office reads no reason of a correction either."""
    catalogue = here.catalogue(day_in_brussels(trail.at))
    addressee = addressee_like(row, catalogue.recipients[row.recipient])
    report = report_today(trail, here, trail.session.get_one(ReferralRow, row.referral_id))
    before = trail.session.get(DeliveryRow, row.supplements) if row.supplements is not None else None
    if before is None or row.message != "correction":
        return make(trail, addressee, report, catalogue, adds_to=before)
    made = make(trail, addressee, report, catalogue)
    return corrected(made, before.bundle_key, "", nonce=nonce_of(trail.store))
