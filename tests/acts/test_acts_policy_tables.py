"""A reader of policy gets what was released and nothing else; the office alone sees exact cells."""

from datetime import date

import pytest
from builders_acts import LIEGE, a_suspicious_control, later
from builders_orders import INSPECTOR

from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.figures import approve_release, import_figures, policy_table, propose_figure
from inspection.errors import AccessRefused, ReferralFault

BY, SECOND = "supervisor-liege", "supervisor-namur"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
OTHERS = "figure,source,first,last,count\nconvicted,College 2027,2026-01-01,2026-12-31,9\n"


def test_nothing_stands_in_a_readers_table_before_it_was_approved(house: Office) -> None:
    """A proposal is no release; once approved, the rounded count is told and the exact one is not."""
    for n in range(13):
        save_control(a_suspicious_control("yes"), INSPECTOR, place=LIEGE, at=later(n), office=house)
    made = propose_figure("referrals", ["sector"], *YEAR, "partners", BY, at=later(99), office=house)

    def referrals() -> set[tuple[str, int | None]]:
        table = policy_table("fps-fa", 2026, BY, at=later(100), office=house)
        assert table.is_released
        return {(c.told, c.count) for c in table.cells if c.figure == "referrals" and c.dimension != "country"}

    assert referrals() == {("not_released", None)}
    approve_release(made.reference, made.sha256, SECOND, at=later(99), office=house)
    assert referrals() <= {("rounded", 15), ("hidden", None)}
    exact = policy_table("fps-fa", 2026, BY, exact=True, at=later(101), office=house)
    assert ("exact", 13) in {(c.told, c.count) for c in exact.cells}


def test_the_table_of_the_union_says_what_nobody_holds(house: Office) -> None:
    """Detected, referred and recognised are three figures; a figure of others stands once it was taken over."""
    table = policy_table("eu", 2026, BY, exact=True, at=later(1), office=house)
    told = {(c.figure, c.dimension): c.told for c in table.cells}
    assert {told[figure, "sex"] for figure in ("victims_detected", "victims_referred")} == {"not_held"}
    assert {told[figure, "total"] for figure in ("victims_recognised", "prosecuted", "convicted")} == {"not_held"}
    import_figures(OTHERS, BY, at=later(2), office=house)
    again = policy_table("eu", 2026, BY, exact=True, at=later(3), office=house)
    convicted = [(c.dimension, c.told, c.count) for c in again.cells if c.figure == "convicted"]
    assert convicted[0] == ("total", "exact", 9)
    assert {(told, count) for _, told, count in convicted[1:]} == {("not_held", None)}


def test_who_may_make_one(house: Office) -> None:
    """An unknown reader, and somebody who may not read figures."""
    with pytest.raises(ReferralFault, match="REFER-936"):
        policy_table("employer", 2026, BY, office=house)
    for exact in (True, False):
        with pytest.raises(AccessRefused):
            policy_table("eu", 2026, INSPECTOR, exact=exact, at=later(1), office=house)
