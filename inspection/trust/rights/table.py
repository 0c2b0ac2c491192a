"""The table of rights as values: roles, rules by act, what flows may do, what is offered to whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("table.yaml")


class Reach(StrEnum):
    """In which districts a role acts."""

    DISTRICT = "district"
    EVERYWHERE = "everywhere"
    OFFICE = "office"


class Proof(StrEnum):
    """How long ago who acts must have proven who they are."""

    ANY = "any"
    FRESH = "fresh"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who may do an act, and to what.

    section
        The part of the house that it belongs to.
    anywhere
        Also outside the reach of the role.
    states
        The states of a thing in which it may be done; none named means any.
    asks_purpose
        Whoever does it names a purpose and a case.
    apart_from
        An earlier act on the same thing that somebody else must have done; "" for none.
    glass_opens
        Whoever broke a glass for a record may do it to that record, outside the reach of their role.
    """

    section: str
    roles: frozenset[str]
    anywhere: bool = False
    states: frozenset[str] = frozenset()
    asks_purpose: bool = False
    proof: Proof = Proof.ANY
    apart_from: str = ""
    glass_opens: bool = False


@dataclass(frozen=True)
class Rights:
    """The whole table.

    rules
        By act. An act that is not there is refused to everybody.
    offices
        By role outside the house: the kinds of addressee that it is for.
    """

    reach: Mapping[str, Reach]
    rules: Mapping[str, Rule]
    flows: Mapping[str, frozenset[str]]
    house: frozenset[str]
    shown: Mapping[str, frozenset[str]]
    offices: Mapping[str, frozenset[str]]

    @property
    def sections(self) -> tuple[str, ...]:
        """The parts of the house, in the order of the table."""
        return tuple(dict.fromkeys(rule.section for rule in self.rules.values()))


@cache
def rights() -> Rights:
    """Return the table of this house; it is read once."""
    with FILE.open("rb") as opened:
        return read_rights(yaml.load(opened, yaml.CSafeLoader))


def read_rights(raw: Mapping[str, Any]) -> Rights:
    """Return a table as values.

    Errors: ValueError for a role, group, act or word that is not known, or a line that could never let anybody in.
    """
    reach = {role: Reach(said["reach"]) for role, said in raw["roles"].items()}
    groups: dict[str, frozenset[str]] = {}
    for name, members in raw["groups"].items():
        groups[name] = _roles(members, reach, groups)
    rules = dict(_rules(raw["sections"], reach, groups))
    named = {act for acts in (*raw["flows"].values(), raw["house"]) for act in acts} | {
        rule.apart_from for rule in rules.values() if rule.apart_from
    }
    if unknown := named - set(rules):
        raise ValueError(f"no such act: {', '.join(sorted(unknown))}")
    return Rights(
        reach=reach,
        rules=rules,
        flows={flow: frozenset(acts) for flow, acts in raw["flows"].items()},
        house=frozenset(raw["house"]),
        shown={what: _roles(names, reach, groups) for what, names in raw["shown"].items()},
        offices={role: frozenset(said["offices"]) for role, said in raw["roles"].items() if "offices" in said},
    )


def _rules(
    sections: Mapping[str, Any], reach: Mapping[str, Reach], groups: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, Rule]]:
    seen: set[str] = set()
    for section, acts in sections.items():
        for act, said in acts.items():
            if act in seen or set(said) - _WORDS:
                raise ValueError(f"{act} stands twice, or says what no rule says")
            seen.add(act)
            yield act, _rule(section, said, reach, groups)


_WORDS = {"who", "where", "states", "purpose", "proof", "apart_from", "glass"}
_ONLY = {"where": "anywhere", "purpose": "asked", "glass": "opens"}


def _rule(
    section: str, said: Mapping[str, Any], reach: Mapping[str, Reach], groups: Mapping[str, frozenset[str]]
) -> Rule:
    for word, only in _ONLY.items():
        if said.get(word, only) != only:
            raise ValueError(f"{section}: `{word}` is {only}, or is left out")
    return Rule(
        section=section,
        roles=_roles(said["who"], reach, groups),
        anywhere="where" in said,
        states=frozenset(said.get("states", ())),
        asks_purpose="purpose" in said,
        proof=Proof(said.get("proof", "any")),
        apart_from=said.get("apart_from", ""),
        glass_opens="glass" in said,
    )


def _roles(names: Sequence[str], reach: Mapping[str, Reach], groups: Mapping[str, frozenset[str]]) -> frozenset[str]:
    made: set[str] = set()
    for name in names:
        if name not in groups and name not in reach:
            raise ValueError(f"no role and no group: {name}")
        made |= groups.get(name, frozenset({name}))
    if not made:
        raise ValueError("a line lets nobody in: leave it out")
    return frozenset(made)
