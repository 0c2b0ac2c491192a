"""Who must get a suspicion: the offices of the place of the facts, by the form of exploitation."""

from collections.abc import Iterator
from typing import Literal

from inspection.errors import ReferralFault
from inspection.referral.model import Addressee, Suspicion
from inspection.territory import Competence
from sectors import Catalogue, Lang, Recipient

# Which magistrate leads: the labour auditor where work is exploited, the prosecutor for every other form.
AUDITORATE_FORMS = frozenset({"economic"})
PROSECUTOR_FORMS = frozenset({"sexual", "begging", "forced_crime", "organs", "smuggling"})
FORMS = AUDITORATE_FORMS | PROSECUTOR_FORMS
GUARDIANSHIP = "guardianship"


def addressees(suspicion: Suspicion, competence: Competence, catalogue: Catalogue) -> list[Addressee]:
    """Return the offices that get a suspicion, all at once, police first.

    The police directorate's trafficking cell always does; with it the labour auditorate for economic exploitation, the
    prosecutor's reference magistrate for the other forms and for smuggling, both where forms are mixed. Minors are
    notified to the guardianship service as well. Nothing here weighs the suspicion: the inspector's yes suffices.

    Each is written to in its own language; one that works in several gets the language of the report.
    Raises ReferralFault for a form that does not exist, for none at all, and for an office missing from the catalogue.
    """
    _refuse_unknown(suspicion)
    offices = [
        _addressee(id_, "place_of_facts", suspicion, competence, catalogue) for id_ in _offices(suspicion, competence)
    ]
    if suspicion.minors:
        offices.append(_addressee(GUARDIANSHIP, "minor", suspicion, competence, catalogue))
    return offices


def _offices(suspicion: Suspicion, competence: Competence) -> Iterator[str]:
    yield competence.police_directorate
    if not AUDITORATE_FORMS.isdisjoint(suspicion.forms):
        yield competence.auditorate
    if not PROSECUTOR_FORMS.isdisjoint(suspicion.forms):
        yield competence.prosecutor


def _addressee(
    id_: str,
    reason: Literal["place_of_facts", "minor"],
    suspicion: Suspicion,
    competence: Competence,
    catalogue: Catalogue,
) -> Addressee:
    recipient = recipient_of(id_, catalogue)
    return Addressee(
        recipient=id_,
        reason=reason,
        language=_language(recipient, suspicion, competence),
        transports=recipient.transports,
        answer_hours=recipient.answer_hours,
        reminder_hours=recipient.reminder_hours,
    )


def recipient_of(id_: str, catalogue: Catalogue) -> Recipient:
    """Return a recipient of the catalogue; raises ReferralFault where it is not there on that day."""
    if id_ not in catalogue.recipients:
        raise ReferralFault(
            f"Recipient '{id_}' is not in the rules on {catalogue.day.isoformat()}",
            where="sectors/common/recipients.yaml",
            advice="Add it with its source, or correct the routing table.",
            code="102",
        )
    return catalogue.recipients[id_]


def _language(recipient: Recipient, suspicion: Suspicion, competence: Competence) -> Lang:
    """The report's language where the office works in it, else the territory's, else the office's first."""
    wishes = [suspicion.report_language, *competence.report_languages]
    return next((lang for lang in wishes if lang in recipient.languages and lang), recipient.languages[0])


def _refuse_unknown(suspicion: Suspicion) -> None:
    unknown = sorted(set(suspicion.forms) - FORMS)
    if unknown or not suspicion.forms:
        raise ReferralFault(
            f"Form of exploitation not known: {', '.join(unknown)}" if unknown else "The suspicion names no form",
            where="decision of the inspector",
            advice=f"Choose one or more of: {', '.join(sorted(FORMS))}.",
            code="101",
        )
