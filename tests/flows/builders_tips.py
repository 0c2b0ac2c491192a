"""Two houses of which one had a tip about a workplace, and every byte that the employer there may come to see.

An employer may see what leaves the office with a team or is shown or given on site: the carry sheet, the calendar, the
missions that a device or a client of others holds, the checklists on paper and on the device, and the offender's copy
of the dossier. `SEEN` is the one list: a new artefact is added here. The plan file and the office's page say by what a
visit is owed, for those who defend the choice later: they never leave the office.
"""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from builders_acts import a_control
from houses import as_user

from inspection import acts
from inspection.reporting.pages import map_page
from inspection.reporting.sheets import team_calendar
from inspection.reporting.week import BookRound, BookStop, WeekBook, rounds_geojson
from inspection.sealing import canonical_json
from inspection.time_of import IsoWeek, moment_of
from inspection.weeks.output.sheets import SheetDesk

CONTROL = "0199aaaa-bbbb-7ccc-8ddd-0123456789ab"


@dataclass(frozen=True)
class Place:
    """A round of an approved week in one of the houses, with the stop that a tip is about in the other."""

    book: WeekBook
    round_: BookRound
    stop: BookStop
    control_id: str

    @property
    def at(self) -> datetime:
        """Early on the day of the round: when the team leaves."""
        return moment_of(self.round_.day, 300.0)

    @property
    def inspector(self) -> str:
        """Somebody of the team."""
        return self.round_.members[0]


def _sheet(there: Place) -> bytes:
    rules = acts.app().catalogue(IsoWeek.parse(there.book.week).monday)
    return SheetDesk(acts.acting_as_flow("write_sheets"), there.book.week, there.book.rounds, rules).sheet(there.round_)


def _calendar(there: Place) -> bytes:
    return team_calendar((there.round_,), stamped_at=moment_of(IsoWeek.parse(there.book.week).monday, 0.0))


def _missions(there: Place) -> bytes:
    rows = io.StringIO()
    for mission in acts.weeks.listed_missions(as_user(acts.app(), there.inspector, there.at)):
        csv.writer(rows).writerow([mission.visit, mission.day, mission.start, mission.workplace, mission.name])
    return rows.getvalue().encode()


def _package(there: Place) -> bytes:
    return canonical_json(acts.weeks.field_package(as_user(acts.app(), there.inspector, there.at))).encode()


def _forms(there: Place) -> bytes:
    return b"".join(canonical_json(one.field_form()).encode() for one in _checklists(there))


def _checklists(there: Place) -> Any:
    return acts.weeks.field_package(as_user(acts.app(), there.inspector, there.at)).checklists


def _dossier(there: Place) -> bytes:
    """The offender's copy, of the same control in both houses: it answers the tip in one of them."""
    on = there.round_.day
    control = a_control(
        control_id=there.control_id,
        on=on,
        workplace=there.stop.workplace,
        sector=there.stop.sector,
        report_language="fr",
    )
    late = moment_of(on, 1300.0)
    acts.controls.save(as_user(acts.app(), there.inspector, late), control, place="62063")
    return acts.controls.dossier(as_user(acts.app(), there.inspector, late), there.control_id, "offender").pdf


def _visit_record(there: Place) -> bytes:
    """What the employer keeps of that visit, of the control that was saved for the copy."""
    late = moment_of(there.round_.day, 1300.0)
    return acts.controls.visit_record(as_user(acts.app(), there.inspector, late), there.control_id).pdf


SEEN: Mapping[str, Callable[[Place], bytes]] = {
    "carry sheet": _sheet,
    "calendar": _calendar,
    "missions": _missions,
    "field package": _package,
    "checklists": _forms,
    "offender's copy": _dossier,
    "visit record": _visit_record,
}


def drawn(book: WeekBook) -> dict[str, bytes]:
    """Return what is drawn of a week, which may hang on a wall."""
    return {"map": map_page(book, [], "fr").encode(), "rounds": rounds_geojson(book)}


def seen(there: Place) -> dict[str, bytes]:
    """Return every byte that the employer may see, by what it stands on."""
    return {name: make(there) for name, make in SEEN.items()}


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Name what is not the same, byte for byte."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
