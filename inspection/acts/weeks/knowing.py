"""What a reader may know of a district's week: one rule, asked by every act that tells of it, so that no page has one.

Why a workplace was chosen is for the office: a team that knew would look at a visit by lot with other eyes. Whoever
answers for a district's week, or plans it again, knows all its rounds; everybody else those of their own team. Days
that are still secret are kept from whoever may not see ahead, whatever they plan.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from inspection.acts.weeks.secrecy import is_kept_from, shown_until
from inspection.life_cycles import PlanState
from inspection.reporting.week import DistrictBook
from inspection.store.people import UserRow
from inspection.store.views import PlanView, ReplanView
from inspection.trust import Context, Places, may_see, places_of


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much of one district's week somebody may know.

    team
        The only team of whose rounds they know, "" for none; None where they know those of every team.
    until
        The last day that they know of; None where no day is kept from them.
    knows_why
        Whether they are told arms, points and reasons.
    """

    team: str | None
    until: date | None
    knows_why: bool

    def shows(self, team: str, day: date) -> bool:
        """Tell whether they know of a team's round on a day."""
        return self.team in (None, team) and (self.until is None or day <= self.until)

    @property
    def knows_every_round(self) -> bool:
        """Tell whether no round is kept from them; then they know what found no place, too."""
        return self.team is None and self.until is None

    def book(self, whole: DistrictBook) -> DistrictBook:
        """Return what they may know of a book; its hash is another one, unless that is all of it."""
        if not self.knows_every_round:
            rounds = tuple(one for one in whole.rounds if self.shows(one.team, one.day))
            whole = replace(whole, rounds=rounds, unplaced=())
        return whole if self.knows_why else whole.without_reasons()


@dataclass(frozen=True, kw_only=True)
class Knowing:
    """What whoever acts may know of weeks, and where.

    consults
        Districts of whose weeks they may read.
    answers, plans
        Districts whose weeks they see ahead, and whose weeks they plan again: they know proposals, and every round.
    """

    consults: Places
    answers: Places
    plans: Places
    team: str
    until: date | None
    knows_why: bool

    def districts(self, state: str, named: Collection[str]) -> tuple[str, ...]:
        """Return those districts of a plan that they may read: of one that is not approved, where they decide on it."""
        is_open = state == PlanState.APPROVED
        return tuple(one for one in named if one in self.consults and (is_open or self._decides(one)))

    def bounds(self, district: str) -> Bounds:
        """Return how much of a district's week they may know."""
        team = None if self._decides(district) else self.team
        return Bounds(team=team, until=self.until, knows_why=self.knows_why)

    def _decides(self, district: str) -> bool:
        return district in self.answers or district in self.plans


def knowing(context: Context) -> Knowing:
    """Return what whoever acts may know of weeks, as the table of rights and the roster have it now."""
    until = shown_until(context.app, context.at) if is_kept_from(context) else None
    with context.store.read() as session:
        user = session.get(UserRow, context.by)
        consults, answers, plans = (
            places_of(session, context, act) for act in ("record.consult", "plan.see_ahead", "plan.replan")
        )
    return Knowing(
        consults=consults,
        answers=answers,
        plans=plans,
        team=(user.team_id or "") if user is not None else "",
        until=until,
        knows_why=user is not None and may_see(user, "reasons"),
    )


def shown_book(context: Context, book: DistrictBook) -> DistrictBook:
    """Return a district's week as whoever looks may know it."""
    return knowing(context).bounds(book.district).book(book)


def shown_plan(found: Knowing, plan: PlanView, by: str) -> PlanView | None:
    """Return a plan with the districts of it that somebody may read, None where there is none."""
    names = found.districts(plan.state, plan.districts)
    if not names:
        return None
    books = {name: sha256 for name, sha256 in plan.books.items() if name in names}
    is_own = by in (plan.proposed_by, plan.asked_by, *plan.made_by)
    return replace(plan, districts=names, books=books, is_own=is_own)


def shown_replan(found: Knowing, told: ReplanView, names: Collection[str]) -> ReplanView:
    """Return what a replanned week changed as somebody may know it: only where all of it lies in rounds they know.

    names
        The districts of the plan that they may read. What happened names teams and visits by itself: it is told to
        whoever knows every round of these.
    """
    bounds = {name: found.bounds(name) for name in names}
    known = tuple(
        one
        for one in told.changes
        if one.district in bounds
        and all(bounds[one.district].shows(slot.team, slot.day) for slot in (*one.before, *one.after))
    )
    if all(one.knows_every_round for one in bounds.values()):
        return replace(told, changes=known)
    return replace(told, events=(), changes=tuple(replace(one, event=None) for one in known))
