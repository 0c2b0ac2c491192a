"""Which municipality a form means: by the postcode that people know, and by its name where a postcode has several."""

from dashboards.office.asking import Asked
from inspection.errors import TerritoryFault
from inspection.i18n import Lang
from inspection.territory import Municipality, find_municipality, municipalities_of_postcode, municipality


def place_in(asked: Asked) -> str | None:
    """Return the REFNIS code of what a form says in `postcode` and `place`, None where it says nothing.

    Errors: `TerritoryFault` 104 where the postcode has several and none was chosen, 105 for one that nobody has.
    """
    postcode, chosen = asked.form.get("postcode", "").strip(), asked.form.get("place", "")
    if not postcode:
        return None
    known = {one.refnis for one in municipalities_of_postcode(postcode, asked.today)}
    return chosen if chosen in known else find_municipality(None, postcode, asked.today).refnis


def places_in(asked: Asked) -> list[tuple[str, str]]:
    """Return the municipalities to choose from, where the postcode of a form has several; code and name."""
    found = municipalities_of_postcode(asked.form.get("postcode", ""), asked.today)
    return [(one.refnis, _called(one, asked.look.lang)) for one in found] if len(found) > 1 else []


def place_named(asked: Asked, refnis: str) -> str:
    """Return what a municipality is called; its code, where it exists no more."""
    try:
        return _called(municipality(refnis, asked.today), asked.look.lang)
    except TerritoryFault:
        return refnis


def _called(place: Municipality, lang: Lang) -> str:
    return place.name_nl if lang == "nl" else place.name_fr
