"""The page of one entry, a person or a team: what is known of it, and the form that changes it from a day on."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final, Literal

from starlette.responses import Response

from dashboards.office.administration.addresses import PEOPLE, TEAMS
from dashboards.office.administration.asked_for import day_in, district_name, districts, drawn
from dashboards.office.administration.people import changes_table
from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.staff import PersonHere, TeamHere
from inspection.errors import AccessRefused, InspectionError, SettingsFault
from inspection.i18n import LANGUAGES, language_name
from inspection.time_of import today

NEW: Final = "new"
Kind = Literal["person", "team"]
_BASES: Final[dict[Kind, str]] = {"person": PEOPLE, "team": TEAMS}


def entry_page(
    asked: Asked,
    kind: Kind,
    key: str,
    known: PersonHere | TeamHere | None,
    fault: InspectionError | None = None,
    **values: object,
) -> Response:
    """Return the page of an entry, or the form for a new one; with what was refused.

    Arguments: `known` what stands today; `values` what its template shows besides.
    Errors: `AccessRefused` 120 for one that is not there, and for a new one where whoever asks may make none.
    """
    if known is None and not (key == NEW and asked.known.may("staff.change")):
        raise AccessRefused("ACCESS-120")
    changes = [one for one in acts.staff.list_changes(asked.acting()) if (one.kind, one.subject) == (kind, key)]
    return drawn(
        asked,
        f"{kind}.html",
        fault,
        is_known=known is not None,
        address=f"{_BASES[kind]}/{key}",
        people=PEOPLE,
        tongues=[(one, language_name(one, asked.look.lang)) for one in LANGUAGES],
        districts=districts(asked),
        district=district_name(asked, known.district) if known else "",
        first=today() + timedelta(days=1),
        may_change=asked.known.may("staff.change"),
        waits=asked.known.may("staff.change") and not asked.known.may("staff.decide"),
        changes=changes_table(asked, changes),
        **values,
    )


def first_day(asked: Asked) -> date:
    """Return from which day on a form changes something.

    Errors: `SettingsFault` 044 for none.
    """
    found = day_in(asked, "starts_on")
    if found is None:
        raise SettingsFault("SETTING-044")
    return found


def id_of(asked: Asked, key: str, taken: Collection[str]) -> str:
    """Return the id of the entry that a form is about, as it was typed for a new one.

    Errors: `SettingsFault` 040 for a new one with the id of another, which it would change.
    """
    if key != NEW:
        return key
    typed = asked.form.get("id", "").strip()
    if typed in taken:
        raise SettingsFault("SETTING-040", problem="this id is taken already", place="id")
    return typed
