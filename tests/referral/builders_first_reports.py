"""Builders of whole first reports: a restaurant with two to thirty persons, of whom one is a minor; all invented."""

from datetime import UTC, datetime, timedelta
from typing import Any

from builders_control import a_competence, a_control, a_person, the_rules

from inspection.control.conclusions import conclude
from inspection.control.filled import Control
from inspection.control.trafficking import Proposal
from inspection.referral.model import Addressee, CallMade, FirstReport, PersonConcerned
from inspection.referral.references import new_reference
from inspection.referral.report import Exhibit, elements_of, provisions_of

AT = datetime(2026, 11, 24, 21, 15, tzinfo=UTC)
SHA = "ab" * 32
LONG = "Wolfeschlegelsteinhausenbergerdorff-Van den Eynde tot Oud-Heverlee, Maria Theodora Wilhelmina"
_SPOT = {"lon": 5.5796, "lat": 50.6326, "accuracy_m": 8, "at": "2026-03-10T17:51:00Z"}
SIGNS: dict[str, Any] = {
    "q08_found_with_employer": True,
    "q17_seen": ["locked_in"],
    "q15_rooms_seen": ["beds_at_work", "overcrowded"],
    "q14_safety": ["danger", "degrading"],
    "ob_network": ["moved_between"],
}
_AT: dict[str, Any] = {"question": "q15_rooms_seen", "written_at": "2026-03-10T18:00:00Z"}
WORDS: list[dict[str, Any]] = [
    {**_AT, "written_at": "2026-03-10T18:20:00Z", "words": "and behind the oven"},
    {**_AT, "words": " Mattresses above the kitchen "},
    {**_AT, "question": "q11_pay", "person": "P1", "words": "Paid in meals"},
    {**_AT, "question": "q11_pay", "words": "UNSAID-1"},
    {**_AT, "question": "fm_hidden", "words": "UNSAID-2"},
    {**_AT, "question": None, "person": "P1", "words": "UNSAID-3"},
]
TOLD: dict[str, Any] = {
    "q01_seen_at": "18:42",
    "q10_hours": "excessive",
    "q11_pay": "token",
    "q20_journey": ["arranged", "debt_works"],
    "q21_promises": ["pay"],
    "q23_threats": ["authorities"],
}


def a_rich_control(persons: int = 2, **fields: Any) -> Control:
    """An unfinished control in which much was seen and told: photos, a hearing, calls, somebody who fled."""
    people = [
        a_person(
            n, name=LONG if n == 1 else f"Vasil Exempel {n}", birth_date="1990-01-02", answers=TOLD if n < 3 else {}
        )
        for n in range(1, persons + 1)
    ]
    photo = {"sha256": SHA, "kind": "photo", "media_type": "image/jpeg", "bytes": 9, "taken_at": "2026-03-10T17:51:00Z"}
    values: dict[str, Any] = {
        "answers": SIGNS,
        "persons": people,
        "left_at": None,
        "seen": [{"ref": "S1", "state": "fled", "doing": "kitchen", "at": "18:31"}],
        "hearings": [
            {"ref": "H1", "person": "P1", "quality": "witness", "started_at": "2026-03-10T18:05:00Z", "language": "bg"}
        ]
        if persons
        else [],
        "attachments": [{**photo, "question": "q15_rooms_seen", "position": _SPOT}],
    }
    return a_control(**(values | fields))


def a_full_report(persons: int = 2, *, forms: tuple[str, ...] = ("economic",), **changes: Any) -> FirstReport:
    """The first report of such a control, as the acts put it together."""
    control = a_rich_control(persons)
    catalogue = the_rules().on(control.facts_on)
    minors = ("P2",) if persons > 1 else ()
    exhibit = Exhibit(
        number=1,
        sha256=SHA,
        kind="photo",
        media_type="image/jpeg",
        size_bytes=9,
        question="q15_rooms_seen",
        person=None,
        taken_at=control.attachments[0].taken_at,
        lon=5.5796,
        lat=50.6326,
        state="attached",
    )
    values: dict[str, Any] = {
        "reference": new_reference(2026, 123),
        "service": "ONSS",
        "decided_at": AT,
        "facts_on": control.facts_on,
        "forms": forms,
        "workplace": "est:2123456789",
        "enterprise_number": "0123456749",
        "workplace_name": "Restaurant Exemple de la Très Longue Enseigne",
        "address": "Rue de l’Exemple 1, 4000 Liège",
        "refnis": "62063",
        "place_name": "Liège",
        "sector": "restaurants",
        "grounds": "Papers in the safe of the manager; three sleep above the kitchen and may not go out alone.",
        "contact_telephone": "02 000 00 00",
        "persons": tuple(_concerned(control, n, minors) for n in range(persons)),
        "indicators": ("CD01", "CD03", "EX01", "EX02"),
        "offences": ("SS_DIMONA_IN", "PAY_UNPAID"),
        "danger_now": True,
        "calls": (
            CallMade(
                role="magistrate_on_duty",
                at=AT - timedelta(minutes=25),
                outcome="reached",
                who="substitut de garde",
                number="04 000 00 00",
                instruction="Entendre chacun séparément; ne pas prévenir le gérant; attendre la police sur place.",
            ),
            CallMade(role="police_cell", at=AT - timedelta(minutes=12), outcome="no_answer"),
        ),
        "employer_knows": ("ordinary",),
        "is_unfinished": True,
        "unidentified": 1,
        "evidence_missing": 2,
        "elements": elements_of(control, catalogue, minors, (exhibit,), forms),
        "dimensions": _proposal(control).dimensions,
        "by_person": _proposal(control).grounds,
        "exhibits": (exhibit,),
        "provisions": provisions_of(forms, (catalogue,)),
    }
    return FirstReport(**(values | changes))


def _proposal(control: Control) -> Proposal:
    return conclude(control, the_rules(), a_competence()).proposal


def _concerned(control: Control, n: int, minors: tuple[str, ...]) -> PersonConcerned:
    person = control.persons[n]
    return PersonConcerned(
        ref=person.ref,
        minor=person.ref in minors,
        name=person.name,
        birth_date=person.birth_date,
        national_number="90010299900" if n == 0 else None,
        hearing_language="bg",
        where_now="police station" if n == 0 else None,
        is_heard=n == 0,
        is_adult=person.ref not in minors and person.birth_date is not None,
    )


def an_addressee(language: Any = "fr", *, reason: Any = "place_of_facts", recipient: str = "pjf-liege") -> Addressee:
    """An office that gets it."""
    return Addressee(
        recipient=recipient,
        reason=reason,
        language=language,
        transports=("file_drop",),
        answer_hours=24,
        reminder_hours=4,
    )
