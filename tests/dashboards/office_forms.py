"""Every form of office and portal, found in the templates: the fields that somebody types in, and which are kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DASHBOARDS = Path(__file__).parents[2] / "dashboards"
# Types of `input` into which nothing is typed: a choice, a tick, a file that lies elsewhere, what the page itself says.
_CHOSEN = {"checkbox", "radio", "file", "hidden", "submit", "button"}
_SAID = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_LOGIC = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"<(input|textarea|select)\b([^<>]*)>")
_FORM = re.compile(r"<form\b([^<>]*)>(.*?)</form>", re.DOTALL)
_MACRO = {"line": "{}", "choice": "{}", "text": "{}.words", "field": "{}"}  # that draw a field, and its key
_HOUSE_OF = {"text": "portal/_forms.html"}  # others have a word of that name
_CALLED = re.compile(r"\{\{\s*(line|choice|text|field)\(\s*\"([a-z_0-9.]+)\"(\s*~)?")


@dataclass(frozen=True)
class Field:
    """A field of a template; `name` and `key` as they stand there, with what is only known when it is drawn as ‹…›."""

    template: str
    name: str
    is_typed: bool
    key: str


def templates() -> dict[str, str]:
    """The text of each template, by its path below the folder of templates."""
    found = {}
    for folder in sorted(DASHBOARDS.rglob("templates")):
        for path in sorted(folder.rglob("*.html")):
            house = "portal/" if "portal" in folder.parts else ""
            found[f"{house}{path.relative_to(folder).as_posix()}"] = path.read_text(encoding="utf-8")
    return found


def plain(text: str) -> str:
    """A template without its logic: what it says when it is drawn stands as ‹…›, without a quote or a bracket."""
    said = _SAID.sub(lambda one: "‹" + re.sub(r"[\"'<>]", "", one[1]).strip() + "›", text)
    return _LOGIC.sub("", said)


@cache
def fields() -> tuple[Field, ...]:
    """Every field of every template."""
    return tuple(_fields())


def _fields() -> Iterator[Field]:
    for template, text in templates().items():
        for tag, marks in _TAG.findall(plain(text)):
            kind = _mark(marks, "type") or "text"
            yield Field(
                template, _mark(marks, "name"), tag != "select" and kind not in _CHOSEN, _mark(marks, "data-keep")
            )


def _mark(marks: str, name: str) -> str:
    found = re.search(rf"\s{name}=\"([^\"]*)\"", marks)
    return found[1] if found else ""


def asking_forms() -> list[tuple[str, str]]:
    """The forms that only ask, and what stands in them, by their template."""
    return [
        (template, inside)
        for template, text in templates().items()
        for marks, inside in _FORM.findall(plain(text))
        if _mark(marks, "method") == "get"
    ]


@cache
def kept_keys() -> dict[str, tuple[str, ...]]:
    """What the keys of kept fields look like, as patterns, by their template; those of macros that it calls too."""
    found: dict[str, set[str]] = {}
    for one in fields():
        if one.key and not re.fullmatch(r"‹(name|kind›\.‹name)›", one.key):  # of a macro: where it is called
            found.setdefault(one.template, set()).add(_pattern(one.key))
    for template, text in templates().items():
        for macro, name, goes_on in _CALLED.findall(text):
            if _HOUSE_OF.get(macro, template).split("/")[0] == template.split("/")[0]:
                key = _MACRO[macro].format(name)
                found.setdefault(template, set()).add(re.escape(key) + (".+" if goes_on else ""))
    return {template: tuple(sorted(keys)) for template, keys in found.items()}


def _pattern(key: str) -> str:
    return "".join(".+" if part.startswith("‹") else re.escape(part) for part in re.findall(r"‹[^›]*›|[^‹]+", key))
