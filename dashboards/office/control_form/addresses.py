"""The pages of a control that is filled in, each at an address under the id of its draft."""

from typing import Final

VISIT, PERSONS, PLACE, SITE, END = "visit", "persons", "place", "site", "end"
PAGES: Final = (VISIT, PERSONS, PLACE, SITE, END)
