"""Paper as a way to an addressee: a page to send back, and the report; the acknowledgement is typed in."""

import json

from inspection.referral.bundle import MANIFEST
from inspection.referral.model import Bundle
from inspection.referral.report import say
from sectors.rules.recipients import Recipient


def cover_letter(bundle: Bundle, office: Recipient) -> str:
    """Return the page that the addressee sends back, in its language, and after a form feed the first report."""
    files = dict(bundle.files)
    lang, data = json.loads(files[MANIFEST])["language"], json.loads(files["data.json"])
    page = [
        say("letter.title", lang).upper(),
        "",
        f"{say('to', lang)}: {office.name.say(lang)}",
        f"{say('reference', lang)}: {bundle.reference}",
        "",
        say("letter.closed", lang),
        say("letter.answer", lang).format(contact=data["contact_telephone"]),
        "",
        say("letter.taken", lang),
        say("letter.signed", lang),
        "",
        "_" * 60,
    ]
    return "\n".join(page) + "\n\f" + files["first_report.txt"].decode()
