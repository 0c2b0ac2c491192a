"""Sheets and calendars of rounds that are no longer: a sheet that is left behind is followed."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from inspection import acts
from inspection.acts.documents import SHEET
from inspection.life_cycles import PlanState
from inspection.reporting.week import BookRound, WeekBook
from inspection.time_of import IsoWeek
from inspection.trust import Context


def sheet_file(folder: Path, round_: BookRound) -> Path:
    """Return the file of a round's carry sheet in the folder of its week."""
    return folder / "teams" / round_.team / f"{round_.day}{SHEET}"


def calendar_file(folder: Path, team: str, week: str) -> Path:
    """Return the file of a team's calendar in the folder of its week."""
    return folder / "teams" / team / f"{week}.ics"


def remove_stale(
    context: Context, folder: Path, book: WeekBook, carried: Sequence[BookRound], emptied: Collection[str] = ()
) -> None:
    """Remove what a week's folder holds for rounds of no approved plan; districts planned apart keep each other's.

    carried
        The rounds of `book` as their teams carry them. Those of the week's other approved plans are looked up.
    emptied
        Teams that have no round any more but keep a calendar without events: whoever reads it again loses theirs.
    """
    rounds = [*carried, *_others(context, book)]
    kept = {sheet_file(folder, one) for one in rounds if one.stops}
    kept |= {calendar_file(folder, one.team, book.week) for one in rounds if one.stops}
    kept |= {calendar_file(folder, team, book.week) for team in emptied}
    ours = [*folder.glob(f"teams/*/*{SHEET}"), *folder.glob(f"teams/*/{book.week}.ics")]
    for file in sorted({*ours} - kept):
        file.unlink(missing_ok=True)
        if not any(file.parent.iterdir()):
            file.parent.rmdir()


def _others(context: Context, book: WeekBook) -> Iterator[BookRound]:
    for plan in acts.weeks.listed_plans(context, IsoWeek.parse(book.week)):
        if plan.state == PlanState.APPROVED and plan.sha256 != book.sha256:
            rounds = acts.weeks.week_to_write(context, plan.id).rounds
            yield from acts.orders.carried_rounds(context, plan.id, rounds)
