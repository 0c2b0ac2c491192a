"""How booked joint actions enter a week: as visits in the place of others, on the booked day, with who comes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inspection import acts
from inspection.life_cycles import PartnerState
from inspection.planning.bookings import JointAction, with_actions
from inspection.planning.problem import Point, Visit
from inspection.reporting.week import BookJoint, BookRound
from inspection.store.queries import ActionView
from inspection.targeting.model import Chosen, Selection


def on_booked_days(selection: Selection, booked: Sequence[ActionView]) -> Selection:
    """Return a selection whose booked workplaces have the booked day; the mandate in the row says why.

    A drawn workplace stays drawn: the action's visit counts as the drawn visit, and only its day is no longer drawn. A
    free moment leaves the day open.
    """
    by_workplace = {action.workplace: action for action in booked}
    chosen = tuple(
        replace(one, day=by_workplace[one.workplace].day) if one.workplace in by_workplace else one
        for one in selection.chosen
    )
    return replace(selection, chosen=chosen)


def with_booked(
    visits: Sequence[Visit],
    booked: Sequence[ActionView],
    selected: Iterable[Chosen],
    points: Mapping[str, Point],
    district: str,
) -> tuple[Visit, ...]:
    """Return what a district's planner is offered, with the actions to which the district sends teams."""
    chosen = {one.workplace: one for one in selected}
    away = {action.workplace for action in booked if district not in action.shares}
    own = [visit for visit in visits if visit.workplace not in away]
    return with_actions(
        own,
        [
            _planned(action, chosen[action.workplace], points.get(action.workplace), district)
            for action in booked
            if district in action.shares and action.workplace in chosen
        ],
    )


def guests_of(selected: Iterable[Chosen], booked: Sequence[ActionView], district: str) -> tuple[Chosen, ...]:
    """Return the workplaces of other districts to which a district sends teams."""
    asked = {action.workplace for action in booked if district in action.shares}
    return tuple(one for one in selected if one.workplace in asked and one.district != district)


def taken_in(
    found: Iterable[ActionView], selected: Sequence[Chosen], rounds: Iterable[BookRound]
) -> tuple[ActionView, ...]:
    """Return the actions that a week's plan holds, also those that were called off or carried out since.

    An action is in the plan where the mandate of its workplace or a stop of its rounds names it. One that was booked
    after the week was planned is not: a replanning takes it in as a change.
    """
    mandates = {one.mandate.origin_id for one in selected if one.mandate and one.mandate.origin == "joint_action"}
    told = {stop.joint.reference for round_ in rounds for stop in round_.stops if stop.joint is not None}
    places = {one.workplace for one in selected}
    return tuple(a for a in found if a.workplace in places and (a.id in mandates or a.reference in told))


def meetings(booked: Sequence[ActionView]) -> dict[str, BookJoint]:
    """Return what a book says of each action, by workplace: partners by kind, those that declined left out."""
    return {
        action.workplace: BookJoint(
            reference=action.reference,
            state=action.state,
            teams=action.teams,
            partners=tuple(
                f"{p.kind}:{p.language}" if p.language else p.kind
                for p in action.partners
                if p.state != PartnerState.DECLINED
            ),
        )
        for action in booked
    }


def _planned(action: ActionView, one: Chosen, point: Point | None, district: str) -> JointAction:
    """Return a district's part of an action; an optional one is required where its workplace must be visited anyway."""
    part = acts.joint_actions.planned_action(action, district)
    is_owed = one.arm == "random" or (one.mandate is not None and one.mandate.origin != "joint_action")
    return replace(part, point=point, required=part.required or is_owed)
