"""To which groups drawn workplaces belong, for measuring whether targeting treats groups alike; signals of nothing.

Region and language follow from the municipality, the rest from the frame of the selection. Nobody's nationality, origin
or name is anywhere near.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlmodel import Session, col, select

from inspection.acts.learning.frames import frames_of, read_frame
from inspection.acts.learning.outcomes import PlannedOutcome
from inspection.errors import TerritoryFault
from inspection.store.weeks import WorkplaceRow
from inspection.territory import competence, municipality
from inspection.trust import AppContext

UNKNOWN = "unknown"
_COLUMNS = ("workplace", "is_legal_person", "staff")


@dataclass(frozen=True)
class Groups:
    """What is known of drawn workplaces, by workplace, or by plan and workplace."""

    places: Mapping[str, Mapping[str, str]]
    frames: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def of(cls, session: Session, app: AppContext, on: date, drawn: Sequence[PlannedOutcome]) -> "Groups":
        """Look up the groups of drawn workplaces; for who was asked already."""
        return cls(_places(session, app, on, drawn), _from_frames(app, on, drawn))

    def of_one(self, one: PlannedOutcome) -> dict[str, str]:
        """Return the groups of one draw."""
        nothing = {"legal_form": UNKNOWN, "size_class": UNKNOWN}
        return {
            "sector": one.sector,
            **self.places.get(one.workplace, {"region": UNKNOWN, "language_role": UNKNOWN}),
            **self.frames.get((one.plan_id, one.workplace), nothing),
        }


def _places(
    session: Session, app: AppContext, on: date, drawn: Sequence[PlannedOutcome]
) -> dict[str, Mapping[str, str]]:
    offices = app.catalogue(on).offices
    ids = sorted({one.workplace for one in drawn})
    codes: dict[str, str | None] = {}
    for first in range(0, len(ids), 500):
        asked = select(WorkplaceRow.id, WorkplaceRow.refnis).where(col(WorkplaceRow.id).in_(ids[first : first + 500]))
        codes |= dict(session.exec(asked).all())
    known = {code: _place(code, on, offices) for code in set(codes.values()) if code}
    return {id_: known[code] for id_, code in codes.items() if code}


def _place(refnis: str, on: date, offices: object) -> Mapping[str, str]:
    try:
        place = municipality(refnis, on)
        languages = competence(place, on, offices=offices).report_languages  # type: ignore[arg-type]
    except TerritoryFault:
        return {"region": UNKNOWN, "language_role": UNKNOWN}
    return {"region": place.region, "language_role": "+".join(sorted(languages))}


def _from_frames(
    app: AppContext, on: date, drawn: Sequence[PlannedOutcome]
) -> dict[tuple[str, str], Mapping[str, str]]:
    bounds = app.catalogue(on).measuring.size_classes
    kept = frames_of(app.store, app.settings.service)
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for plan, district in sorted({(one.plan_id, one.district) for one in drawn}):
        if (row := kept.get((plan, district))) is None:
            continue
        mine = [one.workplace for one in drawn if (one.plan_id, one.district) == (plan, district)]
        frame = read_frame(app, row).filter(pl.col("workplace").is_in(mine)).select(_COLUMNS)
        for workplace, is_legal, staff in frame.iter_rows():
            found[plan, workplace] = {
                "legal_form": "legal_person" if is_legal else "may_be_natural_person",
                "size_class": _size(staff, bounds),
            }
    return found


def _size(staff: int | None, bounds: Sequence[int]) -> str:
    if staff is None:
        return UNKNOWN
    place = bisect_right(bounds, staff)
    low = bounds[place - 1] if place else 0
    return f"{low}+" if place == len(bounds) else f"{low}-{bounds[place] - 1}"
