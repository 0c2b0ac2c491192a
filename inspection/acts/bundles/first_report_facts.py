"""What a first report takes from the site: the persons and where they are, the calls, the files that show something."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from inspection.control import conclusions, papers, trafficking
from inspection.control.filled import Control, PersonFound
from inspection.life_cycles import ExhibitState, PersonNow, StepOutcome
from inspection.referral import report
from inspection.referral.model import CallMade, Lodging, PersonConcerned, SafeReach
from inspection.territory import Municipality, competence

if TYPE_CHECKING:
    from sectors import Catalogue

DANGER_NOW: Final = "ob_danger_now"  # the question that asks for it
# Whom a report may say was rung: those who act on it, and never a centre, whose guests nothing may show.
_TOLD: Final = frozenset({"magistrate_on_duty", "auditorate", "police_cell", "local_police"})


def persons_of(
    control: Control,
    form: "Catalogue",
    minors: frozenset[str],
    found_out: Mapping[str, PersonNow] = MappingProxyType({}),
) -> tuple[PersonConcerned, ...]:
    """Return the persons found as the addressees may know them.

    Where somebody is now is left out as soon as a reception centre was reached for them: the inspector tells it on the
    telephone, and no paper shows whom a centre houses.

    found_out
        Where somebody of ours has found persons since the control was saved.
    """
    heard = {hearing.person for hearing in control.hearings}
    lodged = _lodged(control, form)
    return tuple(
        PersonConcerned(
            ref=person.ref,
            minor=person.ref in minors,
            name=person.name,
            birth_date=person.birth_date,
            national_number=person.national_number,
            hearing_language=person.hearing_language,
            **_where(control, form, person, found_out.get(person.ref)),
            is_heard=person.ref in heard,
            is_lodged=person.ref in lodged,
            is_adult=person.ref not in minors and trafficking.born_on(person, control.facts_on) is not None,
        )
        for person in control.persons
    )


def lodgings_of(control: Control, catalogue: "Catalogue") -> tuple[Lodging, ...]:
    """Return where the employer lodges people, each with the offices that are competent there on that day."""
    noted = conclusions.lodging_places(control, catalogue.day)
    return tuple(Lodging(address=address, offices=_offices(place, catalogue)) for address, place in noted)


def _offices(place: Municipality | None, catalogue: "Catalogue") -> tuple[str, ...]:
    if place is None:
        return ()
    there = competence(place, catalogue.day, offices=catalogue.offices)
    return there.police_directorate, there.auditorate, there.prosecutor


def _lodged(control: Control, form: "Catalogue") -> set[str]:
    """Return whom an answer places in a lodging of the employer, by the signs of the shares."""
    signs = [sign for share in form.shares.values() for sign in share.signs]
    return {who for sign in signs for _, who, _ in trafficking.places_of(control, sign) if who is not None}


def calls_of(control: Control, form: "Catalogue") -> tuple[CallMade, ...]:
    """Return the calls to police and magistrates that were noted on site, in order."""
    roles = {key: step.role for key, step in form.steps.items()}
    return tuple(
        CallMade(
            role=str(roles[step.step]),
            at=step.at,
            outcome=step.outcome,
            who=step.who,
            number=step.number,
            instruction=step.note,
        )
        for step in sorted(control.steps, key=lambda each: each.at)
        if roles.get(step.step) in _TOLD
    )


def exhibits_of(
    control: Control, form: "Catalogue", forms: tuple[str, ...], arrived: Collection[str]
) -> "tuple[report.Exhibit, ...]":
    """Return every photo of a control, and the files that show the word of who spoke for an element of the offence.

    A photo taken in haste is tied to no question, or to another one; whoever leads the case looks at them all. What was
    taken once a device may have been at a centre is told of without its position.

    arrived
        Hashes of the files that the house holds; the others are awaited from the device.
    """
    places, spoke = report.answers_that_speak(control, form, forms)
    return tuple(
        report.Exhibit(
            number=n,
            sha256=one.sha256,
            kind=one.kind,
            media_type=one.media_type,
            size_bytes=one.bytes,
            question=one.question,
            person=one.person,
            taken_at=one.taken_at,
            lon=one.position.lon if one.position else None,
            lat=one.position.lat if one.position else None,
            comment=one.comment,
            state=ExhibitState.FOLLOWS if one.sha256 in arrived else ExhibitState.AWAITED,
            marked_of=one.marked_of,
        )
        for n, one in enumerate(papers.only_on_site(control, form).attachments, 1)
        if one.kind == "photo"
        or (one.question, one.person) in places
        or (one.kind == "signature" and one.person in spoke)
    )


def _where(control: Control, form: "Catalogue", person: PersonFound, since: PersonNow | None) -> dict[str, Any]:
    """Return where somebody is now and how to reach them: nothing of whom a centre looks after.

    What was written down before they were looked for again tells nothing any more.
    """
    now_at = since or person.now_at
    if now_at == PersonNow.WITH_CENTRE or (since is None and _is_with_a_centre(control, form, person.ref)):
        return {"now_at": None, "where_now": None, "reach": None}
    words = "" if since not in (None, person.now_at) else person.whereabouts.strip()
    return {"now_at": now_at, "where_now": words or None, "reach": _reach(person)}


def _reach(person: PersonFound) -> SafeReach | None:
    reach = SafeReach(
        how=person.reach_how,
        through=person.reach_through.strip(),
        when=person.reach_when.strip(),
        language=person.reach_language,
    )
    return None if reach == SafeReach() else reach


def _is_with_a_centre(control: Control, form: "Catalogue", person: str) -> bool:
    return any(
        step.outcome in (StepOutcome.DONE, StepOutcome.RUNG, StepOutcome.REACHED) and step.person in (None, person)
        for step in control.steps
        if (known := form.steps.get(step.step)) is not None and known.role == "centre"
    )
