"""Mistakes that a jurist makes in a rule file: each kind as a change of its text, and each place to which it applies.

A place is a key with its value, somewhere in an entry. Only the entry is read again, at the lines where it stands, and
laid among all the others, which are those of the product: so thousands of mistakes can be tried.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from sectors.reader import RuleFault, check_rules
from sectors.reader.branches import gather_sectors
from sectors.reader.checking import check_all
from sectors.reader.fault import Faults
from sectors.reader.laying import resolve
from sectors.reader.lines import Entry, RuleFile, read_lines
from sectors.reader.loading import _NO_RULES, OWN_RULES, _all_contents, _contents, _read_all
from sectors.reader.reading import Keyed, read_whole
from sectors.reader.tables import TABLES, gather
from sectors.rules import catalogue

_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_SPAN = re.compile(r"\d\d:\d\d")
_EXPRESSIONS = {"when", "relevant", "constraint", "concerns"}
_HEAD = {"defaults", "last_reviewed", "note"}


@dataclass(frozen=True)
class Place:
    """A key with its value in an entry of a file: where it begins and ends in the file's text.

    pattern
        Its path with `*` for what is named freely: `offences.*.label.fr`.
    """

    file: str
    table: str
    entry: str
    path: tuple[str, ...]
    key: tuple[int, int]
    value: tuple[int, int]
    node: yaml.Node
    block: tuple[int, int]

    @property
    def name(self) -> str:
        """The key."""
        return self.path[-1]

    @property
    def pattern(self) -> str:
        """Its path, without what is named freely."""
        known = _names()
        named = [part if part in known else "dated" if _DATE.fullmatch(part) else "*" for part in self.path]
        return ".".join((self.table if self.table != "sector" else "sector", *named))


@dataclass(frozen=True)
class Mistake:
    """A kind of mistake at a place."""

    kind: str
    place: Place


@cache
def _names() -> frozenset[str]:
    """Every field that some model of the rules has."""
    found = {"from", "dated", "adjacent", "split", "why", "bins", "missing"}
    models: list[type[BaseModel]] = [catalogue.Frozen]
    while models:
        model = models.pop()
        found |= set(model.model_fields)
        models += model.__subclasses__()
    return frozenset(found)


@cache
def texts() -> Mapping[str, str]:
    """The product's own rule files."""
    return {name: raw.decode() for name, raw in _contents(OWN_RULES, "sectors") if name != _NO_RULES}


@cache
def places(file: str) -> tuple[Place, ...]:
    """Every key with its value in the entries of a file."""
    return tuple(_places(file))


def _places(file: str) -> Iterator[Place]:
    text = texts()[file]
    root = yaml.compose(text, yaml.CSafeLoader)
    assert isinstance(root, yaml.MappingNode)
    keys = [key.value for key, _ in root.value]
    yield from _heads(file, root)
    if "key" in keys:
        whole = (0, len(text))
        yield from _below(file, "sector", "", root, (), whole, {"key", *_HEAD})
        return
    for table, entries in root.value:
        if table.value in _HEAD or not isinstance(entries, yaml.MappingNode):
            continue
        if TABLES[table.value].id_field is None:
            block = (table.start_mark.index, entries.end_mark.index)
            yield from _below(file, table.value, "", entries, (), block, set())
            continue
        for entry, fields in entries.value:
            if isinstance(fields, yaml.MappingNode):
                block = (entry.start_mark.index, fields.end_mark.index)
                yield from _below(file, table.value, entry.value, fields, ("*",), block, set())


def _heads(file: str, root: yaml.MappingNode) -> Iterator[Place]:
    """What a file says once for all of its entries."""
    for key, value in root.value:
        if key.value in ("defaults", "last_reviewed"):
            ends = (key.start_mark.index, key.end_mark.index), (value.start_mark.index, value.end_mark.index)
            yield Place(file, "head", "", (key.value,), *ends, value, (0, 0))
            if isinstance(value, yaml.MappingNode):
                yield from _below(file, "head", "", value, (key.value,), (0, 0), set())


def _below(
    file: str,
    table: str,
    entry: str,
    node: yaml.MappingNode,
    path: tuple[str, ...],
    block: tuple[int, int],
    but: set[str],
) -> Iterator[Place]:
    for key, value in node.value:
        if key.value in but:
            continue
        here = (*path, key.value)
        ends = (key.start_mark.index, key.end_mark.index), (value.start_mark.index, value.end_mark.index)
        yield Place(file, table, entry, here, *ends, value, block)
        inner = [value, *(value.value if isinstance(value, yaml.SequenceNode) else ())]
        for one in inner:
            if isinstance(one, yaml.MappingNode):
                yield from _below(file, table, entry, one, here, block, set())


# ── kinds: each returns the text that takes the place of value or key, or None where it does not apply

Kind = Callable[[Place, str], "Change | None"]


@dataclass(frozen=True)
class Change:
    """What stands in the file's text from `start` to `end` instead."""

    start: int
    end: int
    text: str


def _value(text: str) -> Callable[[Place], Change]:
    return lambda place: Change(*place.value, text)


def _is_scalar(place: Place) -> bool:
    return isinstance(place.node, yaml.ScalarNode)


def _kind_of(place: Place) -> str:
    """What a value is: text, word, whole, number, day, truth, null, list, mapping."""
    node = place.node
    if isinstance(node, yaml.SequenceNode):
        return "list"
    if isinstance(node, yaml.MappingNode):
        return "mapping"
    value, plain = node.value, not node.style
    if not plain:
        return "word" if _WORD.fullmatch(value) else "text"
    if value in ("null", "~", ""):
        return "null"
    if value in ("true", "false"):
        return "truth"
    if re.fullmatch(r"-?(0|[1-9]\d*)", value):
        return "whole"
    if re.fullmatch(r"-?(0|[1-9]\d*)\.\d+", value):
        return "number"
    if _DATE.fullmatch(value):
        return "day"
    return "word" if _WORD.fullmatch(value) else "text"


def _swapped(word: str) -> str:
    n = next((n for n in range(len(word) // 2, len(word)) if n and word[n - 1] != word[n]), 0)
    return word[: n - 1] + word[n] + word[n - 1] + word[n + 1 :] if n else word + word[-1:]


def _items(place: Place, text: str) -> list[str]:
    return [text[one.start_mark.index : one.end_mark.index] for one in place.node.value]


def _flow(place: Place, items: list[str]) -> Change | None:
    if not place.node.flow_style:  # type: ignore[attr-defined]
        return None
    return Change(*place.value, f"[{', '.join(items)}]")


def _line_of(place: Place, text: str) -> tuple[int, int]:
    """The key with its value, and what parts it from its neighbour."""
    start, end = place.key[0], place.value[1]
    before = text.rfind("\n", 0, start)
    if not text[before + 1 : start].strip():  # a line of its own
        stop = text.find("\n", max(end - 1, start))
        return before + 1, len(text) if stop < 0 else stop + 1
    after = re.compile(r"\s*,\s*").match(text, end)
    if after:
        return start, after.end()
    comma = text.rfind(",", 0, start)
    return (comma if comma > text.rfind("{", 0, start) else start), end


def _of(*kinds: str) -> Callable[[Place], bool]:
    return lambda place: _kind_of(place) in kinds


_ANY = _of("text", "word", "whole", "number", "day", "truth", "null", "list", "mapping")
Applies = Callable[[Place], bool]
KINDS: dict[str, tuple[Applies, Callable[[Place, str], Change | None]]] = {}


def _kind(name: str, applies: Applies) -> Callable[[Any], Any]:
    def keep(change: Callable[[Place, str], Change | None]) -> Any:
        KINDS[name] = (applies, change)
        return change

    return keep


def _simple(name: str, applies: Applies, value: str | Callable[[str], str]) -> None:
    def change(place: Place, text: str) -> Change:
        old = text[slice(*place.value)]
        return Change(*place.value, value if isinstance(value, str) else value(old))

    KINDS[name] = (applies, change)


@_kind("field missing", _ANY)
def _missing(place: Place, text: str) -> Change | None:
    return Change(*_line_of(place, text), "")


@_kind("key misspelt", lambda place: not _DATE.fullmatch(place.name))
def _misspelt(place: Place, text: str) -> Change:
    old = text[slice(*place.key)]
    return Change(*place.key, f'"{_swapped(old.strip(chr(34)))}"' if old.startswith('"') else _swapped(old))


@_kind("key in capitals", lambda place: place.name != place.name.upper())
def _capitals(place: Place, text: str) -> Change:
    return Change(*place.key, text[slice(*place.key)].upper())


@_kind("key twice", lambda place: _is_scalar(place) or bool(getattr(place.node, "flow_style", False)))
def _twice(place: Place, text: str) -> Change | None:
    own = text[place.key[0] : place.value[1]]
    line = _line_of(place, text)
    if text[line[0] : place.key[0]].strip() or line[0] == place.key[0]:  # within braces
        return Change(place.key[0], place.key[0], f"{own}, ")
    whole = text[slice(*line)]
    return Change(line[0], line[0], whole if whole.endswith("\n") else whole + "\n")


@_kind("unknown field beside", _ANY)
def _beside(place: Place, text: str) -> Change | None:
    line = _line_of(place, text)
    if text[line[0] : place.key[0]].strip() or line[0] == place.key[0]:
        return Change(place.key[0], place.key[0], "remark: sure, ")
    indent = text[line[0] : place.key[0]]
    return Change(line[0], line[0], f"{indent}remark: sure\n")


_simple(
    "a list instead", _of("text", "word", "whole", "number", "day", "truth", "null"), lambda old: f"[{old or 'null'}]"
)
_simple("a mapping instead", _of("text", "word", "whole", "number", "day", "truth", "list"), "{value: 1}")
_simple("null instead", _of("text", "word", "whole", "number", "day", "truth", "list", "mapping"), " null")
_simple("a number instead of a text", _of("text", "word"), "7")
_simple("true instead of a text", _of("text", "word"), "true")
_simple("a day instead of a text", _of("text", "word"), "2026-01-01")
_simple("an empty text", _of("text", "word"), '""')
_simple("a blank text", _of("text", "word"), '"  "')
_simple("a word instead of a mapping", _of("mapping"), " something\n")
_simple("a text instead of null", _of("null"), " something")

_NAME = _of("word")
_simple("a blank before a name", _NAME, lambda old: '" ' + old.strip('"') + '"')
_simple("a name misspelt", _NAME, lambda old: f'"{_swapped(old.strip(chr(34)))}"')
_simple("a name in the other case", _NAME, lambda old: f'"{old.strip(chr(34)).swapcase()}"')
_simple("an unknown name", _NAME, "nothing_of_the_kind")

_simple("a quoted number", _of("whole", "number"), lambda old: f'"{old}"')
_simple("a number below 0", _of("whole", "number"), lambda old: f"-{old}" if old.strip("0.") else "-1")
_simple("a fraction of a whole number", _of("whole"), lambda old: f"{old}.5")
_simple("a number with its unit", _of("whole", "number"), lambda old: f"{old} euro")
_simple("a number with a thousands sign", _of("whole"), lambda old: f"{old}'000")
_simple("true instead of a number", _of("whole", "number"), "true")
_simple("a word instead of a number", _of("whole", "number"), "three")
_simple(
    "a share or percentage beyond the whole",
    lambda place: (
        (_kind_of(place) == "number" and place.name in ("random_share", "value", "threshold"))
        or ("percent" in place.name and _kind_of(place) == "whole")
    ),
    "150",
)

_simple("a truth as text", _of("truth"), lambda old: f'"{old}"')
_simple("a truth as yes or no", _of("truth"), lambda old: "yes" if old == "true" else "no")
_simple("a truth as 0 or 1", _of("truth"), lambda old: "1" if old == "true" else "0")
_simple("a truth with a capital", _of("truth"), lambda old: old.capitalize())

_simple("a year far ahead", _of("day"), lambda old: "2205" + old[4:])
_simple("a year far back", _of("day"), lambda old: "0206" + old[4:])
_simple("no day of the calendar", _of("day"), lambda old: old[:4] + "-02-30")
_simple("day before month", _of("day"), lambda old: f"{old[8:]}-{old[5:7]}-{old[:4]}")
_simple("a day with slashes", _of("day"), lambda old: old.replace("-", "/"))
_simple("a year alone", _of("day"), lambda old: old[:4])


def _day_key(name: str, new: Callable[[str], str]) -> None:
    def change(place: Place, text: str) -> Change:
        return Change(*place.key, new(text[slice(*place.key)]))

    KINDS[name] = (lambda place: bool(_DATE.fullmatch(place.name)), change)


_day_key("a line of a year far ahead", lambda old: "2205" + old[4:])
_day_key("a line of a year far back", lambda old: "0206" + old[4:])
_day_key("a line of no day", lambda old: old[:4] + "-02-30")
_day_key("a line of a year alone", lambda old: old[:4])
_day_key("a line of day before month", lambda old: f"{old[8:]}-{old[5:7]}-{old[:4]}")
_day_key("a line before its entry", lambda old: "1950" + old[4:])


def _is_list(place: Place, least: int = 1) -> bool:
    return _kind_of(place) == "list" and len(place.node.value) >= least and bool(place.node.flow_style)  # type: ignore[attr-defined]


@_kind("an empty list", lambda place: _is_list(place))
def _empty(place: Place, text: str) -> Change | None:
    return Change(*place.value, "[]")


@_kind("one item instead of a list", lambda place: _is_list(place))
def _unwrapped(place: Place, text: str) -> Change | None:
    return Change(*place.value, _items(place, text)[0])


@_kind("an item twice", lambda place: _is_list(place))
def _item_twice(place: Place, text: str) -> Change | None:
    items = _items(place, text)
    return _flow(place, [*items, items[0]])


@_kind("null as an item", lambda place: _is_list(place))
def _null_item(place: Place, text: str) -> Change | None:
    return _flow(place, [*_items(place, text), "null"])


@_kind("a number as an item", lambda place: _is_list(place) and not _numbers(place))
def _number_item(place: Place, text: str) -> Change | None:
    return _flow(place, [*_items(place, text), "7"])


@_kind("an item misspelt", lambda place: _is_list(place) and _names_only(place))
def _item_misspelt(place: Place, text: str) -> Change | None:
    items = _items(place, text)
    return _flow(place, [f'"{_swapped(items[0].strip(chr(34)))}"', *items[1:]])


@_kind("an unknown item", lambda place: _is_list(place) and _names_only(place))
def _unknown_item(place: Place, text: str) -> Change | None:
    return _flow(place, [*_items(place, text), "nothing_of_the_kind"])


@_kind(
    "a range from large to small", lambda place: _is_list(place, 2) and _numbers(place) and len(place.node.value) == 2
)
def _swapped_range(place: Place, text: str) -> Change | None:
    items = _items(place, text)
    return _flow(place, items[::-1]) if items[0] != items[1] else None


@_kind("a range of three", lambda place: _is_list(place, 2) and _numbers(place) and len(place.node.value) == 2)
def _three(place: Place, text: str) -> Change | None:
    items = _items(place, text)
    return _flow(place, [*items, f"{items[1]}0"])


def _numbers(place: Place) -> bool:
    return all(isinstance(one, yaml.ScalarNode) and re.fullmatch(r"\d+(\.\d+)?", one.value) for one in place.node.value)


def _names_only(place: Place) -> bool:
    return all(isinstance(one, yaml.ScalarNode) and _WORD.fullmatch(one.value) for one in place.node.value)


# ── kinds of some fields only


def _named(*names: str) -> Applies:
    return lambda place: place.name in names and _is_scalar(place) and _kind_of(place) != "null"


_CONFIDENCE = lambda place: place.name.endswith("confidence") and _is_scalar(place)  # noqa: E731
_simple("a confidence that is none", _CONFIDENCE, "X")
_simple("a confidence in small letters", _CONFIDENCE, "h")
_simple("a confidence in words", _CONFIDENCE, "high")
_simple("an article with a letter for a digit", _named("article"), '"SPC 18l"')
_simple("an article without its code", _named("article"), '"Code 181"')
_simple("a law without its citation", _named("article"), '"law of 1 January 2027"')
_simple(
    "an expression cut off", _named(*_EXPRESSIONS), lambda old: f'"{old.strip(chr(34)).replace(chr(34), chr(39))} and"'
)
_simple("an expression with an unknown name", _named(*_EXPRESSIONS), "nothing_of_the_kind = true")
_simple("an expression in prose", _named(*_EXPRESSIONS), "the worker was not declared")
_simple("a time of no day", lambda place: bool(_SPAN.fullmatch(str(place.node.value))), '"31:75"')
_simple(
    "a time with an h", lambda place: bool(_SPAN.fullmatch(str(place.node.value))), lambda old: old.replace(":", "h")
)
_simple("a telephone number in words", _named("telephone", "number"), "ask the switchboard")
_simple("a level that does not exist", _named("level", "level_aggravated", "other_level"), "5")


@_kind("an offence that names itself", lambda place: place.table == "offences" and len(place.path) == 2)
def _itself(place: Place, text: str) -> Change | None:
    if place.name != "domain":
        return None
    return _added(place, text, f"excludes: [{place.entry}]")


@_kind("an offence that stands only with itself", lambda place: place.table == "offences" and len(place.path) == 2)
def _only_itself(place: Place, text: str) -> Change | None:
    if place.name != "domain":
        return None
    return _added(place, text, f"only_with: [{place.entry}]")


def _added(place: Place, text: str, field: str) -> Change | None:
    line = _line_of(place, text)
    if text[line[0] : place.key[0]].strip() or line[0] == place.key[0]:
        return Change(place.key[0], place.key[0], f"{field}, ")
    return Change(line[0], line[0], f"{text[line[0] : place.key[0]]}{field}\n")


@_kind("a language that is none", lambda place: place.name == "fr")
def _language(place: Place, text: str) -> Change | None:
    return Change(*place.key, "it")


@_kind("a tab before a key", lambda place: _kind_of(place) != "mapping")
def _tab(place: Place, text: str) -> Change | None:
    line = _line_of(place, text)
    is_own = not text[line[0] : place.key[0]].strip() and line[0] != place.key[0]
    return Change(line[0], place.key[0], "\t") if is_own else None


@_kind("a quote that does not end", _of("text"))
def _quote(place: Place, text: str) -> Change | None:
    old = text[slice(*place.value)]
    return Change(place.value[0], place.value[1], old[:-1]) if old[:1] == old[-1:] == '"' else None


@_kind("a bracket that does not end", lambda place: _is_list(place))
def _bracket(place: Place, text: str) -> Change | None:
    return Change(place.value[0], place.value[1], text[slice(*place.value)][:-1])


@_kind("no colon", lambda place: _kind_of(place) in ("word", "text", "whole"))
def _no_colon(place: Place, text: str) -> Change | None:
    colon = text.find(":", place.key[1])
    return Change(colon, colon + 1, " ")


# ── trying a mistake


def mistakes(file: str) -> Iterator[Mistake]:
    """Every mistake that applies to a place of a file."""
    for place in places(file):
        for kind, (applies, _) in KINDS.items():
            if applies(place):
                yield Mistake(kind, place)


@cache
def _own() -> tuple[tuple[RuleFile, ...], Any, Any]:
    faults = Faults()
    files = tuple(
        RuleFile(name, read_whole(text.encode(), name, faults) or Keyed(), local=False)
        for name, text in texts().items()
    )
    return files, gather_sectors(files, faults), gather(files, faults)


def changed(mistake: Mistake) -> str | None:
    """The whole text of the file with the mistake; None where the kind has nothing to change there."""
    text = texts()[mistake.place.file]
    change = KINDS[mistake.kind][1](mistake.place, text)
    if change is None or text[change.start : change.end] == change.text:
        return None
    return text[: change.start] + change.text + text[change.end :]


def faults_of(mistake: Mistake) -> list[RuleFault] | None:
    """What the reader finds; None where the mistake changes nothing. Only the entry is read again."""
    text, place = texts()[mistake.place.file], mistake.place
    change = KINDS[mistake.kind][1](place, text)
    if change is None or text[change.start : change.end] == change.text:
        return None
    faults = Faults()
    files, sectors, tables = _own()
    mine = next(file for file in files if file.name == place.file)
    if place.table == "head":
        own, _ = _all_contents((), OWN_RULES)
        whole = (text[: change.start] + change.text + text[change.end :]).encode()
        _read_all(tuple((name, whole if name == place.file else raw) for name, raw in own), (), faults)
        return faults
    if place.table == "sector":
        raw = read_whole((text[: change.start] + change.text + text[change.end :]).encode(), place.file, faults)
        if raw is None or faults:
            return faults
        found = gather_sectors((RuleFile(place.file, raw, local=False),), faults)
        return faults or list(check_all({**sectors, **found}, tables))
    raw = read_whole(_alone(place, text, change).encode(), place.file, faults)
    if raw is None or faults:
        return faults
    entry = _laid(place, raw, mine, faults)
    if faults:
        return faults
    table = {**tables[place.table], place.entry: entry}
    return list(check_all(sectors, {**tables, place.table: table}))


def _alone(place: Place, text: str, change: Change) -> str:
    """The entry with the mistake, at the lines where it stands in its file."""
    start = text.rfind("\n", 0, min(place.block[0], change.start)) + 1
    end = max(place.block[1], change.end)
    stop = text.find("\n", max(end - 1, 0))
    stop = len(text) if stop < 0 else stop + 1
    body = text[start : change.start] + change.text + text[change.end : max(stop, change.end)]
    lines = text.count("\n", 0, start)
    head = "\n" * (lines - 1) + f"{place.table}:\n" if place.entry else "\n" * lines
    return head + body


def _laid(place: Place, raw: Keyed, mine: RuleFile, faults: Faults) -> Entry[Any]:
    table = TABLES[place.table]
    fields = raw.get(place.table)
    at = raw.places.get(place.table, f"{place.file}, line 1")
    if place.entry and isinstance(fields, Keyed):
        fields, at = fields.get(place.entry), fields.places.get(place.entry, at)
    path = f"{place.table}.{place.entry}" if place.entry else place.table
    if not isinstance(fields, Keyed):
        faults.append(RuleFault("RULE-303", table=place.table, key=place.entry, place=at))
        return Entry(())
    around = RuleFile(mine.name, mine.raw, local=False)
    with faults.kept():
        lines = read_lines(around, fields, at, table.required, faults)
        return resolve(lines, path, lambda state, start: table.build(place.entry, state, start), faults)
    return Entry(())


def faults_of_the_whole(mistake: Mistake, folder: Path) -> tuple[RuleFault, ...]:
    """The same by the product's own way: every file is read from a folder that holds the mistake."""
    for name, text in texts().items():
        file = folder / name.partition("/")[2]
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = changed(mistake) if name == mistake.place.file else text
        file.write_text(whole or text, encoding="utf-8")
    return check_rules(root=folder).faults


def sampled(count: int, seed: int) -> list[Mistake]:
    """So many mistakes, each kind as often as others where it can be: seeded, so that a failure can be seen again."""
    chance = random.Random(seed)
    by_kind: dict[str, list[Mistake]] = {}
    for file in texts():
        for mistake in mistakes(file):
            by_kind.setdefault(mistake.kind, []).append(mistake)
    for found in by_kind.values():
        chance.shuffle(found)
    kept: list[Mistake] = []
    while len(kept) < count and any(by_kind.values()):
        for found in by_kind.values():
            while found:
                mistake = found.pop()
                if changed(mistake) is not None:
                    kept.append(mistake)
                    break
    return kept[:count]
