"""Strict reading of one YAML file: what plain YAML would silently swallow is refused here.

A key given twice is a fault (plain YAML keeps the last one). `yes` and `no` are words, not booleans; digits with a
leading zero are text, so that an unquoted NACE code cannot lose its zero; only a whole day is a date.
"""

import re
from datetime import date
from typing import Any, Final

import yaml

from sectors.reader.fault import Faults, RuleFault

_YEARS: Final = range(1900, 2100)  # what lies outside was never meant: 2205 for 2025
UNREADABLE: Final = object()  # stands for a day that was refused: nothing more is said of it


class Keyed(dict[Any, Any]):
    """A mapping that remembers where each of its keys stood (`places`: key to "file, line n")."""

    def __init__(self) -> None:
        super().__init__()
        self.places: dict[Any, str] = {}

    def put(self, key: Any, value: Any, place: str) -> None:
        """Store `value` under `key`, which stands at `place`."""
        self[key] = value
        self.places[key] = place


class _StrictLoader(yaml.CSafeLoader):
    """The fast YAML loader with our own implicit types and our own mappings."""

    file_name = ""
    faults: Faults

    def place_of(self, node: yaml.Node) -> str:
        return f"{self.file_name}, line {node.start_mark.line + 1}"


_TYPES = (
    ("tag:yaml.org,2002:bool", r"true|false", "tf"),
    ("tag:yaml.org,2002:null", r"null|~|", ["n", "~", ""]),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+]?[0-9]+)?", "-+0123456789"),
    ("tag:yaml.org,2002:timestamp", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
)


def _construct_mapping(loader: _StrictLoader, node: yaml.MappingNode) -> Keyed:
    found = Keyed()
    for key_node, value_node in node.value:
        place = loader.place_of(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            loader.faults.append(RuleFault("RULE-101", place=place))
            continue
        key = loader.construct_object(key_node)
        if key in found:
            loader.faults.append(RuleFault("RULE-102", key=key, first=found.places[key], place=place))
            continue
        found.put(key, loader.construct_object(value_node, deep=True), place)
    return found


def _construct_day(loader: _StrictLoader, node: yaml.ScalarNode) -> date | object:
    place = loader.place_of(node)
    try:
        day = date.fromisoformat(node.value)
    except ValueError:
        loader.faults.append(RuleFault("RULE-103", value=node.value, place=place))
        return UNREADABLE
    if day.year not in _YEARS:
        loader.faults.append(RuleFault("RULE-107", value=node.value, first=_YEARS[0], last=_YEARS[-1], place=place))
        return UNREADABLE
    return day


_StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _TYPES:
    _StrictLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)


def read_yaml(content: bytes, file_name: str) -> Keyed:
    """Read one rule file; raises the first of the faults that `read_whole` finds."""
    faults = Faults()
    found = read_whole(content, file_name, faults)
    if found is None or faults:
        raise faults[0]
    return found


def read_whole(content: bytes, file_name: str, faults: Faults) -> Keyed | None:
    """Read one rule file, and go on behind its faults; None where nothing of it can be read.

    content
        The bytes of the file, UTF-8.
    file_name
        How faults name it; never a path of the machine.
    faults
        Takes what is wrong: not YAML, not one mapping, a key given twice, a day that is none.
    """
    try:
        loader = _StrictLoader(content.decode("utf-8"))
        loader.file_name, loader.faults = file_name, faults
        found = loader.get_single_data()
    except UnicodeDecodeError:
        faults.append(RuleFault("RULE-104", file_name=file_name))
        return None
    except yaml.YAMLError as fault:
        faults.append(_not_yaml(fault, file_name))
        return None
    if not isinstance(found, Keyed):
        faults.append(RuleFault("RULE-105", file_name=file_name))
        return None
    return found


def _not_yaml(fault: yaml.YAMLError, file_name: str) -> RuleFault:
    mark = getattr(fault, "problem_mark", None)
    line = f", line {mark.line + 1}" if mark else ""
    problem = getattr(fault, "problem", None) or "a character that YAML does not allow"
    return RuleFault("RULE-106", problem=problem, file_name=file_name, line=line)
