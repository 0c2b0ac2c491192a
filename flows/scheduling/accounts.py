"""What a run leaves for whoever looks at it in Prefect: counts by district, office and register, and whom to ask.

Prefect's readers keep machines running and have no access of ours: they see numbers, names of rules and offices, never
a workplace, a case or a person. What is behind a number is asked from the office that stands beside it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from inspection.life_cycles import ListGroup
from inspection.registers.report import IntakeReport, SnapshotState
from inspection.reporting.week import WeekBook
from inspection.targeting import ARMS

# A place that no register knows is nothing that a district could mend; all else is its supervisor's to weigh.
_ASKED = {"workplace_in_no_register": "the direction, for the registers"}


def plan_account(book: WeekBook, state: str) -> str:
    """Return what was planned by district and arm, and which rule kept a required visit without a place."""
    waiting = Counter(one.district for one in book.unplaced)
    rows: list[tuple[object, ...]] = [
        (
            one.district,
            one.eligible,
            one.placed,
            *(one.placed_by_arm.get(arm, 0) for arm in ARMS),
            waiting[one.district],
        )
        for one in book.districts
    ]
    left = Counter((one.district, one.arm, one.rule) for one in book.unplaced)
    asked = [
        (district, arm, rule, count, _ASKED.get(rule, f"the supervisor of {district}"))
        for (district, arm, rule), count in sorted(left.items())
    ]
    return _page(
        f"{book.week} {book.service}: {state}",
        f"Plan `{book.sha256[:12]}`, rules `{book.rules_sha256[:12]}`, travel {book.travel}.",
        _table(("district", "eligible", "placed", *ARMS, "required without a place"), [*rows, _total(rows)]),
        "## Required visits without a place",
        _table(("district", "arm", "rule", "visits", "ask"), asked) if asked else "None.",
    )


def learn_account(
    on: str, visits: Mapping[str, tuple[int, int]], says: str, off: Sequence[str], fits: Sequence[tuple[str, int, str]]
) -> str:
    """Return what a month of learning did: counts of visits, what the stop rule says, and what became of each sector.

    Arguments: `off` the papers that are not signed, without which nothing is learnt; `fits` by sector how many controls
    were learnt from, and "proposed", "proposed before", or the code of why not.
    """
    return _page(
        f"Targeting on {on}",
        _table(("arm", "chosen", "visited"), [(arm, *numbers) for arm, numbers in sorted(visits.items())]),
        f"Stop rule: {says.replace('_', ' ')}.",
        "## Cards",
        f"Learning is off: {', '.join(off)} not signed. Ask the direction." if off else "",
        _table(("sector", "controls", "outcome"), fits) if fits else "None fitted.",
    )


def lists_account(week: str, lists: Mapping[str, Mapping[str, int]], unsent: Sequence[str]) -> str:
    """Return how many rows stand in the referral list of every addressee, and which list has not left."""
    rows: list[tuple[object, ...]] = [
        (recipient, *(rows[group] for group in ListGroup), "waits" if recipient in unsent else "left")
        for recipient, rows in lists.items()
    ]
    overdue = [recipient for recipient, rows in lists.items() if rows["overdue"]]
    return _page(
        f"Referral lists of {week}",
        f"{len(rows)} lists, {len(unsent)} of them not sent yet: they leave with a later turn of `deliver-referrals`.",
        _table(("addressee", *ListGroup, "list"), rows),
        f"Ask for an answer, by telephone: {', '.join(overdue)}." if overdue else "Nobody's answer is overdue.",
    )


def intake_account(
    reports: Sequence[IntakeReport], owners: Mapping[str, str], refused: Sequence[tuple[str, str]] = ()
) -> str:
    """Return what became of every row of every register that waited, and who owns a register that is odd.

    Arguments: `refused` each register of which nothing was taken in, with the code of the error.
    """
    rows: list[tuple[object, ...]] = [
        (report.register, report.snapshot, report.kind, _outcome(report), report.read, report.kept, report.quarantined)
        for report in reports
    ]
    rows += [(register, "–", "–", f"refused {code}", 0, 0, 0) for register, code in refused]
    rules = [
        (report.register, rule, count, owners.get(report.register, "its owner"))
        for report in reports
        for rule, count in report.reasons.items()
    ]
    odd = [
        f"- {one.register}: held, {len(one.differences)} differences; a second person releases or rejects it"
        for one in reports
        if one.state == SnapshotState.HELD
    ]
    odd += [f"- {register}: refused {code}, ask {owners.get(register, 'its owner')}" for register, code in refused]
    odd += [f"- {one.register}: {text}" for one in reports for text in one.alarms]
    odd += [f"- {one.register}: {len(one.warnings)} warnings, see `vigie ingest`" for one in reports if one.warnings]
    return _page(
        "Registers taken in",
        _table(("register", "snapshot", "kind", "outcome", "read", "kept", "quarantined"), rows)
        if rows
        else "No delivery waited.",
        "## Quarantined, by rule",
        _table(("register", "rule", "rows", "ask"), rules) if rules else "None.",
        *(["## To look at", "\n".join(odd)] if odd else []),
    )


def _outcome(report: IntakeReport) -> str:
    if report.state != SnapshotState.CURRENT:
        return report.state
    return "taken in before" if report.unchanged else "taken in"


def _total(rows: Sequence[Sequence[object]]) -> tuple[object, ...]:
    columns = list(zip(*rows, strict=True))[1:]
    return ("**all**", *(sum(n for n in column if isinstance(n, int)) for column in columns))


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", *parts)) + "\n"
