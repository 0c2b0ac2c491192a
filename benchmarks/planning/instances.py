"""Every instance by its name, so that a run is said in a few words and can be made again."""

from pathlib import Path
from typing import cast

from benchmarks.planning import small, styles
from benchmarks.planning.files import read_instance
from benchmarks.planning.problem import Problem, district
from benchmarks.planning.weeks import Roster


def instance(name: str, path: str | None = None, routes: int | None = None, decimals: int | None = None) -> Problem:
    """Return the problem of that name.

    Names: "fifteen-1000-11" and "three-300-11-breaks" (roster, candidates, seed, the break of a long day), those of
    `small.names()` and of `styles.names()`; with a `path`, whatever others' file holds.
    """
    if path is not None:
        return read_instance(Path(path), routes=routes, decimals=decimals)
    head, *rest = name.split("-")
    if head in ("fifteen", "three"):
        return district(int(rest[1]), int(rest[0]), cast(Roster, head), breaks=rest[2:] == ["breaks"])
    if head == "small":
        return small.small_week(name)
    return styles.styled(name)
