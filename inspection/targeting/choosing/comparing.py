"""Why a week's list differs from the one before it: who is new, gone, up or down, and the terms that changed.

The list is of those that points put forward. Whoever was drawn by lot or is owed a visit in either week is left out of
it, whatever its points did, and terms that stand for a complaint are never looked at: so it says nothing of a workplace
that somebody complained of or the lot fell on, and the same of all others. What a magistrate ordered stands in no
selection: such a workplace is gone, in the words that tell of any that left. Sums of points and places are not told,
since they count what is left out here.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from inspection.life_cycles import VisitState
from inspection.targeting.model import Reason

Kind = Literal["new", "gone", "up", "down"]
What = Literal["value", "bin", "points", "register_day", "card"]
KINDS: tuple[Kind, ...] = ("new", "gone", "up", "down")


@dataclass(frozen=True, kw_only=True)
class ListedChoice:
    """A workplace as a selection kept it.

    card
        The key of its card; None where nobody kept it.
    state
        Of its planned visit; None where it found no place in a round.
    """

    workplace: str
    district: str
    sector: str
    arm: str
    reasons: tuple[Reason, ...]
    card: str | None = None
    state: VisitState | None = None


@dataclass(frozen=True, kw_only=True)
class ChangedTerm:
    """One signal of a workplace in both weeks; None where that week's list did not have it.

    what
        What changed of it, in a fixed order.
    """

    signal: str
    before: Reason | None
    after: Reason | None
    what: tuple[What, ...]

    @property
    def points(self) -> int:
        """The points that it gives more, or below 0 less."""
        return (self.after.points if self.after else 0) - (self.before.points if self.before else 0)


@dataclass(frozen=True, kw_only=True)
class ListChange:
    """A workplace that is new on the list, gone from it, or that more or fewer points speak for.

    why
        Of one that is gone: "visited", "not_reached" (the visit was not carried out), "planned" (in a round of the week
        before) or "others_ahead" (others stand higher, or it can be chosen no more). None of all others.
    is_planned
        Whether it has a visit in the later week.
    cards
        The keys of its card in both weeks, where it changed.
    """

    workplace: str
    district: str
    sector: str
    kind: Kind
    why: str | None
    is_planned: bool
    terms: tuple[ChangedTerm, ...]
    cards: tuple[str, str] | None = None

    @property
    def points(self) -> int:
        """The points by which the terms that are told changed."""
        return sum(term.points for term in self.terms)


def compare(
    before: Iterable[ListedChoice], after: Iterable[ListedChoice], untold: AbstractSet[str]
) -> tuple[ListChange, ...]:
    """Return the changes from one week's list to the next: new, gone, up, down; the largest first, ties by workplace.

    untold
        Signals that stand for what is never told, such as complaints.
    """
    old, new = ({one.workplace: one for one in several} for several in (before, after))
    apart = {w for one in (old, new) for w, choice in one.items() if choice.arm != "risk"}
    found = [
        change
        for workplace in sorted((old.keys() | new.keys()) - apart)
        for change in _changes(old.get(workplace), new.get(workplace), untold)
    ]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), -abs(one.points), one.workplace)))


def _changes(old: ListedChoice | None, new: ListedChoice | None, untold: AbstractSet[str]) -> Iterator[ListChange]:
    shown = new or old
    assert shown is not None  # noqa: S101  one of the two lists has it
    cards = (old.card, new.card) if old and new and old.card and new.card and old.card != new.card else None
    terms = tuple(_terms(old, new, untold, is_other_card=cards is not None))
    kind = _kind(old, new, sum(term.points for term in terms))
    if kind is not None:
        yield ListChange(
            workplace=shown.workplace,
            district=shown.district,
            sector=shown.sector,
            kind=kind,
            why=_why_gone(old) if old and new is None else None,
            is_planned=bool(new and new.state),
            terms=terms,
            cards=cards,
        )


def _kind(old: ListedChoice | None, new: ListedChoice | None, points: int) -> Kind | None:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    return None if not points else "up" if points > 0 else "down"


def _why_gone(old: ListedChoice) -> str:
    return _REACHED[old.state] if old.state else "others_ahead"


_REACHED = {VisitState.CARRIED_OUT: "visited", VisitState.NOT_CARRIED_OUT: "not_reached", VisitState.PLANNED: "planned"}


def _terms(
    old: ListedChoice | None, new: ListedChoice | None, untold: AbstractSet[str], *, is_other_card: bool
) -> Iterator[ChangedTerm]:
    """Yield the terms that changed; of one that is new, those that give points; of one that is gone, none."""
    if new is None:
        return
    was = {reason.signal: reason for reason in (old.reasons if old else ())}
    now = {reason.signal: reason for reason in new.reasons}
    for signal in sorted((was.keys() | now.keys()) - untold):
        one, other = was.get(signal), now.get(signal)
        what = tuple(_what(one, other, is_other_card))
        is_told = bool(other and other.points) if old is None else _counts(what)
        if is_told:
            yield ChangedTerm(signal=signal, before=one, after=other, what=what)


def _counts(what: tuple[What, ...]) -> bool:
    """Tell whether more changed than the day of the register: a newer day with the same value is no news."""
    return bool(set(what) - {"register_day", "card"})


def _what(one: Reason | None, other: Reason | None, is_other_card: bool) -> Iterator[What]:
    if one is None or other is None:
        yield "points"
    else:
        if one.value != other.value:
            yield "value"
        if one.bin != other.bin:
            yield "bin"
        if one.points != other.points:
            yield "points"
        if one.snapshot != other.snapshot:
            yield "register_day"
    if is_other_card:
        yield "card"
