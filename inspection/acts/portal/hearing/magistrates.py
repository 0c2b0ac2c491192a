"""What a magistrate's office says of a referral that it works: an embargo, its end, and how the case went on."""

from inspection.acts import changes
from inspection.acts.portal.hearing.cases import heard_case
from inspection.acts.portal.values import Lifts, Restricts, Said, TellsOutcome
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction


def told(tx: AuditedTransaction, said: Said, word: Restricts | Lifts | TellsOutcome) -> None:
    """Take in what a magistrate's office says.

    Errors: `ReferralFault` 759 for an office that is no magistrate's, 760 for a last day that has passed, PORTAL-205
    for an embargo of somebody else.
    """
    match word:
        case Restricts():
            tx.require("portal.embargo", office=said.office, service=tx.context.settings.service)
            case_ = heard_case(tx, said)
            changes.put_embargo(tx, case_.referral, said.office, "portal", word.until)
        case Lifts():
            tx.require("portal.embargo", office=said.office, service=tx.context.settings.service)
            case_ = heard_case(tx, said)
            changes.lift_own_embargo(tx, case_.referral, said.office, "portal")
        case TellsOutcome():
            _outcome(tx, said, word)


def _outcome(tx: AuditedTransaction, said: Said, word: TellsOutcome) -> None:
    tx.require("portal.outcome", office=said.office, service=tx.context.settings.service)
    case = heard_case(tx, said)
    day = day_in_brussels(min(said.said_at, tx.at))
    changes.keep_outcome(tx, case.referral, said.office, word.outcome, day, words=word.words)
