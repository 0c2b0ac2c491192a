"""What an office of a lodging is told through the acts: the minimum at first, and the whole once it works the case."""

import pytest
from builders_acts import AT, LIEGE, NAMUR, later
from builders_lodgings import (
    AUDITOR,
    CELL,
    ELSEWHERE,
    MAGISTRATE,
    POLICE,
    WORDS,
    a_lodging,
    change,
    hand_over,
    is_whole,
    opened,
    rows,
    told,
)
from builders_orders import BY, INSPECTOR, TEAM, ordered

from inspection.acts.bundles import authorise_recipient, bundle_of
from inspection.acts.changes import breaches, confirm_change, propose_change, recall, reroute
from inspection.acts.controls import correct_control
from inspection.acts.orders import permit
from inspection.acts.referrals import decide, refuse
from inspection.control.filled import Control
from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES, t
from inspection.trust import AppContext


@pytest.fixture
def house(embedded: AppContext) -> AppContext:
    """Give the house on the embedded database alone."""
    return embedded


def test_the_cell_and_the_magistrate_of_a_lodging_get_what_concerns_them(house: AppContext) -> None:
    """Who said to sleep in the employer's lodging, where, who has the case; the others and their pay stay here."""
    opened(house)
    for office in (CELL, MAGISTRATE):
        found = told(house, office)
        assert [one["name"] for one in found["persons"]] == ["Synthetic Lodger"]
        assert (found["lodgings"], found["danger_now"]) == (["Straat 1, 3500 Hasselt"], True)
        assert found["holders"] == [AUDITOR, POLICE]
        made = bundle_of(house.store, rows(house, office)[0])
        text = "".join(body.decode() for name, body in made.files if not name.endswith(".pdf"))
        assert not [word for word in ELSEWHERE if word in text]
        assert made.apart == ()
    assert is_whole(told(house, POLICE))
    assert is_whole(told(house, AUDITOR))


def test_an_office_that_was_only_concerned_reads_no_reason_of_a_change(house: AppContext) -> None:
    """What was corrected is written for the magistrate, and may tell of the case."""
    change(house, opened(house), "correction", 1)
    said = {o: dict(bundle_of(house.store, rows(house, o)[-1]).files)["message.txt"].decode() for o in (AUDITOR, CELL)}
    assert WORDS in said[AUDITOR]
    assert WORDS not in said[CELL]


def test_what_does_not_concern_it_makes_no_supplement(house: AppContext) -> None:
    """More seen at work is told to who has the case; that another has it now is told to the lodging's offices too."""
    control = a_lodging()
    reference = opened(house, control)
    more = control.model_copy(update={"answers": {**control.answers, "ob_network": ["chain"]}})
    correct_control(house.acting(INSPECTOR, later(1)), more, "seen later", place=LIEGE)
    hand_over(house, 1.5)
    assert [len(rows(house, office)) for office in (POLICE, CELL)] == [2, 1]
    refuse(house.acting(INSPECTOR, later(2)), reference, "not_competent", recipient=POLICE)
    reroute(house.acting(INSPECTOR, later(3)), rows(house, POLICE)[-1].id, "pjf-namur")
    again = more.model_copy(update={"answers": {**more.answers, "q17_seen": ["locked_in", "guarded"]}})
    correct_control(house.acting(INSPECTOR, later(4)), again, "seen later", place=LIEGE)
    assert told(house, CELL)["holders"] == [AUDITOR, "pjf-namur"]


def test_a_refusal_is_not_settled_by_an_office_that_knows_the_lodging_only(house: AppContext) -> None:
    """The cell of the lodging takes the case on: it is sent the whole, and the refusal is rerouted to it."""
    reference = opened(house)
    refuse(house.acting(INSPECTOR, later(1)), reference, "not_competent", recipient=POLICE)
    (refused,) = rows(house, POLICE)
    assert reroute(house.acting(INSPECTOR, later(2)), refused.id, CELL).recipient == CELL
    first, second = rows(house, CELL)
    assert (second.reason, second.supplements, second.replaces) == ("place_of_facts", first.id, refused.id)
    assert is_whole(told(house, CELL))
    reroute(house.acting(INSPECTOR, later(3)), refused.id, CELL)
    assert len(rows(house, CELL)) == 2


def test_two_persons_may_give_the_whole_to_an_office_that_was_only_concerned(house: AppContext) -> None:
    """Four eyes, as for any further addressee; one that has the case already is not added again."""
    reference = opened(house)
    made = propose_change(house.acting(INSPECTOR, later(1)), reference, "addition", WORDS, recipients=(CELL,))
    confirm_change(house.acting(BY, later(1)), made.id)
    assert rows(house, CELL)[-1].reason == "added"
    assert is_whole(told(house, CELL))
    for office in (CELL, POLICE):
        with pytest.raises(ReferralFault) as refused:
            propose_change(house.acting(INSPECTOR, later(2)), reference, "addition", WORDS, recipients=(office,))
        assert refused.value.code == "REFER-754"


def test_a_recall_in_favour_of_an_office_that_was_only_concerned_tells_it_the_case(house: AppContext) -> None:
    """It was meant for it all along."""
    recall(house.acting(INSPECTOR, later(1)), opened(house), POLICE, instead=CELL)
    assert is_whole(told(house, CELL))


def test_who_leads_after_the_place_was_corrected_is_told_the_case(house: AppContext) -> None:
    """Its area was that of the beds at first, and is that of the facts now."""
    control = a_lodging("Rue 1, 5000 Namur")
    opened(house, control)
    assert "grounds" not in told(house, "pjf-namur")
    moved = control.model_copy(update={"answers": {**control.answers, "ob_network": ["chain"]}})
    correct_control(house.acting(INSPECTOR, later(1)), moved, "wrong place", place=NAMUR)
    assert rows(house, "pjf-namur")[-1].reason == "place_of_facts"
    assert is_whole(told(house, "pjf-namur"))


def test_whom_a_magistrate_lets_have_ordered_work_gets_all_of_it(house: AppContext) -> None:
    """The magistrate decides who works it, wherever the people are lodged."""
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    opened(house)
    assert rows(house, CELL) == []
    authorise_recipient(house.acting(BY, later(1)), order.id, CELL)
    assert is_whole(told(house, CELL))


def test_a_lodging_that_was_sent_on_is_told_to_who_has_it_now_and_to_nobody_else(house: AppContext) -> None:
    """The cell of the next area reads the lodging; one whose area it never was, after a correction, reads none."""
    control = a_lodging()
    reference = opened(house, control)
    refuse(house.acting(INSPECTOR, later(1)), reference, "not_competent", recipient=CELL)
    reroute(house.acting(INSPECTOR, later(2)), rows(house, CELL)[0].id, "fgp-leuven")
    found = told(house, "fgp-leuven")
    assert (found["lodgings"], [one["ref"] for one in found["persons"]]) == (["Straat 1, 3500 Hasselt"], ["P1"])
    assert "grounds" not in found
    moved = control.model_copy(update={"answers": {**control.answers, "q15_lodging_address": "Rue 2, 5000 Namur"}})
    correct_control(house.acting(INSPECTOR, later(3)), moved, "wrong address", place=LIEGE)
    change(house, reference, "correction", 4)
    found = told(house, MAGISTRATE)
    assert (found["lodgings"], found["persons"]) == ([], [])
    assert told(house, "pjf-namur")["lodgings"] == ["Rue 2, 5000 Namur"]


def moved(house: AppContext, control: Control, place: str, hours: float = 1) -> None:
    """Correct the place of a control, and something that was seen."""
    network = ["chain"] if "ob_network" not in control.answers else ["moved_between"]
    changed = control.model_copy(update={"answers": {**control.answers, "ob_network": network}})
    correct_control(house.acting(INSPECTOR, later(hours)), changed, "wrong place", place=place)


def test_an_office_that_declined_a_lodging_is_told_once_it_leads(house: AppContext) -> None:
    """It said that the beds are not its matter; the facts are, since they turned out to lie in its area."""
    control = a_lodging("Rue 1, 5000 Namur")
    reference = opened(house, control)
    refuse(house.acting(INSPECTOR, later(0.5)), reference, "not_competent", recipient="pjf-namur")
    moved(house, control, NAMUR)
    first, second = rows(house, "pjf-namur")
    assert (second.reason, second.supplements, second.replaces) == ("place_of_facts", first.id, first.id)
    assert is_whole(told(house, "pjf-namur"))
    again = control.model_copy(update={"answers": {**control.answers, "q08_papers_held": True}})
    hand_over(house, 1.5)
    refuse(house.acting(INSPECTOR, later(2)), reference, "not_competent", recipient="pjf-namur")
    correct_control(house.acting(INSPECTOR, later(3)), again, "seen later", place=NAMUR)
    assert len(rows(house, "pjf-namur")) == 2, "who declines the case itself is left alone"


@pytest.mark.battery(reason="who is concerned, who leads and who declined are told apart in every run, each once")
def test_a_place_that_is_corrected_back_tells_who_declined_the_lodging_nothing_more(house: AppContext) -> None:
    """That its refusal was answered does not make it an office to which a person sent the case."""
    control = a_lodging("Rue 1, 5000 Namur; Straat 1, 3500 Hasselt")
    reference = opened(house, control)
    refuse(house.acting(INSPECTOR, later(0.5)), reference, "not_competent", recipient="pjf-namur")
    moved(house, control, NAMUR)
    back = {**control.answers, "q15_lodging_address": "Straat 1, 3500 Hasselt", "q08_papers_held": True}
    there = control.model_copy(update={"answers": back})
    correct_control(house.acting(INSPECTOR, later(2)), there, "it was here", place=LIEGE)
    assert len(rows(house, "pjf-namur")) == 2
    assert told(house, CELL)["holders"] == [AUDITOR, POLICE]


@pytest.mark.battery(reason="who is concerned, who leads and who declined are told apart in every run, each once")
def test_a_case_may_be_sent_on_to_who_declined_its_lodging(house: AppContext) -> None:
    """What it refused was the lodging: nobody asked it for the case yet."""
    reference = opened(house)
    for office in (POLICE, CELL):
        refuse(house.acting(INSPECTOR, later(1)), reference, "not_competent", recipient=office)
    reroute(house.acting(INSPECTOR, later(2)), rows(house, POLICE)[0].id, CELL)
    assert is_whole(told(house, CELL))
    hand_over(house, 2.5)
    refuse(house.acting(INSPECTOR, later(3)), reference, "not_competent", recipient=AUDITOR)
    refuse(house.acting(INSPECTOR, later(3)), reference, "not_competent", recipient=CELL)
    with pytest.raises(ReferralFault) as refused:
        reroute(house.acting(INSPECTOR, later(4)), rows(house, AUDITOR)[0].id, CELL)
    assert refused.value.code == "REFER-721"


@pytest.mark.battery(reason="who is concerned, who leads and who declined are told apart in every run, each once")
def test_after_a_corrected_place_the_case_is_with_the_offices_of_the_new_one(house: AppContext) -> None:
    """One that was only concerned and leads from this very act is named; those of the old place are not, nor later."""
    control = a_lodging("Rue 1, 5000 Namur; Straat 1, 3500 Hasselt")
    reference = opened(house, control)
    assert told(house, CELL)["holders"] == [AUDITOR, POLICE]
    moved(house, control, NAMUR)
    assert told(house, CELL)["holders"] == [AUDITOR, "pjf-namur"]
    change(house, reference, "correction", 2)
    assert told(house, CELL)["holders"] == [AUDITOR, "pjf-namur"]


@pytest.mark.parametrize("gone", [True, False])
@pytest.mark.few(1)
def test_after_a_withdrawal_and_a_new_yes_the_case_is_with_who_leads(house: AppContext, gone: bool) -> None:
    """They are written to in the same act, whether or not the first report had left."""
    control = a_lodging()
    reference = opened(house, control, sent=gone)
    change(house, reference, "withdrawal", 1)
    decide(house.acting(INSPECTOR, later(2)), control.control_id, "yes", grounds="anew")
    assert told(house, CELL)["holders"] == [AUDITOR, POLICE]


def test_the_register_of_breaches_names_the_lodging(house: AppContext) -> None:
    """A wrong office read where people sleep, and of a suspicion; in words for whoever keeps the register."""
    recall(house.acting(INSPECTOR, later(1)), opened(house), CELL)
    (entry,) = breaches(house.acting("dpo-1", later(2)))
    assert {"lodging", "suspicion", "identity"} <= set(entry.categories)
    assert len({t("screen.breaches.kind.lodging", lang) for lang in LANGUAGES}) == len(LANGUAGES)
