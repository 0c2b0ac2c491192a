"""What the box finds, and the form that finds somebody by the whole of their number."""

from typing import Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.referrals import case_address
from dashboards.office.shared import SEARCH, Telling, control_address, look_of_session, sorted_by, workplace_address
from inspection import acts
from inspection.acts.searching import Found, Hit, is_person_number
from inspection.errors import InspectionError
from inspection.store.views import ControlView

_ORDERS: Final = {
    "name": lambda one: one.name.casefold(),
    "place": lambda one: one.address.casefold(),
    "sector": lambda one: one.sector,
}
_LONGEST: Final = 100
_PERSON: Final = "person"


def show(asked: Asked) -> Response:
    """Show what was found; a person's number is not looked for, and leaves the address at once."""
    return asked.led(f"{SEARCH}?told={_PERSON}") if is_person_number(asked.query("q")) else _drawn(asked)


def person(asked: Asked) -> Response:
    """Show at which controls somebody was found, for the reason that was given; Reload asks before it asks again."""
    sent = asked.form
    context = asked.acting()
    purpose = sent.get("purpose", "")
    reasoned = context.because(purpose, sent.get("case", "").strip()) if purpose else context
    try:
        seen = acts.access.find_person(reasoned, sent.get("number", ""))
    except InspectionError as fault:
        return _drawn(asked, fault=fault)
    return _drawn(asked, seen=seen)


def _drawn(
    asked: Asked, *, seen: tuple[ControlView, ...] | None = None, fault: InspectionError | None = None
) -> Response:
    text = asked.query("q").strip()[:_LONGEST]
    found = _found(asked, text) if text else Found()
    order = asked.query("sort")
    telling = Telling(asked)
    return asked.page(
        "search.html",
        fault,
        text=text,
        is_of_person=asked.query("told") == _PERSON,
        found=found,
        hits=sorted(found.hits, key=_ORDERS[order]) if order in _ORDERS else found.hits,
        order=order,
        seen=seen,
        telling=telling,
        purposes=acts.access.choices(telling.rules, asked.known.user.role),
        may_find=asked.known.may("person.search"),
        typed=asked.form,
        address=SEARCH,
        room=SEARCH,
        way=_way,
        sorted_by=lambda key: sorted_by(SEARCH, key, q=text),
        control_address=control_address,
        workplace_address=workplace_address,
    )


def _found(asked: Asked, text: str) -> Found:
    """Return what was found; all searches of a session are one look at the list, as the board is."""
    return acts.searching.search(asked.acting(), text, again=look_of_session(asked, "search"))


def _way(hit: Hit) -> str:
    """Return where a line leads."""
    if hit.what == "referral":
        return case_address(hit.key)
    return control_address(hit.key) if hit.what == "control" else workplace_address(hit.key)
