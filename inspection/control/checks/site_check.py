"""Who must be registered as present, and is the site declared with everybody who works on it?"""

from collections.abc import Iterator

from inspection.control.checks.results import Cell, Check, CheckMaker, Extract, Result, consulted, entry, newest
from inspection.control.filled import Control, PersonFound
from inspection.life_cycles import LookupResult
from sectors import Catalogue
from sectors.rules.evidence import PresenceRule


def presence_checks(
    control: Control, person: PersonFound, extracts: tuple[Extract, ...], catalogue: Catalogue
) -> Iterator[Check]:
    """Yield what Check In at Work says of a person, in the sectors that must register presences."""
    duty = catalogue.register_rules.presence.get(control.sector)
    lookup = newest(control.lookups, "checkin", person.ref)
    if duty is None and lookup is None:
        return
    mine = [one for one in extracts if one.register_key == "checkin" and one.subject == person.ref]
    grounds = (entry(control), *consulted(lookup, mine))
    says = CheckMaker(domain="D2", register="checkin", person=person.ref, grounds=grounds).says
    if lookup is None or lookup.result == LookupResult.UNAVAILABLE:
        yield says("unavailable" if lookup else "not_consulted", "no_proof")
    elif lookup.result == LookupResult.NOT_FOUND:
        is_early = lookup.looked_up_at < control.entered_at
        must = _must_register(duty, extracts)
        yield says("not_found_before_entry", "unclear") if is_early else says(*_MISSING[must])
    elif lookup.declared_at is None:
        yield says("moment_unknown", "unclear")
    elif lookup.declared_at >= control.entered_at:
        yield says("registered_during_control", "not_ok")
    else:
        yield says("registered_before", "ok")


_MISSING: dict[bool | None, tuple[str, Result]] = {
    True: ("not_found", "not_ok"),
    False: ("below_value", "ok"),
    None: ("value_unknown", "unclear"),
}


def _must_register(duty: PresenceRule | None, extracts: tuple[Extract, ...]) -> bool | None:
    """Tell whether presences must be registered here; None where the value of the works is not known."""
    if duty is None:
        return None
    if duty.from_cents is None:
        return True
    amounts = [row["amount_cents"] for row in _rows(extracts, "works") if isinstance(row.get("amount_cents"), int)]
    return max(int(str(amount)) for amount in amounts) >= duty.from_cents if amounts else None


def works_checks(control: Control, extracts: tuple[Extract, ...]) -> Iterator[Check]:
    """Yield whether the works are declared, and whether the enterprise found stands in their chain of contractors."""
    lookup = newest(control.lookups, "works", "workplace")
    mine = [one for one in extracts if one.register_key == "works"]
    if lookup is None and not mine and not control.workplace.startswith("site:"):
        return
    says = CheckMaker(domain="D2", register="works", person=None, grounds=consulted(lookup, mine)).says
    if lookup is not None and lookup.result != LookupResult.UNAVAILABLE:
        yield says("declared", "ok") if lookup.result == LookupResult.FOUND else says("not_found", "not_ok")
    elif _rows(tuple(mine), "works"):
        yield says("extract_has_works", "no_proof")
    else:
        yield says("not_consulted", "no_proof")
    stated = "".join(filter(str.isdigit, str(control.answers.get("wp_enterprise_number") or "")))
    chain = {row.get("company_id") for row in _rows(tuple(mine), "contractor")}
    if stated and chain and stated not in chain:
        yield says("not_in_chain", "unclear")


def _rows(extracts: tuple[Extract, ...], table: str) -> list[dict[str, Cell]]:
    return [dict(row) for one in extracts if (one.register_key, one.table) == ("works", table) for row in one.rows]
