"""A reader of policy gets what was released and nothing else; the office alone sees exact cells."""

from datetime import date

import pytest
from builders_acts import LIEGE, a_suspicious_control, later
from builders_orders import INSPECTOR

from inspection.acts.controls import save
from inspection.acts.figures import approve_release, import_figures, policy_table, propose_figure
from inspection.errors import AccessRefused, ReferralFault
from inspection.trust import AppContext

BY, SECOND = "supervisor-liege", "supervisor-namur"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
OTHERS = "figure,source,first,last,count\nconvicted,College 2027,2026-01-01,2026-12-31,9\n"


@pytest.mark.few(1)
def test_nothing_stands_in_a_readers_table_before_it_was_approved(house: AppContext) -> None:
    """A proposal is no release; once approved, the rounded count is told and the exact one is not."""
    for n in range(13):
        save(house.acting(INSPECTOR, later(n)), a_suspicious_control("yes"), place=LIEGE)
    made = propose_figure(house.acting(BY, later(99)), "referrals", ["sector"], *YEAR, "partners")

    def referrals() -> set[tuple[str, int | None]]:
        table = policy_table(house.acting(BY, later(100)), "fps-fa", 2026)
        assert table.is_released
        return {(c.told, c.count) for c in table.cells if c.figure == "referrals" and c.dimension != "country"}

    assert referrals() == {("not_released", None)}
    approve_release(house.acting(SECOND, later(99)), made.reference, made.sha256)
    assert referrals() <= {("rounded", 15), ("hidden", None)}
    exact = policy_table(house.acting(BY, later(101)), "fps-fa", 2026, exact=True)
    assert ("exact", 13) in {(c.told, c.count) for c in exact.cells}


def test_the_table_of_the_union_says_what_nobody_holds(house: AppContext) -> None:
    """Detected, referred and recognised are three figures; a figure of others stands once it was taken over."""
    table = policy_table(house.acting(BY, later(1)), "eu", 2026, exact=True)
    told = {(c.figure, c.dimension): c.told for c in table.cells}
    assert {told[figure, "sex"] for figure in ("victims_detected", "victims_referred")} == {"not_held"}
    assert {told[figure, "total"] for figure in ("victims_recognised", "prosecuted", "convicted")} == {"not_held"}
    import_figures(house.acting(BY, later(2)), OTHERS)
    again = policy_table(house.acting(BY, later(3)), "eu", 2026, exact=True)
    convicted = [(c.dimension, c.told, c.count) for c in again.cells if c.figure == "convicted"]
    assert convicted[0] == ("total", "exact", 9)
    assert {(told, count) for _, told, count in convicted[1:]} == {("not_held", None)}


def test_who_may_make_one(house: AppContext) -> None:
    """An unknown reader, and somebody who may not read figures."""
    with pytest.raises(ReferralFault, match="REFER-936"):
        policy_table(house.acting(BY), "employer", 2026)
    for exact in (True, False):
        with pytest.raises(AccessRefused):
            policy_table(house.acting(INSPECTOR, later(1)), "eu", 2026, exact=exact)
