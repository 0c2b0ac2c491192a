"""A proposed card tried on the house's own registers: with other names, streets and postcodes its points are the same.

The figures stand in the proposal's evidence, so that whoever decides sees them, and a decision is bound to them.
"""

from collections.abc import Mapping
from dataclasses import replace

from inspection.errors import LearningFault
from inspection.targeting import origin
from inspection.targeting.frame import ReadableLake
from inspection.targeting.learning import CardProposal, card_of
from inspection.time_of import day_in_brussels
from inspection.trust import Context

WORKPLACES, EXCHANGED, SIGNALS, POINTS = (
    "place_workplaces",
    "place_exchanged",
    "place_signals_changed",
    "place_points_changed",
)
_OF_PLACE = frozenset({WORKPLACES, EXCHANGED, SIGNALS, POINTS})


def fitted_part(proposal: CardProposal) -> CardProposal:
    """Return a proposal as it was fitted: by that it is known again, on whatever registers it was tried."""
    kept = {name: value for name, value in proposal.evidence.items() if name not in _OF_PLACE}
    return replace(proposal, evidence=kept)


def tried_by_place(context: Context, proposal: CardProposal, registers: ReadableLake | None = None) -> CardProposal:
    """Return the proposal with what the value test says in its evidence; for who was asked already.

    Workplaces of the sector are measured twice, as of the day; a house without registers has none, and its evidence
    says so. Arguments: `registers` to read in the place of the home's lake.
    """
    on = day_in_brussels(context.at)
    catalogue, lake = context.app.catalogue(on), registers or context.app.lake(on)
    known = lake.snapshot("kbo", on) is not None
    most = catalogue.learning.place_check_workplaces
    found = origin.unchanged_by_place(lake, catalogue, on, cards=[card_of(proposal)], most=most) if known else None
    return replace(fitted_part(proposal), evidence={**fitted_part(proposal).evidence, **_figures(found)})


def require_unchanged(reference: str, evidence: Mapping[str, object]) -> None:
    """Refuse to approve a card that was not shown to leave places aside; raises `LearningFault` 120."""
    if not evidence.get(WORKPLACES) or not evidence.get(EXCHANGED):
        raise LearningFault("LEARN-120", reference=reference, why="nothing was there to try it on")
    if evidence.get(SIGNALS) or evidence.get(POINTS) != 0:
        why = f"other points for {evidence.get(POINTS)} workplaces, by {evidence.get(SIGNALS) or 'no one signal'}"
        raise LearningFault("LEARN-120", reference=reference, why=why)


def _figures(found: "origin.Unchanged | None") -> dict[str, int | str | None]:
    if found is None:
        return {WORKPLACES: 0, EXCHANGED: 0, SIGNALS: None, POINTS: None}
    exchanged = min(found.names, found.streets, found.postcodes)
    return {
        WORKPLACES: found.workplaces,
        EXCHANGED: exchanged,
        SIGNALS: ", ".join(sorted(found.signals)),
        POINTS: found.points,
    }
