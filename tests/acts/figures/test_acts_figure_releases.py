"""A release is counted from a figure, with every facet behind it, so that later tables can be held against it."""

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from builders_acts import LIEGE, NAMUR, a_suspicious_control, later
from builders_orders import INSPECTOR

from inspection.acts.controls import save
from inspection.acts.figures import Release, approve_release, figure_facts, propose_figure
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting.figures import FIGURES, count, count_table
from inspection.trust import AppContext

BY, SECOND = "supervisor-liege", "supervisor-namur"
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
LATE = 300.0


def suspicions(house: AppContext, many: int, seed: int = 1) -> None:
    """Some controls with a yes, most of them in Liège."""
    random = Random(seed)
    for _ in range(many):
        place = LIEGE if random.random() < 0.8 else NAMUR
        save(house.acting(INSPECTOR, later(random.random())), a_suspicious_control("yes"), place=place)


def proposed(house: AppContext, cut: Sequence[str], figure: str = "referrals", by: str = BY) -> Release:
    """Propose November of a figure to partners."""
    return propose_figure(house.acting(by, later(LATE)), figure, cut, *NOVEMBER, "partners")


@pytest.mark.few(1)
def test_a_released_figure_is_rounded_and_hides_small_counts(house: AppContext) -> None:
    """No exact count leaves, and each district of the country stands in the table, empty or not."""
    suspicions(house, 14)
    made = proposed(house, ["district"])
    assert (made.table.figure, made.table.dimensions) == ("referrals", ("district",))
    assert len(made.table.cells) == 13
    assert made.table.shown[("total",)] == 15
    assert ("namur",) in made.table.hidden
    assert dict(made.table.scope) == {"period": ("2026-11",), "service": ("ONSS",)}


@pytest.mark.few(1)
def test_cuts_of_a_figure_are_held_against_each_other(house: AppContext) -> None:
    """The ledger knows what the first table did not show: all are of one form, which the second would tell."""
    suspicions(house, 14)
    first = proposed(house, ["district"])
    approve_release(house.acting(SECOND, later(LATE)), first.reference, first.sha256)
    second = proposed(house, ["form"])
    assert second.table.hidden > {("economic",)}
    assert second.table.shown == {("total",): 15}
    save(house.acting(INSPECTOR, later(2)), a_suspicious_control("yes"), place=LIEGE)
    with pytest.raises(ReferralFault, match="REFER-930"):
        proposed(house, ["district"])


def test_what_cannot_be_released_as_counts_is_refused(house: AppContext) -> None:
    """Durations, estimates, broken months, unknown dimensions; and whoever may not read figures proposes none."""
    for figure, cut, code in (
        ("time_to_decide", ["district"], "941"),
        ("prevalence", ["district"], "941"),
        ("referrals", ["sex"], "961"),
        ("referrals", [], "961"),
        ("nothing", ["district"], "938"),
    ):
        with pytest.raises(ReferralFault) as refused:
            proposed(house, cut, figure)
        assert refused.value.code == f"REFER-{code}"
    with pytest.raises(ReferralFault, match="REFER-942"):
        propose_figure(house.acting(BY), "referrals", ["district"], date(2026, 11, 2), NOVEMBER[1], "partners")
    with pytest.raises(AccessRefused):
        proposed(house, ["district"], by="head-liege")


def test_every_count_makes_a_table_by_each_of_its_dimensions(house: AppContext) -> None:
    """Whatever the dimension, the table holds as many as the figure."""
    suspicions(house, 3)
    facts = figure_facts(house.acting(BY, later(LATE)), *NOVEMBER)
    for figure in FIGURES.values():
        counted = count(figure.id, facts, *NOVEMBER)
        for name in figure.dimensions if figure.kind == "count" else ():
            assert count_table(counted, [name]).cells.sum() == counted.total
