"""How an addressee is reached is proposed by one person and decided by another, each bound to what was shown."""

from datetime import date

from inspection.acts.addressees.files import (
    keep_proposed,
    over_of,
    proposed_path,
    require_known,
    rule_path,
    rule_text,
    trial_path,
    write_approved,
)
from inspection.acts.addressees.standing import DECIDES, PROPOSES, STREAM, how_reached, offered, proposals
from inspection.acts.addressees.values import (
    AddresseeDifference,
    NewReach,
    ProposedReach,
    Reached,
    difference_of,
)
from inspection.acts.laid_over import try_over
from inspection.errors import AccessRefused, SettingsFault
from inspection.life_cycles import ReachState
from inspection.referral.delivery.transports import read_transports
from inspection.store.core import new_id
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_in_service, require_permission
from sectors.reader import RuleFault

_SAME_DAY = "RULE-205"  # the house has a line of that day already


def preview_addressee(context: Context, new: NewReach) -> AddresseeDifference:
    """Return what a proposal would change, and change nothing.

    Errors: `SettingsFault` 083 for an addressee or a day that is none, 084 where nothing would change, 800 for a
    mailbox where no mail server is set up; `LastingReferralFault` 510, 802 and 845 of the certificate; `AccessRefused`.
    """
    require_in_service(context, "addressee.propose")
    if new.starts_on < day_in_brussels(context.at):
        raise SettingsFault("SETTING-083", place="starts_on")
    return _compared(context, new)


def propose_addressee(context: Context, new: NewReach, *, shown: str) -> ProposedReach:
    """Keep a proposal for another person to decide; an earlier one for the same addressee that waits is replaced.

    Arguments: `shown` the hash of the difference that was looked at.
    Errors: those of `preview_addressee`; `SettingsFault` 085 where it would change something else now, 083 for a day
    from which a line of the house holds already; `RuleFault`.
    """
    difference = preview_addressee(context, new)
    with audited_transaction(context) as tx:
        tx.require("addressee.propose", service=context.settings.service)
        _require_shown(difference, shown)
        id_ = new_id()
        _try_rule(context, id_, new)
        keep_proposed(context.settings, id_, new)
        facts = {
            "recipient": new.recipient,
            "from": new.starts_on.isoformat(),
            "fields": [field.name for field in difference.fields],
            "sha256": difference.sha256,
        }
        tx.record(PROPOSES, id_, stream=STREAM, facts=facts)
        tx.session.flush()
        return _known(tx, id_)


def decide_addressee(context: Context, id_: str, *, yes: bool, shown: str) -> ProposedReach:
    """Say yes or no to what another person proposed; a yes counts from the next thing sent.

    Said yes to again, it writes the files anew that are gone.

    Arguments: `shown` the hash of the difference that was looked at.
    Errors: those of `preview_addressee`; `AccessRefused` 041 for whoever proposed it, 086 for none that waits;
    `SettingsFault` 085 where it would change something else now than what was shown.
    """
    with audited_transaction(context) as tx:
        before = proposals(tx.session, context.app, context.at).get(id_)
        tx.require(
            "addressee.decide",
            service=context.settings.service,
            done_by={PROPOSES: before.proposed_by if before is not None else None},
        )
        is_again = before is not None and before.state == ReachState.APPROVED and yes
        if before is None or not (before.state == ReachState.PROPOSED or is_again):
            raise AccessRefused("ACCESS-086")
        rule, new = "", require_known(context.settings, id_) if yes else None
        if is_again and rule_path(context.settings, id_).is_file():
            tx.mark_unchanged()
            return before
        if new is not None:
            if not is_again:
                _require_shown(_compared(context, new), shown)
                _try_rule(context, id_, new)
            rule = rule_text(new, day_in_brussels(context.at))
        tx.record(DECIDES, id_, stream=STREAM, facts={"recipient": before.recipient, "yes": yes})
        tx.session.flush()
        made = _known(tx, id_)
    if new is None:
        proposed_path(context.settings, id_).unlink(missing_ok=True)
    else:
        write_approved(context.settings, id_, new, rule, offered(new.certificate, context.at, new.recipient))
    return made


def list_addressees(context: Context) -> tuple[Reached, ...]:
    """Return how each addressee is reached today; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("addressee.list", service=context.settings.service)
        tx.record("addressee.list", context.by, stream="reading", facts={"kind": "addressees"})
    today, read = day_in_brussels(context.at), read_transports(context.app.home)
    keys = sorted(context.app.catalogue(today).recipients)
    return tuple(how_reached(context.app, key, today, read) for key in keys)


def show_addressee(context: Context, recipient: str, on: date) -> Reached:
    """Return how one addressee is reached on a day; the look is recorded. Errors: `SettingsFault` 083 for none."""
    with audited_transaction(context) as tx:
        tx.require("addressee.list", service=context.settings.service)
        tx.record("addressee.list", recipient, stream="reading", facts={"kind": "addressee"})
    return how_reached(context.app, recipient, on)


def list_proposed(context: Context) -> tuple[ProposedReach, ...]:
    """Return every proposal and what became of it, the latest first."""
    with context.store.read() as session:
        require_permission(session, context, "addressee.list", service=context.settings.service)
        return tuple(reversed(proposals(session, context.app, context.at).values()))


def _known(tx: AuditedTransaction, id_: str) -> ProposedReach:
    return proposals(tx.session, tx.app, tx.at)[id_]


def _require_shown(difference: AddresseeDifference, shown: str) -> None:
    if difference.sha256 != shown:
        raise SettingsFault("SETTING-085")


def _compared(context: Context, new: NewReach) -> AddresseeDifference:
    """Return what a proposal changes, once the transports were read with it."""
    settings, today = context.settings, day_in_brussels(context.at)
    fingerprint = offered(new.certificate, context.at, new.recipient)
    before = how_reached(context.app, new.recipient, max(new.starts_on, today))
    difference = difference_of(before, new, fingerprint)
    if not difference.fields:
        raise SettingsFault("SETTING-084")
    read_transports(settings.home, {new.recipient: over_of(settings, new, fingerprint)})
    return difference


def _try_rule(context: Context, id_: str, new: NewReach) -> None:
    """Load all rules with the line of a proposal; what would not load stops every process."""
    settings, text = context.settings, rule_text(new, day_in_brussels(context.at))
    try:
        try_over(settings, rule_path(settings, id_), trial_path(settings, id_), text)
    except RuleFault as fault:
        if fault.code != _SAME_DAY:
            raise
        raise SettingsFault("SETTING-083", place="starts_on") from None
