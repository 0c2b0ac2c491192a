"""Strict reading of one YAML file: what plain YAML would silently swallow is refused here.

A key given twice is a fault (plain YAML keeps the last one). `yes` and `no` are words, not booleans; digits with a
leading zero are text, so that an unquoted NACE code cannot lose its zero; only a whole day is a date.
"""

import re
from datetime import date
from typing import Any

import yaml

from sectors.reader.fault import RuleFault


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
            raise RuleFault("RULE-101", place=place)
        key = loader.construct_object(key_node)
        if key in found:
            raise RuleFault("RULE-102", key=key, first=found.places[key], place=place)
        found.put(key, loader.construct_object(value_node, deep=True), place)
    return found


def _construct_day(loader: _StrictLoader, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError:
        raise RuleFault("RULE-103", value=node.value, place=loader.place_of(node)) from None


_StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _TYPES:
    _StrictLoader.add_implicit_resolver(_tag, re.compile(rf"^(?:{_pattern})$"), list(_first))
_StrictLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)


def read_yaml(content: bytes, file_name: str) -> Keyed:
    """Read one rule file.

    content
        The bytes of the file, UTF-8.
    file_name
        How faults name it; never a path of the machine.

    Raises RuleFault where the file is not YAML, not one mapping, or gives a key twice.
    """
    try:
        loader = _StrictLoader(content.decode("utf-8"))
        loader.file_name = file_name
        found = loader.get_single_data()
    except UnicodeDecodeError:
        raise RuleFault("RULE-104", file_name=file_name) from None
    except yaml.YAMLError as fault:
        raise _not_yaml(fault, file_name) from None
    if not isinstance(found, Keyed):
        raise RuleFault("RULE-105", file_name=file_name)
    return found


def _not_yaml(fault: yaml.YAMLError, file_name: str) -> RuleFault:
    mark = getattr(fault, "problem_mark", None)
    line = f", line {mark.line + 1}" if mark else ""
    problem = getattr(fault, "problem", None) or "a character that YAML does not allow"
    return RuleFault("RULE-106", problem=problem, file_name=file_name, line=line)
