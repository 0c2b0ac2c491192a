"""What was seen by the team and what was told, by the elements of the offence, as page two of the report has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboards.office import Asked
from inspection.i18n import Lang
from inspection.reporting.cases import observation_text
from sectors import Catalogue

_TOLD = "told"


@dataclass(frozen=True)
class Element:
    """One element: what the team saw or checked, each in a line, and who told it."""

    label: str
    seen: tuple[str, ...] = field(repr=False)
    told: tuple[str, ...] = field(repr=False)


def elements_in(asked: Asked, data: Mapping[str, Any]) -> tuple[list[Element], list[str]]:
    """Return the elements that something speaks for, and the names of those for which nothing does yet."""
    rules, lang = asked.catalogue, asked.look.lang
    found, silent = [], []
    for one in data.get("elements", ()):
        label = rules.elements[one["element"]].label.say(lang) if one["element"] in rules.elements else one["element"]
        if one["observations"]:
            found.append(_element(label, one["observations"], rules, lang))
        else:
            silent.append(label)
    return found, silent


def _element(label: str, observations: list[Mapping[str, Any]], rules: Catalogue, lang: Lang) -> Element:
    seen = [_line(one, rules, lang) for one in observations if one["how"] != _TOLD]
    told = [_line(one, rules, lang) for one in observations if one["how"] == _TOLD]
    return Element(label, tuple(dict.fromkeys(seen)), tuple(dict.fromkeys(told)))


def _line(one: Mapping[str, Any], rules: Catalogue, lang: Lang) -> str:
    who = f"{one['person']}: " if one.get("person") else ""
    words = " ".join(f"«{text}»" for text in one.get("words", ()))
    minute = f" ({one['minute']})" if one.get("minute") else ""
    return " ".join(
        filter(None, (f"{who}{observation_text(one['question'], one['answers'], rules, lang)}{minute}", words))
    )
