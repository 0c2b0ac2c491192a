"""The addresses of a control that is filled in: a page each, under the id of its draft."""

from typing import Final

CONTROL: Final = "/control"
VISIT, PERSONS, PLACE, SITE, END = "visit", "persons", "place", "site", "end"
PAGES: Final = (VISIT, PERSONS, PLACE, SITE, END)


def form_address(draft: str, *parts: str | int) -> str:
    """Return the address of a page; without `parts` of the form as a whole, which leads to its first page."""
    return "/".join((CONTROL, draft, *map(str, parts)))
