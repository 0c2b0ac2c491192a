"""The search compiled before a week asks for it: a made-up day is planned, which goes through every door."""

from datetime import date

from inspection.planning.explain import Nowhere
from inspection.planning.problem import RoundPolicy, TeamDay, Visit
from inspection.planning.solve.rounds import plan_rounds

_DAY, _HERE, _SHIFT = date(2026, 1, 5), (0.0, 0.0), (0.0, 60.0)


def warm() -> None:
    """Compile the search, or wait for the process that does; nothing where it is compiled and kept already.

    All weeks are made of arrays of the same kinds, so whatever plans a real one finds the machine code of this one.
    """
    visit = Visit(id="1", workplace="1", point=_HERE, minutes=1.0, value=1.0, windows=(_SHIFT,), days=frozenset({_DAY}))
    day = TeamDay(team="1", day=_DAY, office=_HERE, shift=_SHIFT, languages=frozenset(), size=1)
    plan_rounds([visit], [day], Nowhere(), RoundPolicy.free(), iterations=1)
