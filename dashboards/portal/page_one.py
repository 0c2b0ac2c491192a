"""Page one of a case in the reader's language: danger, what the employer knows, where, who, where they are, the number.

What is not known is said, and marked: it is never an empty cell and never a nought.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboards.office import Asked
from inspection.acts.portal.values import CaseCopy
from inspection.i18n import language_name
from inspection.referral.report import EMPLOYER_KNOWS
from inspection.referral.report import say as wording
from sectors import Catalogue


@dataclass(frozen=True)
class Line:
    """One fact: the text of its label, what is said, whether that is missing and needed, and what lacks beside it."""

    label: str
    says: str = field(repr=False)
    is_missing: bool = False
    is_pressing: bool = False
    lacks: str = field(default="", repr=False)


@dataclass(frozen=True)
class People:
    """How many persons there are, as a sentence needs it; the ages that nobody knows are counted apart."""

    number: int
    minors: int
    unknown: int
    languages: str = field(default="", repr=False)


def lines_of(asked: Asked, case: CaseCopy) -> list[Line]:
    """Return the facts of page one that this office may read, the most pressing first."""
    data, rules = case.data, asked.catalogue
    found = [
        _danger(asked, data),
        _employer(asked, data, rules),
        *_where(asked, data, rules),
        _whereabouts(asked, data),
    ]
    return [line for line in found if line is not None]


def people_of(asked: Asked, data: Mapping[str, Any]) -> People:
    """Return how many persons the office is told of."""
    persons = _persons(data)
    ages = Counter(age_of(one) for one in persons)
    spoken = dict.fromkeys(one["hearing_language"] for one in persons if one.get("hearing_language"))
    languages = ", ".join(language_name(code, asked.look.lang) for code in spoken)
    return People(len(persons), ages["minor"], ages["unknown"], languages)


def age_of(person: Mapping[str, Any]) -> str:
    """Return whether somebody is a minor, an adult, or of an age that nobody knows."""
    if person.get("minor"):
        return "minor"
    return "adult" if person.get("is_adult") or person.get("birth_date") else "unknown"


def forms_of(asked: Asked, data: Mapping[str, Any]) -> str:
    """Return the forms of exploitation in words, "" where the office is told none."""
    return ", ".join(wording(f"form.{form}", asked.look.lang) for form in data.get("forms", ()))


def lacks_in(asked: Asked, data: Mapping[str, Any]) -> list[str]:
    """Return what the report leaves open, each as something to ask when ringing back."""
    return [
        wording(f"lacking.{one['what']}", asked.look.lang).format(who=", ".join(one.get("persons", ())))
        for one in data.get("lacking", ())
    ]


def _danger(asked: Asked, data: Mapping[str, Any]) -> Line | None:
    if "danger_now" not in data:
        return None
    key = {True: "yes", False: "no", None: "unknown"}[data["danger_now"]]
    return Line("danger", asked.say(f"portal.danger.{key}"), key == "unknown", key == "yes")


def _employer(asked: Asked, data: Mapping[str, Any], rules: Catalogue) -> Line | None:
    if "employer_knows" not in data:
        return None
    question = rules.questions.get(EMPLOYER_KNOWS)
    labels = {choice.key: choice.label.say(asked.look.lang) for choice in question.choices} if question else {}
    said = "; ".join(labels.get(key, key) for key in data["employer_knows"])
    return Line("employer", said or asked.say("portal.employer.unknown"), not said)


def _where(asked: Asked, data: Mapping[str, Any], rules: Catalogue) -> Iterator[Line | None]:
    place = data.get("workplace")
    if place is not None:
        named = ", ".join(filter(None, (place.get("name"), place.get("address"))))
        area = place.get("place") or ""
        yield Line(
            "where",
            ", ".join(filter(None, (named, area if not place.get("address") else "")))
            or asked.say("portal.where.unknown"),
            not place.get("address"),
        )
        if not place.get("address"):
            yield Line("street", asked.say("portal.street.unknown"), is_missing=True)
        sector = rules.sectors.get(place.get("sector", ""))
        firm = (place.get("enterprise_number"), sector.label.say(asked.look.lang) if sector else "")
        yield Line("firm", " · ".join(filter(None, firm)) or asked.say("portal.firm.unknown"), not any(firm))
    if data.get("lodgings"):
        yield Line("lodging", "; ".join(data["lodgings"]))
    if data.get("holders"):
        known = rules.recipients
        names = [known[key].name.say(asked.look.lang) if key in known else key for key in data["holders"]]
        yield Line("holders", "; ".join(names))


def _whereabouts(asked: Asked, data: Mapping[str, Any]) -> Line | None:
    """Say where people are now by how many; where nobody said, that is marked."""
    persons = _persons(data)
    if not persons:
        return None
    now = Counter(str(one.get("now_at") or "unknown") for one in persons)
    unknown = now.pop("unknown", 0)
    lacks = asked.say("portal.whereabouts_unknown", n=unknown) if unknown else ""
    said = ", ".join(f"{n} {wording(f'now_at.{key}', asked.look.lang)}" for key, n in now.items())
    return Line("whereabouts", said, lacks=lacks) if said else Line("whereabouts", lacks, is_missing=True)


def _persons(data: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = data.get("persons", ())
    return found
