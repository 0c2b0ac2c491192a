"""What the pages of a contact request and of passed findings say; there is no field for an address in either."""

from datetime import date

from dashboards.office import Asked
from dashboards.portal.cards import contact_title, finding_title
from dashboards.portal.deadlines import clock_of
from dashboards.portal.words import CONTACT_ANSWERS, FINDING_ANSWERS
from inspection.acts.portal.values import ContactCopy, FindingCopy
from inspection.i18n import language_name
from inspection.time_of import now


def values_of_contact(asked: Asked, copy: ContactCopy) -> dict[str, object]:
    """Return what a reception centre reads: languages, age groups, urgency, whom to ring."""
    lang = asked.look.lang
    languages = [language_name(code, lang) for code in copy.languages]
    known = {"minor"}
    urgency = asked.say(f"portal.urgency.{copy.urgency}") if copy.urgency in known else copy.urgency
    return {
        "copy": copy,
        "title": contact_title(asked, copy),
        "over": asked.say("portal.contact.over"),
        "clock": clock_of(asked, copy.due_at, now()) if copy.answered_at is None else None,
        "spoken": languages,
        "ages": [asked.say(f"portal.age.{age}") for age in copy.ages],
        "urgency": urgency,
        "answers": CONTACT_ANSWERS,
    }


def values_of_finding(asked: Asked, copy: FindingCopy) -> dict[str, object]:
    """Return what a regional service reads: the workplace, the offences, how many workers; no suspicion."""
    values, lang = copy.values, asked.look.lang
    findings = [
        (str(one["offence"].get(lang, "")), str(one["article"].get(lang, "")), one.get("workers"))
        for one in values.get("findings", ())
    ]
    return {
        "copy": copy,
        "clock": clock_of(asked, copy.due_at, now()) if copy.answered_at is None else None,
        "title": finding_title(asked, copy),
        "over": asked.say("portal.state.withdrawn"),
        "address": values.get("address") or "",
        "enterprise": values.get("enterprise") or "",
        "findings": findings,
        "found_on": date.fromisoformat(values["facts_on"]) if values.get("facts_on") else None,
        "basis": str(values.get("basis", {}).get(lang, "")),
        "callback": str(values.get("callback") or ""),
        "answers": FINDING_ANSWERS,
    }
