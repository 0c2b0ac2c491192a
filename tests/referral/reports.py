"""Builders of first reports and addressees; every person in them is invented and has an impossible number."""

from datetime import UTC, date, datetime

from inspection.referral.model import Addressee, FirstReport, PersonConcerned, Suspicion
from inspection.referral.references import new_reference
from inspection.referral.routing import addressees
from inspection.territory import competence, municipality

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 21, 15, tzinfo=UTC)
SECRET_GROUNDS = "Sleeps above the kitchen; papers in the safe."
ADULT = PersonConcerned(
    ref="P1",
    name="Vasil Exempel",
    birth_date=date(1990, 1, 2),
    national_number="90010299900",
    where_now="police station",
)
MINOR = PersonConcerned(ref="P2", minor=True, name="Jana Exempel", birth_date=date(2010, 5, 6), hearing_language="bg")


def a_report(**changes):
    """An ordinary first report: economic exploitation in a restaurant in Liège, one adult and one minor."""
    values = {
        "reference": new_reference(2026, 123),
        "service": "ONSS",
        "decided_at": AT,
        "facts_on": ON,
        "forms": ("economic",),
        "workplace": "est:2123456789",
        "enterprise_number": "0123456749",
        "workplace_name": "Restaurant Exemple",
        "address": "Rue de l’Exemple 1, 4000 Liège",
        "refnis": "62063",
        "sector": "restaurants",
        "grounds": SECRET_GROUNDS,
        "contact_telephone": "02 000 00 00",
        "persons": (ADULT, MINOR),
        "indicators": ("CD01", "EX01"),
        "offences": ("SS_DIMONA_IN",),
        "danger_now": False,
    }
    return FirstReport(**(values | changes))


def addressees_of(catalogue, *, refnis="62063", forms=("economic",), minors=True, language=None) -> list[Addressee]:
    """Who gets a suspicion at that place."""
    place = competence(municipality(refnis, ON), ON, offices=catalogue.offices)
    return addressees(Suspicion(forms=forms, minors=minors, report_language=language), place, catalogue)
