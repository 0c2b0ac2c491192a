"""What stands round each page of a control that is filled in: what it is about, and the pages with how far each is."""

from dataclasses import dataclass
from typing import Any, Final

from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import END, PAGES, PERSONS, PLACE, SITE, VISIT
from dashboards.office.control_form.onsite_fields import PARTS
from dashboards.office.shared import CONTROL, OnceASession, Telling, form_address, workplace_address
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control.begun import WORKPLACE, answered_in, is_leaving_said, is_outcome_said
from inspection.control.checklists import Checklist
from inspection.errors import AccessRefused
from inspection.store.queries import WorkplaceView

_PLACES: Final = OnceASession(4_000)  # of some thousand sessions, each with the few controls that it fills in


@dataclass(frozen=True)
class Page:
    """A page of the form, in the row that leads to each.

    progress
        How far it is, "" where nothing is counted.
    is_whole
        Whether nothing is left to say on it.
    """

    key: str
    address: str
    progress: str
    is_whole: bool


def framed(asked: Asked, filling: Filling, form: Checklist, page: str) -> dict[str, Any]:
    """Return the values of `control_frame.html`, for a page that extends it and fills its block `part`.

    page
        Which of the pages it is: its key in `addresses.PAGES`, such as `END`.
    """
    control = filling.control
    telling = Telling(asked)
    place = _place(asked, str(control["workplace"]))
    return {
        "filling": filling,
        "form": form,
        "control": control,
        "telling": telling,
        "place": place,
        "title": place.name if place and place.name else telling.number(str(control["workplace"])),
        "pages": [_page(asked, filling, form, key) for key in PAGES],
        "page_key": page,
        "following": _after(filling, page),
        "room": CONTROL,
        "form_address": form_address,
        "workplace_address": workplace_address,
        "persons_refs": [person["ref"] for person in control["persons"]],
    }


def progress_of(asked: Asked, filling: Filling, form: Checklist) -> dict[str, str]:
    """Return how far each page is, by its key, as its script shows it."""
    return {key: _page(asked, filling, form, key).progress for key in PAGES if key != END}


def _after(filling: Filling, page: str) -> str:
    """Return the address of the next page, "" after the last."""
    ahead = PAGES[PAGES.index(page) + 1 :]
    return _address(filling, ahead[0]) if ahead else ""


def _address(filling: Filling, key: str) -> str:
    more = {PERSONS: (1,), SITE: (PARTS[0],)}.get(key, ())
    return form_address(filling.id, key, *more)


def _page(asked: Asked, filling: Filling, form: Checklist, key: str) -> Page:
    given, of_all = _progress(asked, filling, form, key)
    said = "" if key == END else str(given) if key == SITE else f"{given}/{of_all}"
    return Page(key, _address(filling, key), said, is_whole=bool(of_all) and given == of_all)


def _progress(asked: Asked, filling: Filling, form: Checklist, key: str) -> tuple[int, int]:
    control = filling.control
    if key == VISIT:
        said = [is_outcome_said(control), bool(control["entered_at"]), is_leaving_said(control, asked.today)]
        return sum(said), len(said)
    if key == PERSONS:
        return answered_in(control, form, [person["ref"] for person in control["persons"]])
    if key == PLACE:
        return answered_in(control, form, [WORKPLACE])
    if key == SITE:
        return sum(len(control.get(part) or ()) for part in PARTS), 0
    return 0, 0


def _place(asked: Asked, workplace: str) -> WorkplaceView | None:
    """Return what is known of the place; None where it lies elsewhere, as in a joint action: its number is enough.

    All pages of a form are one look at it: recorded the first time in a session, and read then.
    """
    return _PLACES.once(asked, (workplace,), lambda: _known_place(asked, workplace))


def _known_place(asked: Asked, workplace: str) -> WorkplaceView | None:
    try:
        return acts.stories.show_workplace(asked.acting(), workplace)
    except AccessRefused:
        return None
