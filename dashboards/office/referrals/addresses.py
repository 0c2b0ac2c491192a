"""The addresses of the board with its filters, of what stands beside it, and of a case."""

import re
from urllib.parse import urlencode

from inspection.acts.board import TABS, Filters

BOARD = "/board"
ENTRY, BREACHES = f"{BOARD}/entry", f"{BOARD}/breaches"
_NO_DIGIT = re.compile(r"[^\d]")
_COUNTRY = "+32"


def filters_in(query: dict[str, str]) -> Filters:
    """Return the filters that an address names; what is unknown filters nothing."""
    tab = query.get("tab", "")
    return Filters(
        tab=next((one for one in TABS if one == tab), TABS[0]),
        district=query.get("district") or None,
        office=query.get("office") or None,
        mine=query.get("mine") == "1",
        text=query.get("q", "").strip()[:100],
    )


def query_of(filters: Filters, **changed: str) -> str:
    """Return the filters as they stand in an address, "" for none; with "?" before."""
    named = {
        "tab": "" if filters.tab == TABS[0] else filters.tab,
        "district": filters.district or "",
        "office": filters.office or "",
        "mine": "1" if filters.mine else "",
        "q": filters.text,
        **changed,
    }
    told = {name: value for name, value in named.items() if value and (name, value) != ("tab", TABS[0])}
    return f"?{urlencode(told)}" if told else ""


def case_address(reference: str) -> str:
    """Return the address of a case."""
    return f"{BOARD}/{reference}"


def changes_address(reference: str) -> str:
    """Return the address of what changes in a case after it left."""
    return f"{BOARD}/{reference}/changes"


def links_address(reference: str) -> str:
    """Return the address of what links a case to others."""
    return f"{BOARD}/{reference}/links"


def dialled(number: str) -> str:
    """Return the address by which a browser dials a number; a short one, such as 112, is dialled as it is."""
    digits, written = _NO_DIGIT.sub("", number), number.strip()
    if written.startswith("+"):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    return f"tel:{_COUNTRY}{digits[1:]}" if digits.startswith("0") else f"tel:{digits}"
