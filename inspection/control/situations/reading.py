"""Reading a file of situations: a list of cases, each with the line at which it stands."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import yaml

from inspection.control.situations.holding import AT_LEAST, EXPECTED, OF_A_FINDING, lines_of
from inspection.errors import ControlFault

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_MOST_ALIKE: Final = 500  # persons that one line stands for
_KINDS: Final[Mapping[str, type]] = {
    "name": str,
    "facts_from": date,
    "facts_on": date,
    "found_on": date,
    "entered": str,
    "answers": dict,
    "persons": list,
    "offenders": list,
    "noted": list,
    "expect": dict,
    "sector": str,
    "area": str,
    "report_language": str,
    "suspicion": str,
}


@dataclass(frozen=True)
class Situation:
    """One case of a file: what was found, and what is expected to follow.

    place
        File and line, as faults name it.
    raw
        The keys of the case as the file has them.
    """

    place: str
    raw: dict[str, Any]

    @property
    def name(self) -> str:
        """What the case shows, in words."""
        return str(self.raw["name"])

    @property
    def expect(self) -> dict[str, Any]:
        """What must follow."""
        return dict(self.raw["expect"])

    @property
    def facts_on(self) -> date:
        """Day of the facts."""
        day: date = self.raw["facts_on"]
        return day


def read_situations(content: bytes, file_name: str) -> tuple[Situation, ...]:
    """Read every case of a file.

    file_name
        How faults name it; never a path of the machine.

    Raises ControlFault for what is no list of cases, and for a case with a key that means nothing.
    """
    found = tuple(Situation(place, raw) for place, raw in _cases(content, file_name))
    named: dict[str, str] = {}
    for one in found:
        _refuse_strange(one)
        if one.name in named:
            raise ControlFault("CONTROL-883", other=named[one.name], place=one.place)
        named[one.name] = one.place
    return found


def _cases(content: bytes, file_name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        loader = yaml.CSafeLoader(content.decode("utf-8"))
        root = loader.get_single_node()
        if not isinstance(root, yaml.SequenceNode):
            raise ControlFault("CONTROL-880", place=file_name)
        for node in root.value:
            place = f"{file_name}, line {node.start_mark.line + 1}"
            raw = loader.construct_object(node, deep=True)
            if not isinstance(raw, dict):
                raise ControlFault("CONTROL-880", place=place)
            _refuse_repeated(node, file_name)
            yield place, raw
    except UnicodeDecodeError:
        raise ControlFault("CONTROL-880", place=file_name) from None
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise ControlFault("CONTROL-880", place=f"{file_name}, line {mark.line + 1}" if mark else file_name) from None


def _refuse_repeated(node: yaml.Node, file_name: str) -> None:
    """Refuse a key that stands twice anywhere in a case: plain YAML would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                raise ControlFault("CONTROL-884", key=key.value, place=f"{file_name}, line {key.start_mark.line + 1}")
            seen.add(str(key.value))
            _refuse_repeated(value, file_name)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            _refuse_repeated(one, file_name)


def _is_of_kind(value: object, kind: type) -> bool:
    """Tell whether a value is of a kind; a day with an hour is none."""
    return isinstance(value, kind) and not isinstance(value, datetime)


def _is_person(line: object) -> bool:
    """Tell whether a line holds a person's answers; YAML makes a day of a date, and an int of true."""
    if not isinstance(line, dict):
        return False
    born, count = line.get("born", date.min), line.get("count", 1)
    return _is_of_kind(born, date) and type(count) is int and 0 < count <= _MOST_ALIKE


def _lines(findings: object) -> list[Any]:
    """Return what is expected of each offence; something that is no line where it is no mapping of them by offence."""
    if not isinstance(findings, dict) or not all(isinstance(offence, str) for offence in findings):
        return [None]
    return [line for wanted in findings.values() for line in lines_of(wanted)]


def _refuse_strange(one: Situation) -> None:
    missing = sorted({"name", "facts_on", "expect"} - one.raw.keys())
    if missing:
        raise ControlFault("CONTROL-881", key=missing[0], place=one.place)
    _refuse_unknown([(key, _KINDS) for key in one.raw], one.place)
    for key in _of_another_kind(one):
        raise ControlFault("CONTROL-885", key=key, place=one.place)
    asked: list[tuple[object, Collection[str]]] = [(key, EXPECTED) for key in one.expect]
    lines = _lines(one.expect.get("findings", {}))
    _refuse_unknown(asked + [(key, OF_A_FINDING) for line in lines for key in line], one.place)


def _of_another_kind(one: Situation) -> Iterator[str]:
    """Yield the keys whose value is of another kind; what lies deeper only where what holds it is right."""
    strange = [key for key, value in one.raw.items() if not _is_of_kind(value, _KINDS[key])]
    if strange:
        yield from strange
        return
    if "entered" in one.raw and not _CLOCK.fullmatch(one.raw["entered"]):
        yield "entered"
    if not all(_is_person(line) for line in one.raw.get("persons", [])):
        yield "persons"
    yield from (key for key in AT_LEAST & one.expect.keys() if not isinstance(one.expect[key], dict))
    if not all(isinstance(line, dict) for line in _lines(one.expect.get("findings", {}))):
        yield "findings"


def _refuse_unknown(asked: Iterable[tuple[object, Collection[str]]], place: str) -> None:
    for key, known in asked:
        if key not in known:
            raise ControlFault("CONTROL-882", key=key, known=", ".join(sorted(known)), place=place)
