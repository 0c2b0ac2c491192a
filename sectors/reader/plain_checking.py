"""What no value of a rule file may be, whatever it is of: empty, with a blank too many, below 0, an item twice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sectors.reader.fault import RuleFault
from sectors.reader.reading import Keyed

_MAY_BE_NEGATIVE: Final = frozenset({"points"})  # a signal may speak for a workplace
EXPRESSIONS: Final = frozenset({"relevant", "constraint", "when", "concerns"})  # blanks are nothing there
_RANGE: Final = 2  # numbers: from, to; both may be the same
_SETS: Final = frozenset({"levels", "aggravating_floor_levels", "weekdays", "days", "office_days", "months"})


def plain_faults(fields: Keyed, path: str, *, nested: bool = False) -> Iterator[RuleFault]:
    """Yield a fault for each value that nobody can have meant."""
    for key, value in fields.items():
        if key == "source" and not nested and not isinstance(value, Keyed):
            continue  # that there is one is asked of every entry, in words of its own
        if key not in EXPRESSIONS or value == "":
            yield from _of_value(value, f"{path}.{key}", fields.places[key])


def is_too_sure(fields: Keyed) -> bool:
    """Tell whether something of ours claims that somebody else has checked it."""
    return fields.get("origin") == "ours" and fields.get("confidence", "L") != "L"


def _of_value(value: Any, path: str, place: str) -> Iterator[RuleFault]:
    if isinstance(value, Keyed):
        yield from plain_faults(value, path, nested=True)
        if is_too_sure(value):
            yield RuleFault("RULE-217", path=path, confidence=value["confidence"], place=value.places["confidence"])
    elif isinstance(value, Mapping):
        return
    elif isinstance(value, list):
        yield from _of_list(value, path, place)
    elif isinstance(value, str) and not value.strip():
        yield RuleFault("RULE-213", path=path, place=place)
    elif isinstance(value, str) and value.strip() != value.rstrip("\n"):  # a folded text ends with a line's end
        yield RuleFault("RULE-214", path=path, place=place)
    elif _is_negative(value) and path.rpartition(".")[2] not in _MAY_BE_NEGATIVE:
        yield RuleFault("RULE-215", path=path, place=place)


def _of_list(items: Sequence[Any], path: str, place: str) -> Iterator[RuleFault]:
    is_range = path.rpartition(".")[2] not in _SETS and len(items) == _RANGE
    is_range = is_range and all(isinstance(item, int | float) for item in items)
    for n, item in enumerate(items):
        if not is_range and any(item == one and type(item) is type(one) for one in items[:n]):
            yield RuleFault("RULE-216", path=path, place=place)
        else:
            yield from _of_value(item, path, place)


def _is_negative(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value < 0
