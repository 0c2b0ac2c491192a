"""The report of a benchmark in Markdown, from its results alone."""

from collections import defaultdict
from collections.abc import Sequence
from statistics import fmean

from benchmarks.planning.engines import NAMES
from benchmarks.planning.figures import best_known, gain_percent, gaps_percent, number, of, table, usable
from benchmarks.planning.one import Row

LEAST = 1e-6
_METHOD = (
    "One thread an engine, one process a run, limits in {clocks} seconds of search, set-up apart. Every plan was "
    "checked by `inspection.planning.verify`; a plan that breaks a rule counts as none. Gains are means over instances "
    "of ours ÷ theirs − 1, with a paired 95 % interval (Student's t); pairs in which they found nothing are left out. "
    "Best known: the best plan of all engines, seeds and limits in these results, the most required visits first."
)


def report(rows: Sequence[Row]) -> str:
    """Return the whole report: what ran where, then a section for each kind of instance that is in the results."""
    made = [row for row in rows if row["status"] != "failed"]
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in made:
        kinds[_kind(row)].append(row)
    parts = ["# Rounds beside others' engines\n", _about(rows)]
    parts += [_district(name, found) for name, found in sorted(kinds.items()) if name.startswith(("fifteen", "three"))]
    parts += [_breaks(found) for name, found in sorted(kinds.items()) if name.startswith("breaks")]
    if "small" in kinds:
        parts.append(_small(kinds["small"]))
    parts += [_gaps(name, kinds[name]) for name in ("styles", "instances") if name in kinds]
    if "replan" in kinds:
        parts.append(_replanned(kinds["replan"]))
    others = [row for row in made if row["what"] != "replan"]
    parts += [_scaling(others), _bounds(others)]
    return "\n".join(part for part in parts if part)


def _kind(row: Row) -> str:
    head, *rest = row["instance"].split("-")
    if row["what"] in ("instances", "replan"):
        return str(row["what"])
    if head in ("fifteen", "three"):
        return f"breaks, {head} teams" if rest[-1] == "breaks" else f"{head}-{int(rest[0]):05}"
    return "small" if head == "small" else "styles"


def _about(rows: Sequence[Row]) -> str:
    failed = [row for row in rows if row["status"] == "failed"]
    broken = [row for row in rows if row.get("violations")]
    days = sorted({row["date"] for row in rows})
    machines = {tuple(str(row["machine"][key]) for key in ("cpu", "cores", "python", "versions")) for row in rows}
    lines = [f"{len(rows)} runs, {' to '.join(dict.fromkeys((*days[:1], *days[-1:])))}."]
    lines += [
        f"Machine: {cpu}, {cores} cores, Python {python}, {made}." for cpu, cores, python, made in sorted(machines)
    ]
    clocks = " and ".join(sorted({row.get("clock", "wall") for row in rows}))
    lines += [
        _METHOD.format(clocks=clocks),
        f"Plans that break a rule: {len(broken)}. Runs that failed: {len(failed)}.",
    ]
    told = [f"- broken: {_named(row)}: {', '.join(row['violations'])}" for row in broken]
    told += [f"- failed: {_named(row)}: {row['error']}" for row in failed]
    return "\n\n".join([*lines, *(["\n".join(told)] if told else [])]) + "\n"


def _named(row: Row) -> str:
    return f"{row['instance']}, {row['engine']}, seed {row['seed']}, {row['seconds']:g} s"


def _limits(rows: Sequence[Row]) -> list[float]:
    return sorted({row["seconds"] for row in rows if row["engine"] == "ours"})


def _engines(rows: Sequence[Row]) -> list[str]:
    return [name for name in NAMES if name != "steps" and any(row["engine"] == name for row in rows)]


def _district(name: str, rows: Sequence[Row]) -> str:
    """Every engine on the weeks of one roster and size, a table for each limit."""
    roster, size = name.split("-")
    weeks = len({row["instance"] for row in rows})
    parts = [f"## {roster.capitalize()} teams, {int(size)} candidates ({weeks} weeks)\n"]
    best = best_known(rows)
    for seconds in _limits(rows):
        parts.append(f"{seconds:g} s:\n")
        parts.append(_compared(rows, seconds, best))
    return "\n".join(parts) if len(parts) > 1 else ""


def _compared(rows: Sequence[Row], seconds: float, best: dict[str, tuple[int, float]]) -> str:
    ours = of(rows, "ours", seconds)
    head = [
        *("engine", "mean value", "gap to best known, %", "ours has more, %", "required left out", "nothing found"),
        *("to 99 %, s", "set-up, s", "search, s", "peak memory, MB"),
    ]
    lines = []
    for engine in _engines(rows):
        found = of(rows, engine, seconds)
        if found:
            lines.append(
                [
                    engine,
                    number([row["value"] for row in found if usable(row)], 0),
                    number(gaps_percent(found, best)),
                    None if engine == "ours" else gain_percent(ours, found),
                    sum(row["required"] - row["required_placed"] for row in found),
                    f"{sum(not usable(row) for row in found)} of {len(found)}",
                    number([row["seconds_to_99"] for row in found if row["seconds_to_99"] is not None]),
                    number([row["setup_seconds"] for row in found]),
                    number([row["search_seconds"] for row in found]),
                    number([row["peak_memory_mb"] for row in found], 0),
                ]
            )
    return table(head, lines)


def _breaks(rows: Sequence[Row]) -> str:
    """Our plans with every rule of work: how near short runs come to the longest."""
    groups: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        roster, size, *_ = row["instance"].split("-")
        groups[roster, int(size)].append(row)
    limits = _limits(rows)
    if not limits:
        return ""
    lines = []
    for (roster, size), found in sorted(groups.items()):
        longest = of(found, "ours", limits[-1])
        for seconds in limits[:-1]:
            short = of(found, "ours", seconds)
            gain = gain_percent(short, longest)
            most = max((row["search_seconds"] for row in short), default=0.0)
            lines.append([roster, size, f"{seconds:g} of {limits[-1]:g} s", gain, f"{most:.2f}", len(short)])
    head = ("roster", "candidates", "limits", "value against the longest, %", "longest search, s", "weeks")
    return "## Every rule of work, the break of a long day too (ours alone)\n\n" + table(head, lines) if lines else ""


def _replanned(rows: Sequence[Row]) -> str:
    """One sick team: what replanning changed of the others' visits, and its value beside planning afresh."""
    lines = []
    for size in sorted({int(row["instance"].split("-")[1]) for row in rows}):
        found = [row for row in rows if int(row["instance"].split("-")[1]) == size and usable(row)]
        if not found:
            continue
        changed, hours = [100 * row["share_changed"] for row in found], [100 * row["share_hours"] for row in found]
        whole = [100 * row["value"] / row["afresh_value"] for row in found]
        rest = [100 * row["open_value"] / row["afresh_open_value"] for row in found]
        left_out = sum(row["required_unplaced"] - row["afresh_required_unplaced"] for row in found)
        spans = [f"{fmean(each):.1f} ({min(each):.1f} to {max(each):.1f})" for each in (changed, hours, whole, rest)]
        lines.append([size, *spans, left_out, len(found)])
    head = ("candidates", "moved or dropped, %", "another hour, %", "value of afresh, %", "value of its rest, %")
    title = "## One of fifteen teams ill from Wednesday on\n\nShares are of the others' visits that were to come.\n\n"
    return title + table((*head, "required left out more", "weeks"), lines)


def _small(rows: Sequence[Row]) -> str:
    """Small weeks against their proven optimum."""
    proofs = {row["instance"]: row for row in of(rows, "cpsat") if row["status"] == "optimal" and usable(row)}
    parts = ["## Small weeks, at most 20 visits\n"]
    parts.append(f"Optimum proven by CP-SAT: {len(proofs)} of {len({row['instance'] for row in rows})}.\n")
    for seconds in _limits(rows):
        ours = [row for row in of(rows, "ours", seconds) if row["instance"] in proofs]
        short = [row for row in ours if _result(row) != _result(proofs[row["instance"]])]
        parts.append(f"Ours at {seconds:g} s: {len(ours) - len(short)} of {len(ours)} runs at the optimum.\n")
        for row in short:
            proof = proofs[row["instance"]]
            parts.append(f"- {_named(row)}: {_result(row)}, optimum {_result(proof)} (required placed, value)")
    bounds = [row for row in rows if row["engine"] == "bound" and row["instance"] in proofs]
    if bounds:
        low = [row for row in bounds if row["bound"] < proofs[row["instance"]]["value"] - LEAST]
        wide = [100 * (1 - proofs[r["instance"]]["value"] / r["bound"]) for r in bounds if r["bound"] > 0]
        parts.append(
            f"\nBound below the optimum: {len(low)} of {len(bounds)}; {number(wide)} % above it in the mean.\n"
        )
        parts += [f"- {row['instance']}: bound {row['bound']}" for row in low]
    return "\n".join(parts) + "\n"


def _result(row: Row) -> tuple[int, float]:
    return row["required_placed"], round(row["value"], 3)


def _gaps(name: str, rows: Sequence[Row]) -> str:
    """Every engine's gap to the best known, at each limit."""
    title = "Instances of the published kinds" if name == "styles" else "Others' instances"
    best = best_known(rows)
    lines = []
    for seconds in sorted({row["seconds"] for row in rows}):
        for engine in _engines(rows):
            found = [row for row in of(rows, engine) if row["seconds"] == seconds]
            gaps = gaps_percent(found, best)
            if gaps:
                at_best = f"{sum(gap < LEAST for gap in gaps)} of {len(gaps)}"
                gain = None if engine == "ours" else gain_percent(of(rows, "ours", seconds), found)
                lines.append([engine, f"{seconds:g}", f"{fmean(gaps):.3f}", f"{max(gaps):.2f}", at_best, gain])
    head = ("engine", "limit, s", "mean gap to best known, %", "largest, %", "at best known", "ours has more, %")
    count = len({row["instance"] for row in rows})
    return f"## {title} ({count})\n\n" + table(head, lines)


def _scaling(rows: Sequence[Row]) -> str:
    """What the greedy start and a fixed number of steps cost at each size."""
    groups: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        roster, *rest = row["instance"].split("-")
        if row["engine"] in ("steps", "greedy") and roster in ("fifteen", "three") and rest[-1] != "breaks":
            groups[roster, int(rest[0])].append(row)
    lines = []
    for (roster, size), found in sorted(groups.items()):
        steps = of(found, "steps")
        if steps:
            greedy = [row["search_seconds"] for row in of(found, "greedy")]
            memory = number([row["peak_memory_mb"] for row in steps], 0)
            lines.append([roster, size, number(greedy), number([r["search_seconds"] for r in steps]), memory])
    head = ("roster", "candidates", "greedy, s", "greedy and 2000 steps, s", "peak memory, MB")
    return "## How cost grows\n\n" + table(head, lines) if lines else ""


def _bounds(rows: Sequence[Row]) -> str:
    """How near the bound our plans are, and the best of all engines."""
    bounds = {row["instance"]: row for row in rows if row["engine"] == "bound" and "small" not in row["instance"]}
    best = best_known(rows)
    lines = []
    for name, bound in sorted(bounds.items()):
        for seconds in _limits([row for row in rows if row["instance"] == name]):
            ours = [row["value"] for row in of(rows, "ours", seconds) if row["instance"] == name and usable(row)]
            if ours and bound["bound"] > 0:
                below = [f"{100 * (1 - value / bound['bound']):.2f}" for value in (fmean(ours), best[name][1])]
                worth = [f"{value:.0f}" for value in (fmean(ours), bound["bound"])]
                lines.append([name, f"{seconds:g}", *worth, *below, f"{bound['search_seconds']:.1f}"])
    head = ("week", "limit, s", "ours", "bound", "ours below it, %", "best known below it, %", "bound took, s")
    title = "## The bound for plans that place every required visit\n\n"
    return title + table(head, lines) if lines else ""
