"""What was frozen before an office that is only concerned was told the minimum: made anew before any of it leaves."""

from datetime import datetime

from inspection.acts.bundles.bundles import addressee_like, bundle_of, freeze, make, nonce_of
from inspection.acts.bundles.first_reports import report_today
from inspection.referral import bundle
from inspection.referral.model import Bundle
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction


def minimise_bundle(context: Context, row: DeliveryRow) -> DeliveryRow:
    """Return a delivery as it may leave: where its office is only concerned and its bundle tells the whole case, the
    bundle is made anew, once; whoever may not do so sends nothing.

    It gets a key of its own. An addressee that an attempt reached of which nobody knows then has two, and the daily
    comparison names the one that tells too much.
    """
    if not _tells_too_much(context.app, row, context.at):
        return row
    with audited_transaction(context) as tx:
        stands = tx.session.get_one(DeliveryRow, row.id)
        if stands.sent_at is not None or stands.bundle_key != row.bundle_key:
            tx.mark_unchanged()
            return stands
        made, case = _anew(tx, stands), tx.session.get_one(ReferralRow, stands.referral_id).control_id
        stands.bundle, stands.bundle_key = freeze(tx.store, case, stands.id, made), made.key
        tx.record("delivery.narrow", stands.id, stream="referral", facts={"from": row.bundle_key, "to": made.key})
        return stands


def _tells_too_much(app: AppContext, row: DeliveryRow, at: datetime) -> bool:
    share = app.catalogue(day_in_brussels(at)).shares.get(row.reason)
    if share is None or share.is_of_case or row.sent_at is not None:
        return False
    data = dict(bundle_of(app.store, row).files).get(bundle.DATA)
    return data is not None and bundle.is_of_whole_case(data)


def _anew(tx: AuditedTransaction, row: DeliveryRow) -> Bundle:
    """Make a bundle with what its office may read today; such an office reads no reason of a correction either."""
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    addressee = addressee_like(row, catalogue.recipients[row.recipient])
    report = report_today(tx, tx.session.get_one(ReferralRow, row.referral_id))
    before = tx.session.get(DeliveryRow, row.supplements) if row.supplements is not None else None
    if before is None or row.message != "correction":
        return make(tx, addressee, report, catalogue, adds_to=before)
    made = make(tx, addressee, report, catalogue)
    return bundle.corrected(made, before.bundle_key, "", nonce=nonce_of(tx.store))
