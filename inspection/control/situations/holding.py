"""What a situation may expect of a conclusion, and what of it does not follow."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from inspection.control.conclusions import Conclusion, Finding, OtherReading, RegionalReading

_SEEN: Final[Mapping[str, Callable[[Conclusion], Any]]] = {
    "clocks": lambda made: {clock.key: clock.due_on for clock in made.clocks},
    "day_one": lambda made: {clock.key: clock.starts_on for clock in made.clocks},
    "dimensions": lambda made: [result.dimension for result in made.proposal.dimensions if result.positive],
    "positive": lambda made: made.proposal.positive,
    "patterns": lambda made: list(made.proposal.patterns),
    "victims": lambda made: [one.person for one in made.proposal.grounds],
    "ways": lambda made: {one.person: one.way for one in made.proposal.grounds},
    "awaits_decision": lambda made: list(made.awaits_decision),
    "minors": lambda made: list(made.proposal.minors),
    "groups": lambda made: [seen.key for seen in made.proposal.groups],
    "dignity": lambda made: [seen.key for seen in made.proposal.dignity],
    "grave": lambda made: [seen.key for seen in made.proposal.grave],
    "strong": lambda made: [seen.key for seen in made.proposal.strong],
    "open": lambda made: made.proposal.is_open,
    "remarks": lambda made: list(made.remarks),
    "set_aside": lambda made: {one.offence: one.why for one in made.set_aside},
    "to_clarify": lambda made: {one.key: list(one.persons) for one in made.to_clarify},
    "not_in_force": lambda made: list(made.not_in_force),
}
EXPECTED: Final = frozenset({"findings", *_SEEN})
OF_A_FINDING: Final = frozenset(
    {
        "level",
        "article",
        "against",
        "from_on",
        "to_on",
        "found_on",
        "workers",
        "multiplier",
        "criminal_eur",
        "criminal_legal_eur",
        "is_legal_person",
        "recidivism",
        "regional",
        "administrative_eur",
        "prison_months",
        "competence",
        "legal_orders",
        "effects",
        "to_verify",
        "confidence",
        "persons",
        "questions",
        "aggravated",
        "factors",
        "offender",
        "other",
        "consequence",
        "open_consequences",
    }
)
_OF_A_READING: Final = ("level", "prison_months", "criminal_eur", "administrative_eur")
_OF_A_REGION: Final = ("order", "confidence", "prison_months", "criminal_eur", "administrative_eur")
AT_LEAST: Final = frozenset({"clocks", "day_one"})  # the deadlines named, and nothing about the others


@dataclass(frozen=True)
class Unmet:
    """An expectation that does not hold: where in the case it stands, what it says, and what follows instead."""

    what: str
    expected: object
    follows: object


def follows_from(made: Conclusion) -> dict[str, Any]:
    """Return all that a situation could expect of a conclusion, as a situation would write it.

    Under `findings` each offence has a list: one line for each offender and for each part of the days.
    """
    findings: dict[str, list[dict[str, Any]]] = {}
    for one in made.findings:
        findings.setdefault(one.offence, []).append({key: _shown(one, key) for key in sorted(OF_A_FINDING)})
    return {"findings": findings, **{key: seen(made) for key, seen in _SEEN.items()}}


def unmet(expect: Mapping[str, Any], follows: Mapping[str, Any]) -> tuple[Unmet, ...]:
    """Return what is expected and does not follow.

    follows
        As `follows_from` gives it.
    """
    return tuple(_unmet(expect, follows))


def _unmet(expect: Mapping[str, Any], follows: Mapping[str, Any]) -> Iterator[Unmet]:
    for key, wanted in expect.items():
        if key == "findings":
            yield from _of_findings(wanted, follows["findings"])
        elif key in AT_LEAST:
            running = {name: day for name, day in follows[key].items() if name in wanted or not wanted}
            if running != wanted:
                yield Unmet(key, wanted, running)
        elif follows[key] != wanted:
            yield Unmet(key, wanted, follows[key])


def _of_findings(wanted: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Unmet]:
    if wanted.keys() != found.keys():
        yield Unmet("findings", sorted(wanted), sorted(found))
    for offence in wanted.keys() & found.keys():
        lines, follows = lines_of(wanted[offence]), found[offence]
        if len(lines) != len(follows):
            yield Unmet(f"findings.{offence}, how many", len(lines), len(follows))
            continue
        for n, (line, one) in enumerate(zip(lines, follows, strict=True), 1):
            path = f"findings.{offence}" if len(lines) == 1 else f"findings.{offence}.{n}"
            yield from (Unmet(f"{path}.{key}", value, one[key]) for key, value in line.items() if one[key] != value)


def lines_of(wanted: Any) -> list[Any]:
    """Return what a situation expects of an offence: a line, or several by offender and by days."""
    return wanted if isinstance(wanted, list) else [wanted]


def _shown(finding: Finding | OtherReading | RegionalReading, key: str) -> Any:
    """Return a finding's value as a situation writes it: euros, lists, keys."""
    if isinstance(finding, Finding) and key == "other":
        other = finding.other
        return None if other is None else {name: _shown(other, name) for name in _OF_A_READING}
    if isinstance(finding, Finding) and key == "recidivism":
        return [one.final_on for one in finding.recidivism]
    if isinstance(finding, Finding) and key == "regional":
        region = finding.regional
        return None if region is None else {name: _shown(region, name) for name in _OF_A_REGION}
    if key.endswith("_eur"):
        cents = getattr(finding, key.replace("_eur", "_cents"))
        return None if cents is None else [amount // 100 if amount % 100 == 0 else amount / 100 for amount in cents]
    if isinstance(finding, Finding) and key in ("offender", "against"):
        return finding.offender.role if key == "offender" else finding.offender.key
    if isinstance(finding, Finding) and key == "effects":
        return [effect.key for effect in finding.effects]
    value = getattr(finding, key)
    return list(value) if isinstance(value, tuple) else value
