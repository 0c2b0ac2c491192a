"""Figures are released by two persons, into a ledger that nobody can change and that later tables are held against."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from builders_acts import AT, later
from builders_disclosure import a_table, atoms_of, some_cases
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts.figures import Release, approve_release, propose_release, releases
from inspection.errors import AccessRefused, ReferralFault
from inspection.reporting.disclosure import Issue
from inspection.trust import AppContext, verify_trail

releasing = importlib.import_module("inspection.acts.figures.releasing")  # the package shows an act of the same name
BY, SECOND = "head-liege", "supervisor-liege"
CASES = some_cases(11)
TOLD_BY_SUBTRACTION = ((0, 0, 12), (1, 0, 30), (0, 2, 3), (1, 2, 20))  # form, quarter, cases
HALF = {"period": atoms_of("period")[:2]}


def released(house: AppContext, table, audience: str = "partners", hours: int = 0) -> Release:
    """Propose a table and approve it as a second person."""
    made = propose_release(house.acting(BY, later(hours)), table, audience)  # type: ignore[arg-type]
    return approve_release(house.acting(SECOND, later(hours + 1)), made.reference, made.sha256)


def test_a_release_takes_two_persons_and_both_are_recorded(house: AppContext) -> None:
    """What was proposed is in the ledger as it stands; the approval is bound to its hash."""
    made = propose_release(house.acting(SECOND, AT), a_table(CASES), "partners")
    assert made.approved_by is None
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approve_release(house.acting(SECOND, later(1)), made.reference, made.sha256)
    with pytest.raises(ReferralFault, match="REFER-935"):
        approve_release(house.acting("direction-1", later(1)), made.reference, "0" * 64)
    done = approve_release(house.acting("direction-1", later(1)), made.reference, made.sha256)
    assert approve_release(house.acting("supervisor-namur", later(2)), made.reference, made.sha256) == done
    assert releases(house.acting("dpo-1", later(3))) == [done]
    assert (done.proposed_by, done.approved_by, done.table) == (SECOND, "direction-1", made.table)
    assert verify_trail(house.store).entries


def test_who_may_do_what(house: AppContext) -> None:
    """An inspector proposes nothing, a team head approves nothing."""
    table = a_table(CASES)
    with pytest.raises(AccessRefused):
        propose_release(house.acting("insp-liege-1", AT), table, "partners")
    made = propose_release(house.acting(SECOND, AT), table, "partners")
    with pytest.raises(AccessRefused):
        approve_release(house.acting(BY, AT), made.reference, made.sha256)


def test_the_same_proposal_again_is_the_one_that_is_there(house: AppContext) -> None:
    """A repeat is harmless, released or not."""
    done = released(house, a_table(CASES))
    assert propose_release(house.acting(BY, later(5)), a_table(CASES), "partners") == done
    assert len(releases(house.acting(BY, later(6)))) == 1


def test_the_ledger_refuses_what_could_be_differenced_and_names_the_release(house: AppContext) -> None:
    """Only what was approved stands in the way; proposed anew, more of it is hidden. The public table follows."""
    rest = {"form": ["form-0", "form-1"]}
    cases = {("district-0", f"form-{n}", f"period-{q}", "sex-0"): c for n, q, c in TOLD_BY_SUBTRACTION}
    half = a_table({c: n for c, n in cases.items() if c[2] == "period-0"}, ("form",), scope=HALF | rest)
    year = a_table(cases, ("form",), scope={"period": atoms_of("period")} | rest)
    made = propose_release(house.acting(BY, AT), half, "partners")
    waiting = propose_release(house.acting(BY, AT), year, "partners")
    approve_release(house.acting(SECOND, later(1)), made.reference, made.sha256)
    with pytest.raises(ReferralFault, match="REFER-932") as refused:
        approve_release(house.acting(SECOND, later(2)), waiting.reference, waiting.sha256)
    assert made.reference in refused.value.what
    again = propose_release(house.acting(BY, later(2)), year, "partners")
    assert waiting.table.hidden < again.table.hidden
    assert again.table.shown
    assert approve_release(house.acting(SECOND, later(2)), again.reference, again.sha256).approved_by == SECOND
    public = released(house, half, "public", hours=3)
    assert made.table.hidden <= public.table.hidden


def meanwhile(patch: pytest.MonkeyPatch, *acts: Callable[[], object]) -> list[str]:
    """Let others act while a table is held against the ledger, one each time; returns the tables that were held."""
    real, left, seen = releasing.refuse_differencing, list(acts), []

    def refuse(new: Issue, earlier: Sequence[Issue], *rest: Any, **how: Any) -> None:
        seen.append(new.name)
        if left:
            left.pop(0)()
        real(new, earlier, *rest, **how)

    patch.setattr(releasing, "refuse_differencing", refuse)
    return seen


def test_two_persons_who_approve_at_the_same_moment_leave_one_approval(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slower one finds it approved, and changes nothing."""
    made = propose_release(house.acting(BY, AT), a_table(CASES), "partners")
    meanwhile(monkeypatch, lambda: approve_release(house.acting("direction-1", later(1)), made.reference, made.sha256))
    done = approve_release(house.acting(SECOND, later(1)), made.reference, made.sha256)
    assert done.approved_by == "direction-1"
    assert releases(house.acting("dpo-1", later(3))) == [done]


def test_what_was_approved_meanwhile_is_held_against(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The year was worked out beside an empty ledger; by then a half stands there, and more of the year is hidden."""
    rest = {"form": ["form-0", "form-1"]}
    cases = {("district-0", f"form-{n}", f"period-{q}", "sex-0"): c for n, q, c in TOLD_BY_SUBTRACTION}
    half = a_table({c: n for c, n in cases.items() if c[2] == "period-0"}, ("form",), scope=HALF | rest)
    year = a_table(cases, ("form",), scope={"period": atoms_of("period")} | rest)
    alone = propose_release(house.acting(BY, AT), year, "partners")
    meanwhile(monkeypatch, lambda: released(house, half))
    beside = propose_release(house.acting(BY, later(2)), year, "partners")
    assert alone.table.hidden < beside.table.hidden


def test_who_is_overtaken_each_time_is_told_to_try_again(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept of a proposal that was never worked out beside the ledger as it stands."""
    quarters = [a_table(some_cases(n), ("sex",), scope={"period": [f"period-{n}"]}) for n in range(3)]
    made = [propose_release(house.acting(BY, AT), quarter, "partners") for quarter in quarters]
    second = house.acting(SECOND, later(1))
    nothing = [lambda one=one: approve_release(second, one.reference, one.sha256) for one in made]
    overtaken = [act for one in nothing for act in (one, lambda: None)]  # each approval is held against it too
    meanwhile(monkeypatch, *overtaken)
    with pytest.raises(ReferralFault, match="REFER-937"):
        propose_release(house.acting(BY, later(1)), a_table(some_cases(9), scope={"period": ["period-3"]}), "partners")
    assert [one.reference for one in releases(house.acting("dpo-1", later(3)))] == [one.reference for one in made]


def test_rows_of_the_ledger_cannot_be_changed(house: AppContext) -> None:
    """Neither a proposal nor an approval, on either database."""
    released(house, a_table(CASES))
    for table in ("figure_release", "figure_release_approval"):
        for statement in (f"UPDATE {table} SET sha256 = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), owned(house.store).write() as session:
                session.connection().execute(text(statement))


def test_exact_counts_are_sealed(house: AppContext) -> None:
    """What is read from the ledger is what everybody may read; the counts behind it are not in clear."""
    released(house, a_table(CASES))
    with house.store.read() as session:
        body, counts = session.connection().execute(text("SELECT body, counts FROM figure_release")).one()
    assert "period-0" not in body
    assert b"period-0" not in bytes(counts)


def test_small_categories_are_merged_on_demand(house: AppContext) -> None:
    """The merged category has a name of its own."""
    made = propose_release(house.acting(BY, AT), a_table(some_cases(11, 60)), "public", merge=["district"])
    assert "other" in {cell.labels[0] for cell in made.table.cells}
