"""Builders of cases that may be linked: opaque keys only, as the calculation sees them."""

import random
from collections.abc import Iterable
from datetime import date, timedelta

from builders_control import the_rules

from inspection.referral.linking import LinkedCase, LinkKey, LinkPolicy
from sectors.rules.links import Ground

ON = date(2026, 11, 26)


def the_policy(on: date = ON) -> LinkPolicy:
    """The rules of linking that ship with the product."""
    catalogue = the_rules().on(on)
    return LinkPolicy(catalogue.link_grounds, catalogue.linking)


def a_case(case: str, *keys: tuple[Ground, str], seen_on: date = ON, holders: int | None = None) -> LinkedCase:
    """A case that holds these keys, of today unless another day is given."""
    held = frozenset(LinkKey(ground=ground, key=key, holders=holders) for ground, key in keys)
    return LinkedCase(case=case, seen_on=seen_on, keys=held)


def many_cases(count: int, seed: int = 7) -> list[LinkedCase]:
    """Cases of ten years in which most keys are rare, and a few are held by everybody."""
    dice = random.Random(seed)
    return [
        LinkedCase(
            case=f"case-{n:06d}",
            seen_on=ON - timedelta(days=dice.randrange(3650)),
            keys=frozenset(_keys(dice, count)),
        )
        for n in range(count)
    ]


def _keys(dice: random.Random, count: int) -> Iterable[LinkKey]:
    yield LinkKey(ground="housing", key="a big landlord")
    for ground in ("enterprise", "workplace", "mandate"):
        yield LinkKey(ground=ground, key=f"{ground}-{dice.randrange(count)}")
    for _ in range(dice.randrange(6)):
        yield LinkKey(ground="person", key=f"person-{dice.randrange(4 * count)}")
