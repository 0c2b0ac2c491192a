"""Who must get a suspicion: the offices of the place of the facts, by the form of exploitation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from inspection.errors import ReferralFault
from inspection.referral.model import Addressee, Reason, Suspicion
from inspection.territory import Competence
from sectors import Catalogue
from sectors.rules.recipients import Recipient
from sectors.rules.values import Lang


def addressees(
    suspicion: Suspicion, competence: Competence, catalogue: Catalogue, *, lodgings: Sequence[Competence] = ()
) -> list[Addressee]:
    """Return the offices that get a suspicion, all at once, police first.

    The police directorate's trafficking cell always does; with it the magistrate who leads for each form by the rules
    (`forms` in recipients.yaml): the labour auditorate, the prosecutor, or both where forms are mixed. A minor adds
    whom the rules name for minors: the auditor, whatever the form, and the guardianship service. Where people are
    lodged in another area, its police cell and its magistrate are told as concerned, after all others. Nothing here
    weighs the suspicion: the inspector's yes suffices. Where the control stopped (a diplomatic household), the path of
    the rules names who is told, and nobody else is.

    Each is written to in its own language; one that works in several gets the language of the report.
    Raises ReferralFault for a form that does not exist, for none at all, and for an office missing from the catalogue.
    """
    _refuse_unknown(suspicion, catalogue)
    wanted = _wanted(suspicion, catalogue)
    leading = [
        _addressee(id_, "minor" if kind == "guardianship" else "place_of_facts", suspicion, competence, catalogue)
        for kind, id_ in _offices(competence)
        if kind in wanted
    ]
    return [*leading, *_concerned(leading, suspicion, () if suspicion.paths else lodgings, catalogue)]


def _concerned(
    leading: Sequence[Addressee], suspicion: Suspicion, lodgings: Sequence[Competence], catalogue: Catalogue
) -> Iterator[Addressee]:
    """Yield the offices of the lodgings that are not told already: they answer too, but no sooner than who leads."""
    known = {one.recipient for one in leading}
    kinds = {"police_directorate", *(catalogue.forms[form].leads for form in suspicion.forms)}
    for where in lodgings:
        for kind, id_ in _offices(where):
            if kind in kinds and id_ not in known:
                known.add(id_)
                yield _no_sooner(_addressee(id_, "lodging", suspicion, where, catalogue), leading)


def _no_sooner(concerned: Addressee, leading: Sequence[Addressee]) -> Addressee:
    """Give a concerned office the time that the slowest office of the place of facts has, where that is longer."""
    hours = [one.answer_hours for one in (concerned, *leading) if one.answer_hours is not None]
    reminders = [one.reminder_hours for one in (concerned, *leading) if one.reminder_hours is not None]
    return replace(concerned, answer_hours=max(hours, default=None), reminder_hours=max(reminders, default=None))


def _wanted(suspicion: Suspicion, catalogue: Catalogue) -> set[str]:
    if suspicion.paths:
        paths = [catalogue.paths[key] for key in suspicion.paths]
        return {kind for path in paths for kind in (*path.told, *(path.minors if suspicion.minors else ()))}
    forms = [catalogue.forms[form] for form in suspicion.forms]
    minors = (kind for form in forms for kind in form.minors) if suspicion.minors else ()
    return {"police_directorate", *(form.leads for form in forms), *minors}


def _offices(competence: Competence) -> Iterator[tuple[str, str]]:
    """Yield every office that a suspicion may go to, by its kind, in the order of writing."""
    yield "police_directorate", competence.police_directorate
    yield "labour_auditorate", competence.auditorate
    yield "public_prosecutor", competence.prosecutor
    yield "guardianship", "guardianship"


def _addressee(
    id_: str, reason: Reason, suspicion: Suspicion, competence: Competence, catalogue: Catalogue
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
        raise ReferralFault("REFER-102", recipient=id_, on=catalogue.day)
    return catalogue.recipients[id_]


def _language(recipient: Recipient, suspicion: Suspicion, competence: Competence) -> Lang:
    """The report's language where the office works in it, else the territory's, else the office's first."""
    wishes = [suspicion.report_language, *competence.report_languages]
    return next((lang for lang in wishes if lang in recipient.languages and lang), recipient.languages[0])


def _refuse_unknown(suspicion: Suspicion, catalogue: Catalogue) -> None:
    unknown = sorted(set(suspicion.forms) - catalogue.forms.keys())
    if not suspicion.forms:
        raise ReferralFault("REFER-101", forms=", ".join(sorted(catalogue.forms)))
    if unknown:
        raise ReferralFault("REFER-103", unknown=", ".join(unknown), forms=", ".join(sorted(catalogue.forms)))
