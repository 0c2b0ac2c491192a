"""A week is proposed with what defends it, and approved by a second person, bound to its hash."""

import json
from datetime import datetime

import pytest
from builders_acts import AT, WEEK, a_part, later
from builders_books import week_of
from builders_identity import a_principal
from sqlalchemy import text
from sqlmodel import select

from inspection.acts.weeks import approve_week, books, district_book, propose_week, refuse_approved_week, visit_codes
from inspection.errors import AccessRefused, PlanningFault, StoreFault
from inspection.reporting.week import DistrictBook
from inspection.sealing import is_short_code, sha256_of
from inspection.store.core import Lately
from inspection.store.queries import district_books, draws, frozen_rows, plans, visits
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import PlanRow
from inspection.trust import AppContext, verify_trail


def proposed(house: AppContext, by: str = "system", at: datetime = AT, **fields):
    """Propose the week of both districts."""
    values = {"service": "ONSS", "parts": [a_part("liege"), a_part("namur")]}
    return propose_week(house.acting(by, at), WEEK, **{**values, **fields})


def test_a_proposed_week_holds_books_visits_and_frozen_rows(house: AppContext) -> None:
    """The list of the books' hashes has the plan's hash; each stop has a code; register rows are opened years later."""
    plan_id = proposed(house)
    (plan,) = plans(house.store)
    assert (plan.id, plan.state, plan.districts) == (plan_id, "proposed", ("liege", "namur"))
    texts = district_books(house.store, plan_id)
    assert {name: sha256_of(text) for name, text in texts.items()} == plan.books
    listed = {"week": str(WEEK), "service": "ONSS", "districts": [list(one) for one in sorted(plan.books.items())]}
    assert sha256_of(listed) == plan.sha256 == week_of(house.store, plan_id).sha256
    stops = visits(house.store, plan_id=plan_id, with_arm=True)
    assert [s.arm for s in stops] == ["random", "mandated", "risk"] * 2
    assert all(is_short_code(s.code) for s in stops)
    ((week, digest, rows),) = frozen_rows(house.store, stops[0].workplace)
    assert (week, digest) == (str(WEEK), sha256_of(rows))
    assert json.loads(rows)["name"] == "Firm"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE plan_district SET sha256 = 'other' WHERE district = 'liege'",
        "UPDATE plan_district SET district = 'eupen' WHERE district = 'liege'",
        "DELETE FROM plan_district WHERE district = 'liege'",
        "UPDATE plan SET sha256 = 'other'",
    ],
)
def test_a_book_that_nobody_approved_is_not_read(embedded: AppContext, change: str) -> None:
    """A row that was moved, exchanged or taken away does not pass for what was proposed: the hashes say so."""
    plan_id = proposed(embedded)
    with embedded.store.engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(StoreFault) as fault:
        district_books(embedded.store, plan_id, ["namur"])
    assert (fault.value.code, fault.value.where) == ("STORE-045", f"plan {plan_id}")


def test_the_same_week_twice_is_one_plan(house: AppContext) -> None:
    """Equal content has an equal hash, whoever proposes it and when; nothing is written again."""
    first = proposed(house)
    entries = verify_trail(house.store).entries
    assert proposed(house, by="supervisor-liege", at=later(hours=5), parts=[a_part("namur"), a_part("liege")]) == first
    assert verify_trail(house.store).entries == entries


def test_another_content_replaces_a_proposed_week(house: AppContext) -> None:
    """Only the newest proposal stands, and the trail tells of both."""
    first = proposed(house)
    second = proposed(house, parts=[a_part("liege", seed=2), a_part("namur")])
    assert [p.id for p in plans(house.store)] == [second]
    assert first != second


def test_an_approved_week_is_never_replaced(house: AppContext) -> None:
    """Neither by a plan of all districts nor by one of a single district that it covers."""
    proposed(house)
    sha256 = plans(house.store)[0].sha256
    approve_week(house.acting("supervisor-liege", AT), WEEK, sha256, service="ONSS")
    for parts in ([a_part("liege", seed=2), a_part("namur")], [a_part("namur", seed=2)]):
        with pytest.raises(PlanningFault, match="approved already"):
            proposed(house, parts=parts)
    assert [p.sha256 for p in plans(house.store)] == [sha256]


def test_an_approved_week_is_refused_before_the_work(house: AppContext) -> None:
    """While it is proposed nobody is refused; once approved, whoever would plan one of its districts."""
    proposed(house)
    refuse_approved_week(house.acting(), WEEK, ["liege", "namur"])
    approve_week(house.acting("supervisor-liege", AT), WEEK, plans(house.store)[0].sha256, service="ONSS")
    for districts in (["liege", "namur"], ["namur"]):
        with pytest.raises(PlanningFault, match="approved already") as refused:
            refuse_approved_week(house.acting(), WEEK, districts)
        assert refused.value.code == "PLAN-222"
    refuse_approved_week(house.acting(), WEEK, ["leuven"])
    refuse_approved_week(house.acting(), WEEK, ["liege"], service="TSW")


def test_two_districts_may_be_proposed_apart(house: AppContext) -> None:
    """A plan of one district leaves that of another alone."""
    proposed(house, parts=[a_part("liege")])
    proposed(house, parts=[a_part("namur")])
    assert sorted(p.districts for p in plans(house.store)) == [("liege",), ("namur",)]


def test_a_districts_book_is_the_same_in_any_week(house: AppContext) -> None:
    """Kept byte for byte, whether its district is planned alone or beside another; the week's hash is not."""
    parts = [a_part("liege"), a_part("namur")]
    both = district_books(house.store, proposed(house, parts=parts))
    of_both = plans(house.store)[0].sha256
    alone = district_books(house.store, proposed(house, parts=parts[:1]))
    assert alone == {"liege": parts[0].book.canonical()} == {"liege": both["liege"]}
    assert plans(house.store)[0].sha256 != of_both


def test_one_district_is_read_without_the_others(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only its book is opened; a district that the plan does not have is refused like a plan that is not there."""
    plan_id, opened = proposed(house), list[str]()
    monkeypatch.setattr(books, "_OPENED", Lately(1))
    monkeypatch.setattr(DistrictBook, "parse", lambda text: opened.append(text) or a_part("liege").book)
    assert district_book(house.acting("supervisor-liege", AT), plan_id, "liege").district == "liege"
    assert opened == [district_books(house.store, plan_id)["liege"]]
    with pytest.raises(AccessRefused, match="ACCESS-060"):
        district_book(house.acting("supervisor-liege", AT), plan_id, "leuven")


def test_a_book_that_is_known_is_opened_no_more_and_its_plan_is_asked_each_time(house: AppContext) -> None:
    """Who reads it next is recorded too; where the plan's list is another by now, nothing is shown of it."""
    plan_id, looks = proposed(house), []
    for who in ("supervisor-liege", "direction-1"):
        first, again = (district_book(house.acting(who, AT), plan_id, "liege") for _ in range(2))
        assert first is again
        looks += [who, who]
    with house.store.read() as session:
        rows = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "record.consult")).all()
        assert [row.who for row in rows if row.subject == plan_id] == looks
    with house.store.write() as session:
        session.get_one(PlanRow, plan_id).sha256 = "0" * 64
    with pytest.raises(StoreFault, match="STORE-045"):
        district_book(house.acting("direction-1", AT), plan_id, "liege")


def test_approval_needs_a_second_person_and_the_right_hash(house: AppContext) -> None:
    """Who proposed does not approve; a hash that is no longer there is refused; an inspector may not."""
    proposed(house, by="supervisor-liege")
    sha256 = plans(house.store)[0].sha256
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approve_week(house.acting("supervisor-liege", AT), WEEK, sha256)
    with pytest.raises(PlanningFault, match="No plan of this week has this hash"):
        approve_week(house.acting("direction-1", AT), WEEK, "0" * 64)
    with pytest.raises(AccessRefused):
        approve_week(house.acting("head-liege", AT), WEEK, sha256)
    done = approve_week(house.acting("direction-1", AT), WEEK, sha256)
    assert done == approve_week(house.acting("supervisor-namur", later(hours=1)), WEEK, sha256)
    assert (done.approved_by, plans(house.store)[0].state) == ("direction-1", "approved")


def test_teams_see_no_arm_before_the_control(house: AppContext) -> None:
    """Or the random arm would get the lighter visit."""
    plan_id = proposed(house)
    assert {v.arm for v in visits(house.store, plan_id=plan_id)} == {None}


def test_codes_follow_from_the_selection_and_tell_nothing_of_it(house: AppContext) -> None:
    """The same week gives the same codes; another frame or seed gives others; all differ within a week."""
    parts = [a_part("liege"), a_part("namur")]
    codes = visit_codes("ONSS", str(WEEK), parts)
    assert codes == visit_codes("ONSS", str(WEEK), parts[::-1])
    assert len(set(codes.values())) == len(codes) == 10
    assert not set(codes.values()) & set(visit_codes("ONSS", str(WEEK), [a_part("liege", seed=2)]).values())


def test_what_was_drawn_stays_evidence_also_when_it_found_no_place(house: AppContext) -> None:
    """An unplaced random visit is non-response, with n_h and N_h; a risk candidate without a place is not there."""
    proposed(house)
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    found = [d for d in draws(house.store) if d.district == "liege"]
    assert [(d.arm, d.state) for d in found] == [
        ("random", "unplaced"),
        ("random", "planned"),
        ("mandated", "planned"),
        ("risk", "planned"),
    ]
    assert (found[0].drawn, found[0].frame_size, found[0].inclusion_probability) == (1, 10, 0.1)


def test_who_ran_it_by_hand_does_not_approve_it(house: AppContext) -> None:
    """The system proposes in name; whoever chose the seed that draws the random arm is who proposed it."""
    proposed(house, asked_by=a_principal(house, "supervisor-liege", "supervisor"), seed_by_hand=True)
    (plan,) = plans(house.store)
    assert (plan.proposed_by, plan.asked_by, plan.seed_by_hand) == ("system", "supervisor-liege", True)
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approve_week(house.acting("supervisor-liege", AT), WEEK, plan.sha256)
    with house.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "plan.propose"))
    assert (entry.facts["asked_by"], entry.facts["seed_by_hand"]) == ("supervisor-liege", True)
    assert approve_week(house.acting("direction-1", AT), WEEK, plan.sha256).approved_by == "direction-1"


def test_the_same_week_run_by_another_hides_nobody(house: AppContext) -> None:
    """Who asked first stays recorded: running it again for somebody changes nothing."""
    proposed(house, asked_by=a_principal(house, "supervisor-liege", "supervisor"), seed_by_hand=True)
    proposed(house, asked_by=a_principal(house, "supervisor-namur", "supervisor"))
    proposed(house)
    assert plans(house.store)[0].asked_by == "supervisor-liege"


@pytest.mark.parametrize("by", ["insp-liege-1", "dpo-1", "nobody", "head-namur"])
@pytest.mark.few(4)
def test_who_may_propose_nothing_has_nothing_proposed(house: AppContext, by: str) -> None:
    """The system's name lends nobody a right."""
    with pytest.raises(AccessRefused):
        proposed(house, asked_by=a_principal(house, by, "inspector"), parts=[a_part("liege")])
    assert plans(house.store) == []
