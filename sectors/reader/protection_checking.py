"""Names that the rules of protection and of exchange use for others."""

from collections.abc import Iterator, Mapping
from typing import Any

from sectors.reader.lines import Entry
from sectors.rules import AREA_CENTRE, CompetentService, ProtectionRules

Tables = Mapping[str, Mapping[str, Entry[Any]]]
Name = tuple[str, str, str, str, str]


def protection_names(tables: Tables) -> Iterator[Name]:
    """Yield (kind, name, table, place, user) of every name that these rules use."""
    for rules, place in _forms(tables["protection"]):
        yield from _protection(rules, place)
    for path, place in _forms(tables["paths"]):
        yield "question", path.question, "questions", place, f"The path {path.key}"
    for service, place in _forms(tables["competent_services"]):
        yield from _service(service, place)


def _protection(rules: ProtectionRules, place: str) -> Iterator[Name]:
    for name in (*rules.centres, rules.guardian, *rules.texts):
        if name != AREA_CENTRE:
            yield "recipient", name, "recipients", place, "'protection'"


def _service(service: CompetentService, place: str) -> Iterator[Name]:
    user = f"The competent service {service.key}"
    yield "recipient", service.recipient, "recipients", place, user
    yield from (("offence", key, "offences", place, user) for key in service.offences)
    yield from (("area", area, "offices", place, user) for area in service.areas)


def _forms(table: Mapping[str, Entry[Any]]) -> Iterator[tuple[Any, str]]:
    return (form for entry in table.values() for form in entry.forms())
