"""Trying situations under two sets of rules: what each concludes before a change and after it, and what still holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspection.control.conclusions import conclude
from inspection.control.situations.filling import competence_in, filled
from inspection.control.situations.holding import Unmet, follows_from, unmet
from inspection.control.situations.reading import Situation
from inspection.errors import ControlFault
from sectors.reader import RuleFault, Rules


@dataclass(frozen=True)
class Outcome:
    """What follows from a situation by one set of rules.

    follows
        As a situation would write it; None where it cannot be filled in under these rules.
    refused
        Why it cannot, with the code of the error; "" where it can.
    unmet
        What the situation expects and does not follow.
    """

    follows: Mapping[str, Any] | None
    refused: str
    unmet: tuple[Unmet, ...]

    @property
    def holds(self) -> bool:
        """Tell whether everything follows that the situation expects."""
        return self.follows is not None and not self.unmet


@dataclass(frozen=True)
class Tried:
    """A situation, and what follows from it by the product's rules alone and with the house's laid over them.

    changed
        What the house's rules alter: where in the conclusion, to (before, after).
    """

    name: str
    place: str
    before: Outcome
    after: Outcome
    changed: Mapping[str, tuple[object, object]]


def try_each(situations: Sequence[Situation], own: Rules, house: Rules) -> tuple[Tried, ...]:
    """Return what follows from each situation by both sets of rules.

    own, house
        The product's rules, and those with the changes of a house over them.
    """
    return tuple(_tried(one, own, house) for one in situations)


def _tried(one: Situation, own: Rules, house: Rules) -> Tried:
    before = _outcome(one, own)
    after = before if own.sha256 == house.sha256 else _outcome(one, house)
    changed = dict(_differences(before.follows, after.follows))
    return Tried(one.name, one.place, before, after, changed)


def _outcome(one: Situation, rules: Rules) -> Outcome:
    try:
        follows = follows_from(conclude(filled(one, rules), rules, competence_in(one, rules)))
    except (ControlFault, RuleFault) as fault:
        return Outcome(None, f"[{fault.code}] {fault.what}", ())
    return Outcome(follows, "", unmet(one.expect, follows))


def _lines(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _differences(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, tuple[object, object]]]:
    """Yield where two conclusions differ: a finding or a clock that only one has is told whole."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            yield from _differences(before.get(key), after.get(key), f"{path}.{key}" if path else str(key))
    elif _lines(before) and _lines(after) and len(before) == len(after):
        for n, (one, other) in enumerate(zip(before, after, strict=True), 1):
            yield from _differences(one, other, path if len(before) == 1 else f"{path}.{n}")
    elif before != after:
        yield path or "conclusion", (before, after)
