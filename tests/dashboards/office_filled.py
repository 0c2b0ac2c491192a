"""A form of a page as a browser holds it: what stands in its fields, what is ticked, and what goes when it is sent."""

from html.parser import HTMLParser
from typing import Any

from office_shell import Caller


class _Form(HTMLParser):
    """Reads the fields of the form that is sent to one address."""

    def __init__(self, action: str) -> None:
        super().__init__(convert_charrefs=True)
        self.action, self.is_inside, self.area, self.select = action, False, "", ""
        self.fields: dict[str, str] = {}
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        marks = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_inside = marks.get("action") == self.action
        if not self.is_inside:
            return
        name = marks.get("name", "")
        if tag in ("input", "textarea", "select"):
            self.names.add(name)
        if tag == "input" and marks.get("type") in ("checkbox", "radio"):
            if "checked" in marks:
                self.fields[name] = marks["value"]
        elif tag == "input":
            self.fields[name] = marks.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in marks or self.select not in self.fields):
            self.fields[self.select] = marks["value"]

    def handle_data(self, data: str) -> None:
        """Take the words of a field of several lines."""
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        """End a field, or the form."""
        if tag == "textarea":
            self.area = ""
        if tag == "form":
            self.is_inside = False


def fields_in(page: str, action: str) -> dict[str, str]:
    """Return what the form of a page would send as it stands."""
    form = _Form(action)
    form.feed(page)
    assert form.names, f"no form is sent to {action}"
    return form.fields


def typed(page: str, action: str, **fields: str) -> dict[str, str]:
    """Return what it would send after somebody typed; a name has __ for a dot. A tick that goes is typed as ""."""
    form = _Form(action)
    form.feed(page)
    told = {name.replace("__", "."): value for name, value in fields.items()}
    unknown = {name for name in told if name not in form.names and name not in ("then", "quiet")}
    assert not unknown, f"no such field: {unknown}"
    return form.fields | told


def send(caller: Caller, way: str, action: str = "", **fields: str) -> Any:
    """Open a page, type, and send its form."""
    page = caller.get(way).text
    return caller.post(action or way, typed(page, action or way, **fields))
