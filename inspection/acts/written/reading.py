"""What a file says, with the line on which each part of it stands; why one cannot be read is told in plain words."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

Place = tuple[int | str, ...]
_A_DAY: Final = "tag:yaml.org,2002:timestamp"


class Unreadable(ValueError):
    """Why a file cannot be read, in words that follow a colon; never what stands in it."""


class _Text:
    """The text of a file, whose lines are looked up once something is wrong with it: JSON is read as YAML for that."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _root(self) -> yaml.Node | None:
        try:
            spaced = self._text.replace("\t", " ")  # where JSON has one, YAML may not
            root: yaml.Node | None = yaml.compose(spaced, yaml.CSafeLoader)
        except (yaml.YAMLError, RecursionError):
            return None  # a place without its line still is a place
        return root

    def refuse_twice(self) -> None:
        """Refuse a name that stands twice in one entry: the last would win in silence; raises `Unreadable`."""
        for line in _twice(self._root):
            raise Unreadable(f"on line {line} stands a name that this entry has already")

    def line_of(self, place: Place) -> int | None:
        """Return the line of a place, or of the nearest part around it that the file has."""
        node, line = self._root, None
        for part in place:
            node, mark = _step(node, part)
            if mark is None:
                break
            line = mark.line + 1
        return line


class Written(dict[str, Any]):
    """An object of a file: a mapping that knows its lines, so that whoever takes any mapping takes it too.

    called
        How faults call it where a file may hold several, such as "duty.yaml, roster 2"; "" where it is the file.
    """

    def __init__(self, value: dict[str, Any], text: _Text, at: Place = (), called: str = "") -> None:
        super().__init__(value)
        self.called = called
        self._text, self._at = text, at

    def line_of(self, place: Place) -> int | None:
        """Return the line on which a place stands, or the nearest part around it; None where nobody can tell."""
        return self._text.line_of((*self._at, *place))


class _WithoutDays(yaml.SafeLoader):
    """Leaves days as they are written: of one that there is not the place is told, not that the file is none."""


_WithoutDays.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in known if tag != _A_DAY]
    for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def content_of(file: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> bytes:
    """Return the content of a file that somebody named; raises `Unreadable`.

    Arguments: `read` what opens it, for a file that may lie sealed.
    """
    try:
        return read(file)
    except FileNotFoundError:
        raise Unreadable("there is no such file") from None
    except (IsADirectoryError, NotADirectoryError):
        raise Unreadable("this is a folder, or lies in something that is none") from None
    except PermissionError:
        raise Unreadable("this account may not read it") from None
    except OSError:
        raise Unreadable("it cannot be opened") from None


def object_in(content: bytes | str) -> Written:
    """Return the one object of a JSON file; raises `Unreadable`."""
    text = _decoded(content)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as fault:
        raise Unreadable(f"from line {fault.lineno}, column {fault.colno} on it is no JSON") from None
    except (ValueError, RecursionError):
        raise Unreadable("it is no JSON") from None
    if not isinstance(value, dict):
        raise Unreadable("it is JSON, and not one object in braces")
    lines = _Text(text)
    lines.refuse_twice()
    return Written(value, lines)


def objects_in(content: bytes | str, called: str = "") -> Sequence[Written]:
    """Return the objects of a YAML or JSON file, which holds one or a list of them; raises `Unreadable`.

    Arguments: `called` how faults call the file, "" where there is no other.
    """
    text = _decoded(content)
    try:
        value = yaml.load(text, _WithoutDays)  # noqa: S506 - the safe one, without days
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = f"from line {mark.line + 1}, column {mark.column + 1} on it" if mark else "it"
        raise Unreadable(f"{where} is neither YAML nor JSON") from None
    except (ValueError, yaml.YAMLError, RecursionError):
        raise Unreadable("it is neither YAML nor JSON") from None
    lines = _Text(text)
    lines.refuse_twice()
    if isinstance(value, dict):
        return (Written(value, lines, called=called),)
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        raise Unreadable("it holds neither one roster nor a list of them")
    of = [f"roster {n}" if len(value) > 1 else "" for n in range(1, len(value) + 1)]
    return [Written(one, lines, (n,), ", ".join(filter(None, (called, of[n])))) for n, one in enumerate(value)]


def _decoded(content: bytes | str) -> str:
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("it is not in UTF-8") from None
    if not text.strip():
        raise Unreadable("it is empty")
    return text


def _twice(root: yaml.Node | None) -> Iterator[int]:
    """Give the line of each name that its entry has already; a part that is named in many places is looked at once."""
    left, known = [root], set[int]()
    while left:
        node = left.pop()
        if not isinstance(node, yaml.CollectionNode) or id(node) in known:
            continue
        known.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield from _again(key for key, _ in node.value if isinstance(key, yaml.ScalarNode))
            left += [value for _, value in node.value]
        else:
            left += node.value


def _again(names: Iterable[yaml.ScalarNode]) -> Iterator[int]:
    seen = set[str]()
    for name in names:
        if name.value in seen:
            yield name.start_mark.line + 1
        seen.add(name.value)


def _step(node: yaml.Node | None, part: int | str) -> tuple[yaml.Node | None, yaml.Mark | None]:
    """Return what a part of a place leads to, and where that begins; None where there is no such part."""
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark
    return None, None
