"""The addresses of the shelf with its filters, and of a document."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

DOCUMENTS = "/documents"
CALENDAR = f"{DOCUMENTS}/calendar"
SORTS = ("told", "what", "period")


@dataclass(frozen=True)
class Chosen:
    """What of the shelf is shown, and in which order; `all_of_it` also what is beyond the first page."""

    kind: str = ""
    year: str = ""
    sort: str = SORTS[0]
    all_of_it: bool = False

    def but(self, **changed: str) -> str:
        """Return the address of the shelf with something else chosen."""
        return shelf_address(replace(self, **changed))  # type: ignore[arg-type]


def chosen_in(query: dict[str, str]) -> Chosen:
    """Return what an address chooses; what is unknown chooses nothing."""
    sort = query.get("sort", "")
    return Chosen(
        kind=query.get("kind", "")[:20],
        year=query.get("year", "")[:4],
        sort=sort if sort in SORTS else SORTS[0],
        all_of_it=query.get("all") == "1",
    )


def shelf_address(chosen: Chosen) -> str:
    """Return the address of the shelf as it is chosen."""
    named = {
        "kind": chosen.kind,
        "year": chosen.year,
        "sort": "" if chosen.sort == SORTS[0] else chosen.sort,
        "all": "1" if chosen.all_of_it else "",
    }
    told = {name: value for name, value in named.items() if value}
    return f"{DOCUMENTS}?{urlencode(told)}" if told else DOCUMENTS


def document_address(kind: str, key: str) -> str:
    """Return the address of a document."""
    return f"{DOCUMENTS}/{kind}/{key}"
