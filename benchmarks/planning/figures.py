"""The figures of a report: rows picked and paired, means with their interval."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from benchmarks.planning.one import Row

# Student's t at 97.5 % for 1 to 30 degrees of freedom; beyond that the normal value is near enough
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)


@dataclass(frozen=True)
class Mean:
    """A mean of pairs and the half width of its 95 % interval (Student's t); None with a single pair."""

    mean: float
    half: float | None
    count: int

    def __str__(self) -> str:
        """Return "+3.21 ± 0.40", and "(zero inside)" where the interval does not exclude it."""
        if self.half is None:
            return f"{self.mean:+.2f} (one pair)"
        return f"{self.mean:+.2f} ± {self.half:.2f}" + ("" if abs(self.mean) > self.half else " (zero inside)")


def mean_of(values: Sequence[float]) -> Mean | None:
    """Return the mean with its interval, None without values."""
    if not values:
        return None
    if len(values) == 1:
        return Mean(values[0], None, 1)
    t = _T[len(values) - 2] if len(values) - 2 < len(_T) else 1.96
    return Mean(fmean(values), t * stdev(values) / sqrt(len(values)), len(values))


def usable(row: Row) -> bool:
    """Say whether a run gave a plan that keeps every rule."""
    return row["status"] in ("found", "optimal") and not row["violations"]


def best_known(rows: Iterable[Row]) -> dict[str, tuple[int, float]]:
    """Return for each instance the most required visits placed and then the most value, of all engines and seeds."""
    best: dict[str, tuple[int, float]] = {}
    for row in rows:
        if usable(row):
            name, found = row["instance"], (row["required_placed"], row["value"])
            best[name] = max(best.get(name, found), found)
    return best


def of(rows: Iterable[Row], engine: str, seconds: float | None = None) -> list[Row]:
    """Return the runs of an engine at a limit; greedy and others without one are at every limit."""
    return [r for r in rows if r["engine"] == engine and (seconds is None or r["seconds"] in (0, seconds))]


def value_by_instance(rows: Iterable[Row]) -> dict[str, float]:
    """Return the mean value over seeds of each instance; a run that found nothing or broke a rule counts 0."""
    values: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row["status"] != "failed":
            values[row["instance"]].append(row["value"] if usable(row) else 0.0)
    return {name: fmean(each) for name, each in values.items()}


def gain_percent(ours: Iterable[Row], theirs: Iterable[Row]) -> Mean | None:
    """Return how much more value ours has, in per cent of theirs, paired by instance; pairs in which they have none
    are left out, and are counted in the report as nothing found."""
    one, two = value_by_instance(ours), value_by_instance(theirs)
    return mean_of([100 * (one[name] / two[name] - 1) for name in sorted(one) if two.get(name, 0.0) > 0])


def gaps_percent(rows: Iterable[Row], best: dict[str, tuple[int, float]]) -> list[float]:
    """Return the gap of each run to the best known value, in per cent of it; a run without a plan has a gap of 100."""
    gaps = []
    for row in rows:
        known = best.get(row["instance"], (0, 0.0))[1]
        if known > 0 and row["status"] != "failed":
            gaps.append(100 * (1 - (row["value"] if usable(row) else 0.0) / known))
    return gaps


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join("–" if each is None else str(each) for each in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def number(values: Sequence[float], digits: int = 2) -> str | None:
    """Return the mean of what is there, rounded."""
    return f"{fmean(values):.{digits}f}" if values else None
