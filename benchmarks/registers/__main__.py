"""Registers of a whole country, peers beside us: python -m benchmarks.registers [--scratch DIR] [--resume].

Makes the country that `vigie demo --scale national` makes, takes it in beside DuckDB, Polars, pandas and cbe, takes an
update in, goes from establishing to selecting, locates its addresses beside geopandas; then takes in and selects a
tenth, a quarter, a half and twice of it. Figures go to benchmarks/results/registers-<date>.txt, the plot beside it.
Ends with an error where a promise is not kept.
"""

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

from benchmarks.registers.fitting import plot
from benchmarks.registers.running import Journal, Plan, carry_out, machine
from benchmarks.registers.telling import lines, promises, sized

RESULTS = Path(__file__).parents[1] / "results"


def main() -> int:
    """Run, print, keep."""
    given = ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    given.add_argument("--scratch", type=Path, default=Path(gettempdir(), "vigie-bench-registers"))
    given.add_argument("--resume", action="store_true", help="go on where the run in --scratch was stopped")
    given.add_argument("--times", type=float, default=1.0, help="of the national size where peers stand beside us")
    given.add_argument("--factors", type=float, nargs="+", default=[0.1, 0.25, 0.5, 1.0, 2.0])
    given.add_argument("--turns", type=int, default=2, help="of our intake and DuckDB's; the others read once")
    given.add_argument("--points", type=int, default=1_700_000)
    given.add_argument("--results", type=Path, default=RESULTS)
    asked = given.parse_args()
    if not asked.resume:
        (asked.scratch / "steps.jsonl").unlink(missing_ok=True)  # nothing else: the folder may be somebody's
    asked.scratch.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        scratch=asked.scratch,
        national=asked.times,
        factors=tuple({*asked.factors, asked.times}),
        turns=asked.turns,
        points=asked.points,
    )
    journal = Journal.opened(asked.scratch / "steps.jsonl")
    carry_out(plan, journal)
    date = datetime.now(UTC).date().isoformat()
    text = "\n".join(lines(plan, journal.done, machine(), date)) + "\n"
    (asked.results / f"registers-{date}.txt").write_text(text)
    (asked.results / f"registers-{date}.svg").write_text(plot(sized(plan, journal.done)))
    sys.stdout.write(text)
    return int(not all(promise.is_kept for promise in promises(plan, journal.done)))


if __name__ == "__main__":
    sys.exit(main())
