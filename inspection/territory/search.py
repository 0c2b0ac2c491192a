"""Finding a municipality by what an address says: a postcode, a name in French or Dutch, or both."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from inspection.errors import TerritoryFault
from inspection.territory.model import Municipality
from inspection.territory.records import formers, municipalities, postcodes

_SAINTS = frozenset({"saint", "sainte", "sint", "sankt", "st", "ste"})


def municipality(refnis: str, on: date) -> Municipality:
    """Return the municipality with this REFNIS code on `on`.

    A code that has ended is not silently replaced: the fault names the code that followed it.
    Raises TerritoryFault for a code that does not exist on that day.
    """
    found = municipalities(on).get(refnis)
    if found is None:
        former = formers().get(refnis)
        if former is not None:
            since, successor = former.last_day, former.successor
            raise TerritoryFault("PLACE-106", refnis=refnis, on=on, since=since, successor=successor)
        raise TerritoryFault("PLACE-103", refnis=refnis, on=on)
    return found


def municipalities_of_postcode(postcode: str, on: date) -> tuple[Municipality, ...]:
    """Return the municipalities of a postcode on `on`, by REFNIS code.

    One for almost every postcode, two for 1040, 1050 and 1804, none for an unknown one.
    """
    existing = municipalities(on)
    return tuple(existing[refnis] for refnis in postcodes(on).get(postcode.strip(), ()))


def find_municipality(name: str | None, postcode: str | None, on: date) -> Municipality:
    """Return the municipality that an address means on `on`.

    The postcode decides; where it belongs to two municipalities the name does. An unknown or absent postcode leaves the
    name alone. A name that contradicts an unambiguous postcode is not a fault: many villages bear the name of another
    municipality. Names count in French and Dutch without case, accents or hyphens; the old name of a municipality that
    merged leads to what it is on that day.

    Raises TerritoryFault where nothing or more than one municipality answers; the advice names the candidates.
    """
    found = municipalities_of_postcode(postcode, on) if postcode else ()
    if len(found) != 1 and name:
        found = _called(name, found or tuple(municipalities(on).values()), on)
    if len(found) == 1:
        return found[0]
    if found:
        raise TerritoryFault("PLACE-104", postcode=postcode, count=len(found), on=on, names=_listed(found))
    candidates = municipalities_of_postcode(postcode, on) if postcode else ()
    if candidates:
        raise TerritoryFault("PLACE-107", postcode=postcode, on=on, names=_listed(candidates))
    raise TerritoryFault("PLACE-105", postcode=postcode, on=on)


def fold(name: str) -> str:
    """Return a name as it is compared: no accents, case or punctuation, and every Saint written alike."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return "".join("st" if word in _SAINTS else word for word in re.split(r"[^0-9a-z]+", plain))


def _called(name: str, among: Iterable[Municipality], on: date) -> tuple[Municipality, ...]:
    wanted = _by_name(on).get(fold(name)) or _by_name(on).get(fold(re.sub(r"\(.*?\)", "", name)), frozenset())
    return tuple(place for place in among if place.refnis in wanted)


@cache
def _by_name(on: date) -> Mapping[str, frozenset[str]]:
    """Folded name to REFNIS codes; an old name only where no municipality bears it on that day."""
    now = _names((place, place.refnis) for place in municipalities(on).values())
    gone = (former for refnis, former in formers().items() if refnis not in municipalities(on))
    return _names((former.municipality, former.successor) for former in gone) | now


def _names(places: Iterable[tuple[Municipality, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for place, refnis in places:
        for name in {fold(place.name_fr), fold(place.name_nl)}:
            found[name] = found.get(name, frozenset()) | {refnis}
    return found


def _listed(places: Iterable[Municipality]) -> str:
    return ", ".join(
        f"{place.name_fr} / {place.name_nl} ({place.refnis})"
        if place.name_fr != place.name_nl
        else f"{place.name_fr} ({place.refnis})"
        for place in places
    )
