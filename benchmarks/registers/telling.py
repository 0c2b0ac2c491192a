"""What the costs say: a table of what was promised and what it is, every step, and the line through the sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.registers.fitting import Fit, Points, fit
from benchmarks.registers.measured import Cost
from benchmarks.registers.running import TURNED, Plan, told

Costs = dict[str, Cost]


@dataclass(frozen=True)
class Promise:
    """One target of the benchmark; `is_kept` where the figure is on its side."""

    what: str
    figure: str
    target: str
    is_kept: bool

    def line(self) -> str:
        """Return it as a line of the table."""
        return f"{'kept' if self.is_kept else 'MISSED':7} {self.what}: {self.figure} (promised: {self.target})"


def promises(plan: Plan, costs: Costs) -> Iterator[Promise]:
    """Yield what issue and design promise of a country, with what this run measured."""
    size = f"{plan.national:g}"
    ours = turns_of("take kbo", size, costs)
    memory = max(one.peak_mb for one in ours)
    for peer, most in (("duckdb", 3.0), ("cbe", 1 / 6)):
        if theirs := turns_of(peer, size, costs):
            ratio = median(own.seconds / one.seconds for own, one in zip(ours, theirs, strict=False))
            figure = f"{ratio:.2f} ×" if most > 1 else f"{1 / ratio:.1f} times faster"
            target = f"at most {most:g} ×" if most > 1 else f"at least {1 / most:g} times faster"
            yield Promise(f"intake of the Crossroads Bank beside {peer}", figure, target, ratio <= most)
    yield _under("memory of that intake", memory, 1500, "MB")
    changed = costs[f"update {size}"]
    yield _under(f"update of {plan.entities:,} entities", changed.said["own_seconds"], 5, "s")
    yield _under("… with rules and libraries", changed.seconds, 5, "s")
    yield _under("memory of the demo that writes the country", costs[f"make {size}"].peak_mb, 4000, "MB")
    first, again = costs[f"chain {size}"], costs[f"chain again {size}"]
    yield _under("establish, measure, assess, select, libraries too", again.seconds, 60, "s")
    yield _under("… the first time, when the outlines of the cantons are made", first.seconds, 60, "s")
    yield _under("memory of that", again.peak_mb, 2000, "MB")
    yield _under("… the first time", first.peak_mb, 2000, "MB")
    ratio = costs[f"locate {size}"].said["ratio"]
    figure = f"{ratio['median']:.2f} times faster ({ratio['min']:.2f} to {ratio['max']:.2f})"
    yield Promise("locating beside sjoin of geopandas", figure, "at least 3 times faster", ratio["median"] >= 3)


def _under(what: str, figure: float, most: float, unit: str) -> Promise:
    shown = f"{figure:.1f}" if unit == "s" else f"{figure:,.0f}"
    return Promise(what, f"{shown} {unit}", f"under {most:,} {unit}", figure < most)


def turns_of(what: str, size: str, costs: Costs) -> list[Cost]:
    """Return the costs of a step that was repeated."""
    return [cost for name, cost in costs.items() if name.startswith(f"{what} {size} #")]


def lines(plan: Plan, costs: Costs, machine: dict[str, Any], date: str) -> Iterator[str]:
    """Yield the lines of the report."""
    versions = {name.split()[0]: cost.said["version"] for name, cost in costs.items() if "version" in cost.said}
    peers = ", ".join(f"{peer} {version}" for peer, version in versions.items())
    loads = [cost.load for cost in costs.values()]
    yield f"{machine['cpu']}, two cores, Python {machine['python']}, {peers}; {date}"
    yield (
        f"load {min(loads):.0f} to {max(loads):.0f}: seconds are of the processor, of a process and its children, "
        "importing included"
    )
    yield ""
    yield from (promise.line() for promise in promises(plan, costs))
    size = f"{plan.national:g}"
    yield from ("", f"what is read: {size} times the national size")
    made = costs[f"make {size}"]
    yield "  " + ", ".join(f"{name} {rows:,}" for name, rows in made.said["rows"].items() if name.startswith("kbo/"))
    yield f"  {made.said['bytes'] / 1e6:,.0f} MB in all registers"
    yield from ("", *_intake(plan, costs))
    yield from ("", *_chains(plan, costs))
    yield from ("", *_located(costs[f"locate {size}"].said))
    yield from ("", *_linear(plan, costs))
    yield from ("", "every step", *(f"  {name}: {told(cost)}" for name, cost in costs.items()))


def _intake(plan: Plan, costs: Costs) -> Iterator[str]:
    size = f"{plan.national:g}"
    ours = median(one.seconds for one in turns_of("take kbo", size, costs))
    yield "intake: every file into Parquet; ours judged line by line, cbe into SQLite, the others unvalidated"
    for what in ("take kbo", *plan.peers):
        every = turns_of(what, size, costs)
        seconds = [one.seconds for one in every]
        spread = f" ({min(seconds):.1f} to {max(seconds):.1f})" if len(seconds) > 1 else ""
        said = every[0].said
        rows = said.get("rows", said.get("read"))
        yield (
            f"  {what:9} {median(seconds):7.1f} s{spread}, {max(one.peak_mb for one in every):,.0f} MB, {rows:,} rows; "
            f"ours is {ours / median(seconds):.2f} × that"
        )
    pairs = zip(turns_of("take kbo", size, costs), turns_of(TURNED, size, costs), strict=False)
    yield f"  ours / {TURNED} in each turn: " + ", ".join(f"{a.seconds / b.seconds:.2f}" for a, b in pairs)


def _chains(plan: Plan, costs: Costs) -> Iterator[str]:
    yield "chain, one process, persons sealed: memory is the most so far"
    for what in (f"chain again {plan.national:g}", *(f"chain {times:g}" for times in sorted(plan.factors))):
        steps = costs[what].said["steps"]
        each = (
            f"{one['name']} {one['seconds']:.1f} s, {one['peak_mb']:,.0f} MB {_noted(one['what'])}" for one in steps
        )
        yield f"  {what} ×: " + "; ".join(one.strip() for one in each)


def _noted(what: str) -> str:
    return f"({what})" if what else ""


def _located(said: dict[str, Any]) -> Iterator[str]:
    ratio = said["ratio"]
    yield f"locating {said['points']:,} points of the address register, in turns, the same answers asserted"
    yield (
        f"  sjoin / locate: min {ratio['min']:.2f}, median {ratio['median']:.2f}, max {ratio['max']:.2f}; "
        f"median {said['with_geometries']:.2f} with the making of its geometries"
    )
    for one in said["turns"]:
        yield f"  locate {one['locate']:.2f} s, sjoin {one['sjoin']:.2f} s, geometries {one['geometries']:.2f} s"


def sized(plan: Plan, costs: Costs) -> dict[str, Points]:
    """Return what is fitted: times the national size and processor seconds, by what they were for."""
    sizes = [(times, f"{times:g}") for times in sorted(plan.factors)]
    return {
        "intake of the Crossroads Bank": [
            (t, median(c.seconds for c in turns_of("take kbo", s, costs))) for t, s in sizes
        ],
        "intake of eleven other registers": [(t, costs[f"take others {s}"].seconds) for t, s in sizes],
        "establish, measure, assess, select": [(t, costs[f"chain {s}"].seconds) for t, s in sizes],
    }


def _linear(plan: Plan, costs: Costs) -> Iterator[str]:
    yield "cost over size: seconds = fixed + slope × times the national size, least squares"
    for what, points in sized(plan, costs).items():
        if len(points) > 1:
            yield f"  {what}: {_fitted(fit(points))}"
            yield "    " + ", ".join(f"{times:g} ×: {seconds:.1f} s" for times, seconds in points)
    memory = (f"{t:g} ×: {_memory(f'{t:g}', costs)}" for t in sorted(plan.factors))
    yield "  memory at most, intake of the Crossroads Bank / of the others / chain: " + ", ".join(memory)


def _memory(size: str, costs: Costs) -> str:
    kbo = max(one.peak_mb for one in turns_of("take kbo", size, costs))
    others = costs[f"take others {size}"].peak_mb
    return f"{kbo:,.0f} / {others:,.0f} / {costs[f'chain {size}'].peak_mb:,.0f} MB"


def _fitted(line: Fit) -> str:
    return (
        f"{line.fixed:.1f} + {line.slope:.1f} × times, R² {line.r_squared:.4f}, worst deviation {line.worst:.1%}, "
        f"exponent {line.exponent:.2f}"
    )
