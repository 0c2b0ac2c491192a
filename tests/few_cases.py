"""Of the many cases of a test some are tried in every run, the others in `make battery`: none is dropped.

`@pytest.mark.few(3)` names how many: evenly spread over the cases in their order, the first and the last among them.
Cases that are the battery's already (the same act on PostgreSQL) take no place of one that would be tried.
"""

from collections.abc import Iterable

import pytest


def leave_to_battery(items: Iterable[pytest.Item]) -> None:
    """Mark for the battery the cases that are not tried in every run."""
    cases: dict[tuple[str, str, int], list[pytest.Item]] = {}
    for item in items:
        mark = item.get_closest_marker("few")
        if mark is not None and item.get_closest_marker("battery") is None:
            cases.setdefault((str(item.path), item.name.partition("[")[0], *mark.args), []).append(item)
    for (_, _, wanted), mine in cases.items():
        kept = spread(len(mine), wanted)
        for n, item in enumerate(mine):
            if n not in kept:
                item.add_marker(pytest.mark.battery)


def spread(many: int, wanted: int) -> set[int]:
    """Return which of many cases are tried in every run: the first, the last, and others evenly between.

    Arguments: `wanted` one or more; a test of which no case is tried in every run is the battery's.
    """
    if wanted == 1:
        return {0}
    return {round(n * (many - 1) / (wanted - 1)) for n in range(wanted)}
