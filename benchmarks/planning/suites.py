"""What a benchmark runs: each suite as the runs it is made of."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from benchmarks.planning import small, styles
from benchmarks.planning.engines import PEERS, SEEDLESS
from benchmarks.planning.one import Run
from benchmarks.planning.weeks import HELD_OUT_SEEDS, SIZES, TUNING_SEEDS

SEEDS = {"tuning": TUNING_SEEDS, "heldout": HELD_OUT_SEEDS}
LIMITS = {
    "weeks": (10.0, 30.0),
    "small": (2.0,),
    "styles": (10.0, 30.0),
    "three": (2.0, 30.0),
    "bound": (30.0,),
    "replan": (5.0,),
}
PROOF_SECONDS = 300.0
REPLAN_MOST = 1000  # candidates of a week that is replanned
NAMES = ("weeks", "small", "styles", "three", "scaling", "bound", "replan")


def runs(
    what: str,
    *,
    limits: Sequence[float] | None,
    weeks: Sequence[int],
    reference_seconds: float,
    engines: Sequence[str] | None,
    sizes: Sequence[int] = SIZES,
    engine_seeds: Sequence[int] = (1,),
) -> list[Run]:
    """Return the runs of a suite, each once.

    limits
        Seconds of search; None takes those of the suite.
    weeks
        Seeds of district weeks.
    reference_seconds
        Limit of the runs of every engine that give `styles` its best known values; 0 leaves them out.
    engines
        Only these; None takes those of the suite.
    engine_seeds
        Seeds of engines that take one.
    """
    chosen = limits or LIMITS.get(what, (0.0,))
    asked = {
        "weeks": _weeks(chosen, weeks, sizes),
        "small": _small(chosen),
        "styles": _styles(chosen, reference_seconds),
        "three": _three(chosen, weeks, sizes),
        "scaling": _scaling(weeks, sizes),
        "bound": _bound(chosen, weeks),
        "replan": _replan(chosen, weeks, [size for size in sizes if size <= REPLAN_MOST]),
    }[what]
    found = [(name, engine, seconds) for name, engine, seconds in asked if engines is None or engine in engines]
    return _seeded(what, found, engine_seeds)


def _seeded(what: str, found: Iterable[tuple[str, str, float]], engine_seeds: Sequence[int]) -> list[Run]:
    made = {}
    for name, engine, seconds in found:
        seedless = engine in (*SEEDLESS, "bound", "cpsat")
        for seed in engine_seeds[:1] if seedless else engine_seeds:
            run = Run(what=what, instance=name, engine=engine, seed=seed, seconds=seconds)
            made[run.key] = run
    return list(made.values())


def _weeks(limits: Sequence[float], weeks: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[str, str, float]]:
    """Fifteen teams, every engine."""
    for size, seed in product(sizes, weeks):
        yield f"fifteen-{size}-{seed}", "greedy", 0.0
        for seconds, engine in product(limits, ("ours", *PEERS)):
            yield f"fifteen-{size}-{seed}", engine, seconds


def _small(limits: Sequence[float]) -> Iterator[tuple[str, str, float]]:
    """Small weeks: the proof, the bound, and ours."""
    for name in small.names():
        yield name, "cpsat", PROOF_SECONDS
        yield name, "bound", 0.0
        for seconds in limits:
            yield name, "ours", seconds


def _styles(limits: Sequence[float], reference_seconds: float) -> Iterator[tuple[str, str, float]]:
    """Instances of the published kinds: ours and the others at the limits, and all of them much longer."""
    for name in styles.names():
        yield name, "greedy", 0.0
        for seconds, engine in product(limits, ("ours", "pyvrp", "ortools")):
            yield name, engine, seconds
    if reference_seconds:
        for name, engine in product(styles.names(), ("ours", "pyvrp", "ortools")):
            yield name, engine, reference_seconds


def _three(limits: Sequence[float], weeks: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[str, str, float]]:
    """Three teams with night shifts: ours with every rule of work, and a head-to-head without the break."""
    for size, seed in product(sizes, weeks):
        yield f"three-{size}-{seed}-breaks", "greedy", 0.0
        for seconds in limits:
            yield f"three-{size}-{seed}-breaks", "ours", seconds
        yield f"three-{size}-{seed}", "greedy", 0.0
        for engine in ("ours", *PEERS):
            yield f"three-{size}-{seed}", engine, 10.0


def _scaling(weeks: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[str, str, float]]:
    """The greedy start and a fixed number of steps at every size, both rosters: what they cost."""
    for roster, size, seed, engine in product(("fifteen", "three"), sizes, weeks, ("greedy", "steps")):
        yield f"{roster}-{size}-{seed}", engine, 0.0


def _bound(limits: Sequence[float], weeks: Sequence[int]) -> Iterator[tuple[str, str, float]]:
    """How near the best possible our plans of 1000 candidates are, with and without the break of a long day."""
    for seed, suffix in product(weeks, ("", "-breaks")):
        yield f"fifteen-1000-{seed}{suffix}", "bound", 0.0
        for seconds in limits:
            yield f"fifteen-1000-{seed}{suffix}", "ours", seconds


def _replan(limits: Sequence[float], weeks: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[str, str, float]]:
    """One of fifteen teams falls ill on Wednesday: every rule of work, our core alone."""
    for size, seed, seconds in product(sizes, weeks, limits):
        yield f"fifteen-{size}-{seed}-breaks", "replan", seconds
