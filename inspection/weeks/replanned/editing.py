"""A plan opened to be changed by hand: each edit is tried in an instant, and kept as a version for somebody to approve.

What magistrates ordered goes along unseen, as when a week is replanned: its hours stay taken, and nothing names it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from inspection import acts
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState
from inspection.planning.editing import (
    Drop,
    Edit,
    EditReason,
    Move,
    Pin,
    Question,
    Swap,
    Tried,
    offers,
    try_edit,
    visits_of,
)
from inspection.planning.problem import Key, TeamDay, Violation, Visit
from inspection.planning.replanning import (
    Cause,
    CauseKind,
    Difference,
    Remaining,
    Replanned,
    differences,
    has_begun,
)
from inspection.reporting.week import BookRound, DistrictBook
from inspection.time_of import IsoWeek, now
from inspection.trust import Context
from inspection.weeks import travelling
from inspection.weeks.parts import policies
from inspection.weeks.replanned.replan_parts import OpenPart, new_book, open_parts, places_of, without_gone
from inspection.weeks.replanned.replan_secrecy import ORDERED, Guarded, guarded, shown, untouched
from inspection.weeks.replanned.replanning import codes_of, expires_at, on_the_clock


@dataclass(frozen=True, kw_only=True)
class OpenPlan:
    """A plan that somebody may change, one district of it; plain values, so that an edit is tried without the store.

    question
        With what is ordered in it: an edit is judged beside that, and whoever edits is not told of it.
    bounds
        What whoever edits may know of the district's week: they change nothing else, and no answer tells of it.
    is_alone
        Whether the other districts of the plan were left shut: edits are tried on it, and none is kept.
    """

    opened: acts.weeks.OpenWeek
    parts: Mapping[str, OpenPart]
    district: str
    guarded: Guarded
    question: Question
    bounds: acts.weeks.Bounds
    is_alone: bool = False

    @property
    def codes(self) -> Mapping[str, str]:
        """The code of each workplace that has a place, by workplace."""
        return self.opened.districts[self.district].codes

    def visit(self, workplace: str) -> str:
        """Return the visit of a workplace, that which has a place first.

        Errors: `PlanningFault` PLAN-352 where the plan knows none that whoever edits may know.
        """
        mine = [v.id for v in self.question.visits if v.workplace == workplace and v.id not in self.question.unseen]
        visit = self.question.placed(mine[0]) if mine else None
        if visit is None or not self._knows(visit):
            raise PlanningFault("PLAN-352")
        return visit

    def _knows(self, visit: str) -> bool:
        """Tell whether whoever edits knows where a visit is: each of its team-days, or that it has no place."""
        keys = self.question.places.get(visit, ())
        return all(self.bounds.shows(*key) for key in keys) if keys else self.bounds.knows_every_round

    def workplace(self, visit: str) -> str:
        """Return the workplace of a visit."""
        return self.question.known[visit].workplace

    def name(self, workplace: str) -> str:
        """Return what a workplace is called; its key where no register names it."""
        return self._names.get(workplace) or workplace

    @cached_property
    def _names(self) -> Mapping[str, str]:
        part = self.parts[self.district]
        said = {stop.workplace: stop.name for each in part.book.rounds for stop in each.stops if stop.name}
        return {**part.names, **said, **{one.workplace: one.name for one in part.book.unplaced if one.name}}

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """Every team-day that has not begun and that whoever edits may know of, by day."""
        found = [key for key in self.question.roster if key not in self.question.frozen and self.bounds.shows(*key)]
        return tuple(sorted(found, key=lambda key: (key[1], key[0])))


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What was kept: the version that results, or the plan itself where a visit was only pinned."""

    plan_id: str
    tried: Tried


def open_plan(context: Context, plan_id: str, district: str, *, alone: bool = False) -> OpenPlan:
    """Return a plan that stands as it can be changed in one district; the look is recorded.

    Arguments: `alone` to try edits only, which takes a twelfth of the time; `keep_edit` then opens it whole.
    Errors: `PlanningFault` PLAN-354 for one that was replaced, or that has no such district; `AccessRefused`.
    """
    opened = acts.weeks.reopen_plan(context, plan_id, district, alone=alone)
    if district not in opened.districts:
        raise PlanningFault("PLAN-354", plan=opened.week)
    week = IsoWeek.parse(opened.week)
    catalogue = context.app.catalogue(week.monday)
    parts = open_parts(context, opened, catalogue)
    one = guarded(context, parts[district], opened.ordered, week, set(), at=context.at)
    visits, part = tuple(_pinned(one.part.visits, opened.pins)), one.part
    team_days = tuple(_as_planned(part.team_days, part.book))
    travel = travelling.settled_travel(context.app, {district: visits}, {district: team_days}, catalogue)[district]
    at = on_the_clock(context.at)
    question = Question(
        plan=part.plan,
        visits=visits,
        team_days=team_days,
        travel=travel,
        policy=policies(catalogue).rounds,
        frozen=frozenset(day.key for day in team_days if has_begun(day, at)),
        done=frozenset(v.id for v in visits if v.workplace in part.answered or v.id.endswith(ORDERED)),
        unseen=frozenset(v.id for v in visits if v.id.endswith(ORDERED)),
    )
    bounds = acts.weeks.knowing(context).bounds(district)
    return OpenPlan(
        opened=opened, parts=parts, district=district, guarded=one, question=question, bounds=bounds, is_alone=alone
    )


def tried_edit(plan: OpenPlan, edit: Edit) -> Tried:
    """Return what an edit costs and breaks, as far as whoever edits may know it; see `try_edit`.

    Errors: `PlanningFault` PLAN-357 for one that reaches into rounds that are kept from them; those of `try_edit`.
    """
    return _known(plan, _whole(plan, edit))


def _whole(plan: OpenPlan, edit: Edit) -> Tried:
    """Return what an edit of rounds that whoever edits may know comes to, with everything beside it."""
    asked = plan.question
    named = [asked.placed(name) for name in visits_of(edit) if name in asked.known]
    keys = {key for name in named for key in asked.places.get(name, ())}
    keys |= {edit.key} if isinstance(edit, Move) else set()
    if not all(plan.bounds.shows(*key) for key in keys):
        raise PlanningFault("PLAN-357")
    return try_edit(asked, edit)


def _known(plan: OpenPlan, tried: Tried) -> Tried:
    """Return an answer without the rounds that are kept from whoever edits; a rule that is broken there keeps its name.

    Its costs stay: they are of the rounds that the edit names, and none of these is kept from them.
    """
    if plan.bounds.knows_every_round:
        return tried
    rounds = tuple(each for each in tried.plan.rounds if plan.bounds.shows(*each.key))
    broken = tuple(
        one if _is_told(plan, one) else replace(one, team=None, day=None, visit=None) for one in tried.broken
    )
    return replace(tried, plan=replace(tried.plan, rounds=rounds, unplaced={}), broken=broken)


def _is_told(plan: OpenPlan, one: Violation) -> bool:
    return one.team is not None and one.day is not None and plan.bounds.shows(one.team, one.day)


def offered_edits(plan: OpenPlan, visit: str, day: date) -> list[Tried]:
    """Return what a visit would cost elsewhere, the cheapest accepted one first.

    Elsewhere is another team on that day, or the team that has it on another day.
    """
    mine = {team for team, _ in plan.question.places.get(visit, ())}
    keys = [(team, on) for team, on in plan.shown_keys if on == day or team in mine]
    found = [_known(plan, one) for one in offers(plan.question, visit, keys)]
    return sorted(found, key=lambda one: (not one.is_accepted, one.road[1] - one.road[0]))


def keep_edit(context: Context, plan: OpenPlan, edit: Edit, reason: EditReason) -> Edited:
    """Keep an edit that every rule accepts: a version with its own hash, which somebody else approves.

    Errors: `PlanningFault` PLAN-351 for one that breaks a rule, PLAN-354 where another plan stands by now, PLAN-357 as
    for `tried_edit`; `AccessRefused`.
    """
    if plan.is_alone:
        plan = open_plan(context, plan.opened.plan_id, plan.district)
    tried = _whole(plan, edit)
    if not tried.is_accepted:
        raise PlanningFault("PLAN-351", rule=", ".join(sorted({one.rule for one in tried.broken})))
    told = _told(plan, tried, reason)
    if isinstance(edit, Pin):
        acts.weeks.pin_visit(context, plan.opened.plan_id, told)
        return Edited(plan_id=plan.opened.plan_id, tried=_known(plan, tried))
    return Edited(plan_id=_kept(context, plan, tried, told), tried=_known(plan, tried))


def _kept(context: Context, plan: OpenPlan, tried: Tried, told: acts.weeks.HandEdit) -> str:
    week, name = IsoWeek.parse(plan.opened.week), plan.district
    made, ordered = shown(context, plan.guarded, _as_replanned(plan, tried), week, now())
    rest = {other: untouched(context, part, week, now()) for other, part in plan.parts.items() if other != name}
    parts = {**rest, name: plan.parts[name]}
    codes = codes_of(plan.opened, parts, {name: made})
    fresh = new_book(context, parts[name], made, places_of(plan.parts), codes)
    stored = [
        part.stored(_kept_words(fresh, part.book), made) if other == name else part.stored(without_gone(part))
        for other, part in sorted(parts.items())
    ]
    others = [each for each in plan.opened.ordered if each.district != name]
    is_approved = plan.opened.state == PlanState.APPROVED
    return acts.weeks.edit_week(
        context.refreshed(),
        plan.opened.plan_id,
        told,
        made.differences,
        parts=stored,
        codes=codes,
        restricted=(*others, *ordered),
        expires_at=expires_at(parts, {name: made}) if is_approved else None,
    )


def _as_replanned(plan: OpenPlan, tried: Tried) -> Replanned:
    """Return an edit as what the secrecy of a replanned week is kept for."""
    asked = plan.question
    question = Remaining(visits=tried.visits, team_days=tried.team_days, start=asked.plan, frozen=asked.frozen)
    found = differences(asked.plan, tried.plan, asked.visits, (), asked.policy)
    named = {plan.workplace(name) for name in visits_of(tried.edit)}
    return Replanned(plan=tried.plan, differences=tuple(_because(one, named) for one in found), question=question)


def _because(one: Difference, named: set[str]) -> Difference:
    """Return a difference with the edit as its cause; what only makes room for it says so."""
    if one.workplace in named:
        return replace(one, cause=Cause(kind=CauseKind.EVENT, event=0))
    return replace(one, cause=Cause(kind=CauseKind.ROOM_FOR, other=min(named)))


def _told(plan: OpenPlan, tried: Tried, reason: EditReason) -> acts.weeks.HandEdit:
    """Return what is kept of an edit: codes, where it is now, why."""
    edit = tried.edit
    codes = codes_of(plan.opened, plan.parts, {})
    place = next(iter(_after(tried, plan.workplace(edit.visit), plan)), (None, None))
    return acts.weeks.HandEdit(
        kind=_kind(edit),
        district=plan.district,
        code=codes[plan.workplace(edit.visit)],
        reason=reason,
        other=codes[plan.workplace(edit.other)] if isinstance(edit, Swap) else None,
        team=place[0],
        day=place[1],
        hours=_hours_given(tried),
    )


def _hours_given(tried: Tried) -> tuple[float, float] | None:
    """Return the hours that somebody gave a team on the day of a move, None where they stay."""
    edit = tried.edit
    if not isinstance(edit, Move) or not (edit.earlier or edit.later):
        return None
    return next(day.shift for day in tried.team_days if day.key == edit.key)


def _kind(edit: Edit) -> str:
    match edit:
        case Move():
            return "moved"
        case Swap():
            return "swapped"
        case Drop():
            return "dropped"
        case Pin():
            return "pinned" if edit.holds else "unpinned"


def _after(tried: Tried, workplace: str, plan: OpenPlan) -> Iterable[Key]:
    for each in tried.plan.rounds:
        if any(plan.workplace(stop.visit) == workplace for stop in each.stops):
            yield each.key


def _pinned(visits: Iterable[Visit], pins: Mapping[str, Key]) -> Iterable[Visit]:
    """Yield the visits, those held that somebody holds by hand, on other days too; a booked one has its own pin."""
    for visit in visits:
        pin = pins.get(visit.workplace)
        yield replace(visit, pinned=pin) if pin is not None and visit.pinned is None else visit


def _as_planned(team_days: Iterable[TeamDay], book: DistrictBook) -> Iterable[TeamDay]:
    """Yield the team-days with the hours that the plan gave them, where somebody had moved a shift."""
    said = {(each.team, each.day): each.shift for each in book.rounds}
    for day in team_days:
        shift = said.get(day.key, day.shift)
        yield day if shift == day.shift else replace(day, shift=shift)


def _kept_words(fresh: DistrictBook, old: DistrictBook) -> DistrictBook:
    """Return a book in the words of the one before where nothing changed: what would help, what could stand in."""
    rounds = {(each.team, each.day): each for each in old.rounds}
    missed = {(one.workplace, one.rule): one for one in old.unplaced}
    placed = {stop.workplace for each in fresh.rounds for stop in each.stops}
    return replace(
        fresh,
        rounds=tuple(_round_kept(each, rounds.get((each.team, each.day)), placed) for each in fresh.rounds),
        unplaced=tuple(missed.get((one.workplace, one.rule), one) for one in fresh.unplaced),
    )


def _round_kept(each: BookRound, before: BookRound | None, placed: set[str]) -> BookRound:
    if before is None or _hours(each) != _hours(before):
        return each
    free = (stop.alternative is None or stop.alternative.workplace not in placed for stop in before.stops)
    return before if all(free) else each


def _hours(each: BookRound) -> list[tuple[str, float, float]]:
    return [(stop.code, stop.start, stop.leave) for stop in each.stops]
