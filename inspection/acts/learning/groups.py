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

from inspection.acts.learning.frames import Frames, read_frame
from inspection.acts.learning.outcomes import PlannedOutcome
from inspection.errors import TerritoryFault
from inspection.store.weeks import WorkplaceRow
from inspection.territory import competence, municipality
from inspection.trust import AppContext

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Standing:
    """A drawn workplace in the frame of its week.

    place, equals
        How many of its sector and district have its points or more, and how many have just as many, itself among them.
    """

    legal_form: str
    size_class: str
    place: int
    equals: int


@dataclass(frozen=True)
class Groups:
    """What is known of drawn workplaces, by workplace, or by plan and workplace."""

    places: Mapping[str, Mapping[str, str]]
    frames: Mapping[tuple[str, str], Standing]

    @classmethod
    def of(cls, session: Session, app: AppContext, on: date, drawn: Sequence[PlannedOutcome]) -> "Groups":
        """Look up the groups of drawn workplaces; for who was asked already."""
        return cls(_places(session, app, on, drawn), _from_frames(session, app, on, drawn))

    def of_one(self, one: PlannedOutcome) -> dict[str, str]:
        """Return the groups of one draw."""
        stands = self.frames.get((one.plan_id, one.workplace))
        return {
            "sector": one.sector,
            **self.places.get(one.workplace, {"region": UNKNOWN, "language_role": UNKNOWN}),
            "legal_form": stands.legal_form if stands else UNKNOWN,
            "size_class": stands.size_class if stands else UNKNOWN,
        }

    def part_reached(self, one: PlannedOutcome, visits: int) -> float:
        """Return the chance with which so many visits by points would reach a drawn workplace: in [0, 1].

        Points are whole, so that many have the same: what is left for them when those above have had theirs falls on
        each alike. Without its frame nobody knows how many they are; then it is reached where all of them are.
        """
        stands = self.frames.get((one.plan_id, one.workplace))
        if stands is None:
            return float(one.place is not None and one.place <= visits)
        above = stands.place - stands.equals
        return min(1.0, max(0.0, (visits - above) / stands.equals))


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
    session: Session, app: AppContext, on: date, drawn: Sequence[PlannedOutcome]
) -> dict[tuple[str, str], Standing]:
    bounds, kept = app.catalogue(on).measuring.size_classes, Frames.of(session, app)
    found: dict[tuple[str, str], Standing] = {}
    for plan, district in sorted({(one.plan_id, one.district) for one in drawn}):
        if (row := kept.find(plan, district)) is None:
            continue
        mine = [one.workplace for one in drawn if (one.plan_id, one.district) == (plan, district)]
        stood = read_frame(app, row).select(
            "workplace",
            "is_legal_person",
            "staff",
            place=pl.col("points").rank("max", descending=True).over("sector").cast(pl.Int64),
            equals=pl.len().over("sector", "points").cast(pl.Int64),
        )
        for workplace, is_legal, staff, place, equals in stood.filter(pl.col("workplace").is_in(mine)).iter_rows():
            form = "legal_person" if is_legal else "may_be_natural_person"
            found[plan, workplace] = Standing(form, _size(staff, bounds), place, equals)
    return found


def _size(staff: int | None, bounds: Sequence[int]) -> str:
    if staff is None:
        return UNKNOWN
    place = bisect_right(bounds, staff)
    low = bounds[place - 1] if place else 0
    return f"{low}+" if place == len(bounds) else f"{low}-{bounds[place] - 1}"
