"""Figures are released by two persons, into a ledger that nobody can change and that later tables are held against."""

import pytest
from builders_acts import AT, later
from builders_disclosure import a_table, atoms_of, some_cases
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts import Office, Release, approve_release, propose_release, releases
from inspection.errors import AccessRefused, ReferralFault
from inspection.trust import verify_trail

BY, SECOND = "head-liege", "supervisor-liege"
CASES = some_cases(11)
TOLD_BY_SUBTRACTION = ((0, 0, 12), (1, 0, 30), (0, 2, 3), (1, 2, 20))  # form, quarter, cases
HALF = {"period": atoms_of("period")[:2]}


def released(house: Office, table, audience: str = "partners", hours: int = 0) -> Release:
    """Propose a table and approve it as a second person."""
    made = propose_release(table, audience, BY, at=later(hours), office=house)  # type: ignore[arg-type]
    return approve_release(made.reference, made.sha256, SECOND, at=later(hours + 1), office=house)


def test_a_release_takes_two_persons_and_both_are_recorded(house: Office) -> None:
    """What was proposed is in the ledger as it stands; the approval is bound to its hash."""
    made = propose_release(a_table(CASES), "partners", SECOND, at=AT, office=house)
    assert made.approved_by is None
    with pytest.raises(ReferralFault, match="REFER-934"):
        approve_release(made.reference, made.sha256, SECOND, at=later(1), office=house)
    with pytest.raises(ReferralFault, match="REFER-935"):
        approve_release(made.reference, "0" * 64, "direction-1", at=later(1), office=house)
    done = approve_release(made.reference, made.sha256, "direction-1", at=later(1), office=house)
    assert approve_release(made.reference, made.sha256, "supervisor-namur", at=later(2), office=house) == done
    assert releases("dpo-1", at=later(3), office=house) == [done]
    assert (done.proposed_by, done.approved_by, done.table) == (SECOND, "direction-1", made.table)
    assert verify_trail(house.store).entries


def test_who_may_do_what(house: Office) -> None:
    """An inspector proposes nothing, a team head approves nothing."""
    table = a_table(CASES)
    with pytest.raises(AccessRefused):
        propose_release(table, "partners", "insp-liege-1", at=AT, office=house)
    made = propose_release(table, "partners", SECOND, at=AT, office=house)
    with pytest.raises(AccessRefused):
        approve_release(made.reference, made.sha256, BY, at=AT, office=house)


def test_the_same_proposal_again_is_the_one_that_is_there(house: Office) -> None:
    """A repeat is harmless, released or not."""
    done = released(house, a_table(CASES))
    assert propose_release(a_table(CASES), "partners", BY, at=later(5), office=house) == done
    assert len(releases(BY, at=later(6), office=house)) == 1


def test_the_ledger_refuses_what_could_be_differenced_and_names_the_release(house: Office) -> None:
    """Only what was approved stands in the way; proposed anew, more of it is hidden. The public table follows."""
    rest = {"form": ["form-0", "form-1"]}
    cases = {("district-0", f"form-{n}", f"period-{q}", "sex-0"): c for n, q, c in TOLD_BY_SUBTRACTION}
    half = a_table({c: n for c, n in cases.items() if c[2] == "period-0"}, ("form",), scope=HALF | rest)
    year = a_table(cases, ("form",), scope={"period": atoms_of("period")} | rest)
    made = propose_release(half, "partners", BY, at=AT, office=house)
    waiting = propose_release(year, "partners", BY, at=AT, office=house)
    approve_release(made.reference, made.sha256, SECOND, at=later(1), office=house)
    with pytest.raises(ReferralFault, match="REFER-932") as refused:
        approve_release(waiting.reference, waiting.sha256, SECOND, at=later(2), office=house)
    assert made.reference in refused.value.what
    again = propose_release(year, "partners", BY, at=later(2), office=house)
    assert waiting.table.hidden < again.table.hidden
    assert again.table.shown
    assert approve_release(again.reference, again.sha256, SECOND, at=later(2), office=house).approved_by == SECOND
    public = released(house, half, "public", hours=3)
    assert made.table.hidden <= public.table.hidden


def test_rows_of_the_ledger_cannot_be_changed(house: Office) -> None:
    """Neither a proposal nor an approval, on either database."""
    released(house, a_table(CASES))
    for table in ("figure_release", "figure_release_approval"):
        for statement in (f"UPDATE {table} SET sha256 = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), house.store.write() as session:
                session.connection().execute(text(statement))


def test_exact_counts_are_sealed(house: Office) -> None:
    """What is read from the ledger is what everybody may read; the counts behind it are not in clear."""
    released(house, a_table(CASES))
    with house.store.read() as session:
        body, counts = session.connection().execute(text("SELECT body, counts FROM figure_release")).one()
    assert "period-0" not in body
    assert b"period-0" not in bytes(counts)


def test_small_categories_are_merged_on_demand(house: Office) -> None:
    """The merged category has a name of its own."""
    made = propose_release(a_table(some_cases(11, 60)), "public", BY, merge=["district"], at=AT, office=house)
    assert "other" in {cell.labels[0] for cell in made.table.cells}
