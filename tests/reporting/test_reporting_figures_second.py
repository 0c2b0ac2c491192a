"""The estimate of a period takes what second visits saw."""

from datetime import date

from builders_evaluating import measuring

from inspection.reporting.facts import StratumFact, VisitFact
from inspection.reporting.figures import Counted

ON = date(2026, 9, 7)


def a_draw(*, found: bool | None, second: tuple[bool, bool | None] | None = None) -> VisitFact:
    """A draw of one stratum; with a second visit, whether the lot fell on it and what it found."""
    owed, seen = second or (False, None)
    return VisitFact(
        on=ON, district="liege", sector="a", arm="random", state="carried_out" if found is not None else "unplaced",
        stratum="liege|a", inclusion_probability=0.1, has_finding=found,
        second_chance=0.5 if second else None, is_second_owed=owed, second_has_finding=seen,
    )  # fmt: skip


def counted(*draws: VisitFact) -> Counted:
    """A period with these draws."""
    sizes = (StratumFact(on=ON, district="liege", sector="a", size=10 * len(draws)),)
    return Counted(figure="prevalence", first=ON, last=ON, facets=(), counts={}, atoms={}, draws=draws, strata=sizes)


def test_a_second_visit_stands_for_two_doors_and_ends_the_bounds() -> None:
    """Forty draws, ten of them closed: the lot falls on five of these, and each has something to find."""
    seen = [a_draw(found=n < 6) for n in range(30)]
    closed = [a_draw(found=None) for _ in range(10)]
    lots = [a_draw(found=None, second=(n < 5, True if n < 5 else None)) for n in range(10)]
    bounds = counted(*seen, *closed).estimate(measuring())
    told = counted(*seen, *lots).estimate(measuring())
    assert bounds.is_bounds
    assert bounds.prevalence is not None
    assert told.prevalence is not None
    assert not told.is_bounds
    assert told.prevalence.value == (6 + 10) / 40
    assert bounds.prevalence.value == 6 / 30
