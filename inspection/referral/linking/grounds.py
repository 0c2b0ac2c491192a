"""Which cases belong together, on which ground, and how much that still says.

A case is a referral. What it may be linked by comes in as opaque keys; nothing here knows a person, a name or an
address. Two cases that hold the same key are linked on its ground, unless so many cases or enterprises hold it that it
says nothing. A link is as old as the older of the two facts, and fades with a half-life. Every number is a rule of
sectors/common/links.yaml; a person confirms or rejects what is found.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from sectors.rules.links import Ground, LinkGround, LinkingRules
from sectors.rules.trafficking import Strength


@dataclass(frozen=True, kw_only=True)
class LinkKey:
    """Something by which a case may be linked; equal keys of one ground are the same thing.

    key
        Opaque: a keyed hash, from which nobody finds back what it stands for.
    holders
        How many enterprises have it in the register; None where no register counts that.
    """

    ground: Ground
    key: str = field(repr=False)
    holders: int | None = None


@dataclass(frozen=True, kw_only=True)
class LinkedCase:
    """A case with its keys; `seen_on` is the day of its facts."""

    case: str
    seen_on: date
    keys: frozenset[LinkKey]


@dataclass(frozen=True, kw_only=True)
class Link:
    """Two cases that have something in common, `one` before `other` in the order of their ids.

    strength
        What is left of it on the day that was asked about, above 0 and at most 1.
    since
        The older of the two facts: the link is as old as that.
    fades_on
        The first day on which it is too weak to be shown, if nothing else happens.
    shared
        How many keys of this ground both cases hold, such as two persons met in both.
    """

    one: str
    other: str
    ground: Ground
    strength: float
    since: date
    fades_on: date
    shared: int

    def beside(self, case: str) -> str:
        """Return the case at the other end."""
        return self.other if case == self.one else self.one


@dataclass(frozen=True)
class LinkPolicy:
    """The rules of linking as they stand on a day."""

    grounds: Mapping[str, LinkGround]
    rules: LinkingRules


def links(cases: Iterable[LinkedCase], policy: LinkPolicy, on: date) -> list[Link]:
    """Return every link that can be shown on a day, in the order of the cases and then of the grounds.

    The order of `cases` changes nothing, nor does a case that shares no key. Time grows with the number of keys, since
    a key that too many cases hold is set aside before its pairs are made.
    """
    known = {case.case: case for case in cases}
    shared: dict[tuple[str, str], dict[Ground, int]] = defaultdict(lambda: defaultdict(int))
    for ground, holders in _held(known.values(), policy):
        for one, other in combinations(sorted(holders), 2):
            shared[one, other][ground] += 1
    found = (_of_pair(known[one], known[other], grounds, policy, on) for (one, other), grounds in shared.items())
    return sorted((link for pair in found for link in pair), key=lambda link: (link.one, link.other, link.ground))


def links_of(case: str, cases: Iterable[LinkedCase], policy: LinkPolicy, on: date) -> list[Link]:
    """Return the links of one case, the strongest first: the only way in which anybody asks."""
    mine = [link for link in links(cases, policy, on) if case in (link.one, link.other)]
    return sorted(mine, key=lambda link: (-link.strength, link.beside(case), link.ground))


def strength_word(strength: float, rules: LinkingRules) -> Strength:
    """Return the word for a strength."""
    if strength >= rules.strong_from:
        return "strong"
    return "medium" if strength >= rules.medium_from else "weak"


def faded(strength: float, since: date, half_life_days: int, on: date) -> float:
    """Return what is left of a strength on a day; before `since` nothing is lost yet."""
    return strength * math.pow(0.5, max(0, (on - since).days) / half_life_days)


def _held(cases: Iterable[LinkedCase], policy: LinkPolicy) -> Iterator[tuple[Ground, list[str]]]:
    """Yield the cases that hold each key, for the keys that still say something."""
    held: dict[tuple[Ground, str], list[str]] = defaultdict(list)
    spread: dict[tuple[Ground, str], int] = defaultdict(int)
    for case in cases:
        for ground, key in {(k.ground, k.key) for k in case.keys}:
            held[ground, key].append(case.case)
        for one in case.keys:
            spread[one.ground, one.key] = max(spread[one.ground, one.key], one.holders or 0)
    for (ground, key), holders in held.items():
        rule = policy.grounds.get(ground)
        if rule is not None and len(holders) <= rule.most_cases and spread[ground, key] <= _most_holders(rule):
            yield ground, holders


def _most_holders(rule: LinkGround) -> float:
    return math.inf if rule.most_holders is None else rule.most_holders


def _of_pair(
    one: LinkedCase, other: LinkedCase, grounds: Mapping[Ground, int], policy: LinkPolicy, on: date
) -> Iterator[Link]:
    since = min(one.seen_on, other.seen_on)
    for ground, count in grounds.items():
        rule = policy.grounds[ground]
        strength = faded(rule.strength, since, rule.half_life_days, on)
        if strength < policy.rules.smallest or any(said in grounds for said in rule.silent_beside):
            continue
        yield Link(
            one=one.case,
            other=other.case,
            ground=ground,
            strength=strength,
            since=since,
            fades_on=_fades_on(rule, since, policy.rules.smallest),
            shared=count,
        )


def _fades_on(rule: LinkGround, since: date, smallest: float) -> date:
    lasts = rule.half_life_days * math.log2(rule.strength / smallest)
    return since + timedelta(days=math.floor(lasts) + 1)
