"""A table of counts as JSON: what `vigie release propose` reads, and what the store seals."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, ValidationError

from inspection.errors import ReferralFault
from inspection.reporting.disclosure.count_table import CountTable, Dimension


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Dimension(_Strict):
    """Categories with their atoms (a list that is empty: the category is its own atom), and groups of categories."""

    name: str
    categories: dict[str, list[str]]
    groups: dict[str, list[str]] = {}


class _File(_Strict):
    figure: str
    facets: list[str]
    dimensions: list[_Dimension]
    counts: list[Annotated[tuple[list[str], NonNegativeInt], Field(strict=False)]]
    scope: dict[str, list[str]] = {}
    impossible: list[list[str]] = []


def read_count_table(raw: Any) -> CountTable:
    """Return the table that a JSON value describes; cases that stand on several lines add up.

    Errors: `ReferralFault` 920 where the value has another shape, telling the place and never what stands there; 921,
    924 to 929, 960 or 963 where it contradicts itself.
    """
    try:
        read = _File.model_validate(raw)
    except ValidationError as refused:
        place = ".".join(map(str, refused.errors()[0]["loc"])) or "the file"
        raise ReferralFault("REFER-920", place=place) from None
    counts: dict[tuple[str, ...], int] = {}
    for atoms, count in read.counts:
        counts[tuple(atoms)] = counts.get(tuple(atoms), 0) + count
    return CountTable(
        figure=read.figure,
        dimensions=tuple(_dimension(d) for d in read.dimensions),
        facets=tuple(read.facets),
        counts=counts,
        scope=tuple((name, frozenset(atoms)) for name, atoms in sorted(read.scope.items())),
        impossible=frozenset(map(tuple, read.impossible)),
    )


def count_table_json(table: CountTable) -> Mapping[str, Any]:
    """Return a table as the JSON value that reads back as the same table."""
    return {
        "figure": table.figure,
        "facets": list(table.facets),
        "dimensions": [
            {
                "name": d.name,
                "categories": {name: sorted(atoms) for name, atoms in d.categories},
                "groups": {name: list(members) for name, members in d.groups},
            }
            for d in table.dimensions
        ],
        "counts": [[list(atoms), count] for atoms, count in sorted(table.counts.items()) if count],
        "scope": {name: sorted(atoms) for name, atoms in table.scope},
        "impossible": sorted(map(list, table.impossible)),
    }


def _dimension(read: _Dimension) -> Dimension:
    return Dimension(
        read.name,
        tuple((name, frozenset(atoms or [name])) for name, atoms in read.categories.items()),
        tuple((name, tuple(members)) for name, members in read.groups.items()),
    )
