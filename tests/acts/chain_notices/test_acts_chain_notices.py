"""Notices to a chain: proposed, signed by a person, held back for a magistrate without anybody else seeing it."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from builders_acts import AT, LIEGE, later
from builders_chain import AGREED, BY, CHAIN, CONTRACTOR, EMPLOYER, PRINCIPAL, WORKER, a_chain_control, saved_chain
from builders_control import a_person
from builders_orders import BY as SUPERVISOR
from builders_orders import ordered
from pdf_words import pdf_words
from sqlmodel import col, select

from inspection.acts.chain_notices import consider, notice_pdf, notices, propose, record_agreement, sign
from inspection.acts.controls import correct_control, save, show_control
from inspection.acts.exchanges import MagistratePermission
from inspection.acts.referrals import decide
from inspection.control.papers import MASK
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.controls import ChainNoticeRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

DPO, COLLEAGUE, HEAD = "dpo-1", "insp-liege-2", "head-liege"


def proposed(house: AppContext, control_id: str, **fields: Any):
    """Propose what is due."""
    return propose(house.acting(BY, later(hours=1)), control_id, **fields)


def code_of(call) -> str:
    """The code by which something is refused."""
    with pytest.raises(ReferralFault) as caught:
        call()
    return caught.value.code


def test_the_matching_notice_is_proposed_to_each_party_that_must_know(house: AppContext) -> None:
    """Who contracted with the employer holds a statement, the principal did not know: both are to be told."""
    control = saved_chain(house)
    made = proposed(house, control)
    assert [(one.kind, one.addressee, one.addressee_name, one.state, one.missing) for one in made] == [
        ("stay", "C2", MASK, "proposed", ()),
        ("stay", "C1", MASK, "proposed", ()),
    ]
    own = notices(house.acting(BY, later(hours=2)), control_id=control)
    assert {one.addressee_name for one in own} == {CONTRACTOR, PRINCIPAL}
    other = notices(house.acting(COLLEAGUE, later(hours=2)), control_id=control)
    assert {one.addressee_name for one in other} == {MASK}  # nobody said why
    assert {one.language for one in made} == {"fr"}
    assert proposed(house, control) == made
    assert [one.addressee for one in proposed(house, control, to="C1")] == ["C1"]
    assert {one.reference for one in notices(house.acting(COLLEAGUE, later(hours=2)))} == {
        one.reference for one in made
    }


def test_a_person_signs_and_who_and_when_is_kept(house: AppContext) -> None:
    """Signed once; the trail names the act, the notice and no person."""
    control = saved_chain(house)
    made = proposed(house, control)[0]
    signed = sign(house.acting(COLLEAGUE, later(hours=2)).because("stand_in", control), made.reference)
    assert (signed.state, signed.signed_by, signed.signed_at) == ("signed", COLLEAGUE, later(hours=2))
    assert (signed.notified_on, signed.covers_from) == (AT.date(), None)
    assert sign(house.acting(BY, later(hours=3)), made.reference) == signed
    with house.store.read() as session:
        told = select(AuditEntryRow).where(col(AuditEntryRow.act).startswith("chain.")).order_by(col(AuditEntryRow.n))
        entries = session.exec(told).all()
    assert [e.act for e in entries if e.act != "chain.consider"] == ["chain.propose", "chain.propose", "chain.sign"]
    assert not [e for e in entries if WORKER in str(e.facts) or EMPLOYER in str(e.facts)]


def test_the_term_is_counted_from_the_day_it_is_given(house: AppContext) -> None:
    """Unpaid wages: covered from the fifteenth working day, for a year at most."""
    worker = a_person(1, {"q11_pay": "unpaid"}, name=WORKER)
    made = proposed(house, saved_chain(house, persons=[worker]))
    assert [(one.kind, one.addressee) for one in made] == [("wages", "C2"), ("wages", "C1")]
    assert made[0].missing == ("activity_list", "wages")
    signed = sign(house.acting(BY, later(hours=2)), made[0].reference, notified_on=date(2026, 11, 26))
    assert (signed.covers_from, signed.covers_until) == (date(2026, 12, 17), date(2027, 12, 16))
    with pytest.raises(ReferralFault, match="before it is signed"):
        sign(house.acting(BY, later(hours=2)), made[1].reference, notified_on=date(2026, 11, 24))


@pytest.mark.parametrize(
    "suspicion",
    [{"decision": "yes", "signs": True}, {"decision": "undecided", "signs": True}, {"signs": True},
     {"decision": "yes"}, {"decision": "undecided"}],
)  # fmt: skip
@pytest.mark.few(3)
def test_nothing_is_proposed_before_the_magistrate_agreed(house: AppContext, suspicion) -> None:
    """Yes or undecided, with a pattern or without: it waits, and goes on once the agreement is recorded."""
    control = saved_chain(house, **suspicion)
    assert consider(house.acting(BY, later(hours=1)), control).waits
    assert consider(house.acting(BY, later(hours=1)), control).due == ()
    assert code_of(lambda: proposed(house, control)) == "REFER-871"
    record_agreement(house.acting(BY, later(minutes=90)), control, AGREED)
    assert len(propose(house.acting(BY, later(hours=2)), control)) == 2


def test_a_reasoned_no_holds_nothing_back(house: AppContext) -> None:
    """Decided otherwise, it is a control like any other."""
    assert len(proposed(house, saved_chain(house, signs=True, decision="no"))) == 2


def test_an_agreement_is_a_magistrate_s_and_older_than_no_decision(house: AppContext) -> None:
    """Nobody else's, never without words; and a suspicion that comes afterwards asks again, for the signature too."""
    control = saved_chain(house, signs=True, decision="undecided")
    for wrong in (replace(AGREED, authority="tsw"), replace(AGREED, words=" ")):
        assert (
            code_of(lambda wrong=wrong: record_agreement(house.acting(BY, later(hours=1)), control, wrong))
            == "REFER-806"
        )
    record_agreement(house.acting(BY, later(hours=1)), control, AGREED)
    made = propose(house.acting(BY, later(hours=2)), control)
    decide(house.acting(BY, later(hours=3)), control, "yes", grounds="locked in")
    assert code_of(lambda: sign(house.acting(BY, later(hours=4)), made[0].reference)) == "REFER-871"
    record_agreement(house.acting(BY, later(hours=5)), control, AGREED)
    assert sign(house.acting(BY, later(hours=6)), made[0].reference).state == "signed"


def test_ordered_work_waits_too(house: AppContext) -> None:
    """What a magistrate ordered is the magistrate's; and nobody else sees that there are notices."""
    ordered(house)
    control = saved_chain(house, by=SUPERVISOR)
    assert code_of(lambda: propose(house.acting(SUPERVISOR, later(hours=1)), control)) == "REFER-871"
    record_agreement(house.acting(SUPERVISOR, later(hours=2)), control, AGREED)
    made = propose(house.acting(SUPERVISOR, later(hours=3)), control)
    assert notices(house.acting(COLLEAGUE, later(hours=4))) == ()
    assert code_of(lambda: notice_pdf(house.acting(COLLEAGUE, later(hours=4)), made[0].reference)) == "REFER-783"


def _plain_face(house: AppContext, control_id: str, by: str) -> list[Any]:
    """All that somebody reads of a control without opening what bears on a suspicion, ids left out."""
    shown = show_control(house.acting(by, later(hours=2)), control_id)
    seen = [asdict(one) for one in notices(house.acting(by, later(hours=2)), control_id=control_id)]
    return [shown.control.model_dump(mode="json", exclude={"control_id"}), shown.conclusion, seen]


@pytest.mark.parametrize("suspicion", ["yes", "undecided"])
def test_nobody_infers_the_wait_from_the_plain_part(house: AppContext, suspicion: str) -> None:
    """Twins, one suspected: whoever may not see the suspicion reads the same of both, and is refused the same."""
    ordinary, suspected = saved_chain(house), saved_chain(house, signs=True, decision=suspicion)
    for by in (DPO, COLLEAGUE):
        plain, waiting = _plain_face(house, ordinary, by), _plain_face(house, suspected, by)
        assert plain[2] == waiting[2] == []
        assert plain[0]["chain"] == waiting[0]["chain"]
    refused = []
    for control in (ordinary, suspected):
        for act in (consider, propose):
            for by in (DPO, "insp-namur-1"):
                with pytest.raises(AccessRefused) as caught:
                    act(house.acting(by, later(hours=2)), control)
                refused.append((act.__name__, by, str(caught.value)))
    assert refused[:4] == refused[4:]


def test_what_changed_is_proposed_again_and_what_is_no_longer_due_is_taken_away(house: AppContext) -> None:
    """Nobody signs what the control does not say any more."""
    control = a_chain_control()
    save(house.acting(BY, AT), control, place=LIEGE)
    made = {one.addressee: one for one in proposed(house, control.control_id)}
    knew = [{**CHAIN[0], "knew_stay": "yes"}, {**CHAIN[1], "name": "Autre Exemple SRL"}, CHAIN[2]]
    raw = control.model_dump(mode="json") | {"chain": knew}
    correct_control(house.acting(BY, later(hours=2)), type(control).model_validate(raw), "it knew", place=LIEGE)
    for party in ("C1", "C2"):
        assert code_of(lambda party=party: sign(house.acting(BY, later(hours=3)), made[party].reference)) == "REFER-874"
    propose(house.acting(BY, later(hours=4)), control.control_id)
    again = notices(house.acting(BY, later(hours=4)), control_id=control.control_id)
    assert [(one.addressee, one.reference, one.addressee_name) for one in again] == [
        ("C2", made["C2"].reference, "Autre Exemple SRL")
    ]
    assert [one.addressee for one in notices(house.acting(BY, later(hours=5)))] == ["C2"]


def test_what_the_law_asks_to_be_said_must_be_known(house: AppContext) -> None:
    """A proposal says what is missing; a signature waits for it."""
    nameless = [CHAIN[0], {**CHAIN[1], "name": "", "address": ""}, CHAIN[2]]
    made = proposed(house, saved_chain(house, chain=nameless), to="C2")[0]
    assert made.missing == ("addressee_name", "addressee_address")
    assert code_of(lambda: sign(house.acting(BY, later(hours=2)), made.reference)) == "REFER-873"
    unfinished = saved_chain(house, left_at=None)
    assert code_of(lambda: proposed(house, unfinished)) == "REFER-870"
    assert code_of(lambda: proposed(house, saved_chain(house, chain=[]))) == "REFER-872"
    assert code_of(lambda: sign(house.acting(BY), "K-AAAAAAA")) == "REFER-783"


PLACES = (
    (LIEGE, "fr", "fr"),
    ("63023", "de", "de"),
    ("24062", "nl", "nl"),
    ("21004", "nl", "nl"),
    ("24062", "fr", "nl"),
)


@pytest.mark.parametrize(("place", "report", "language"), PLACES)
@pytest.mark.few(2)
def test_a_notice_is_in_the_language_of_the_territory(house: AppContext, place, report, language) -> None:
    """Liège, Eupen, Leuven, Brussels as the report; whoever it goes to."""
    control = saved_chain(house, place=place, by="direction-1", report_language=report)
    made = propose(house.acting("direction-1", later(hours=1)), control)
    assert {one.language for one in made} == {language}


def test_a_notice_tells_what_its_law_asks_and_nothing_else(house: AppContext) -> None:
    """The persons, the employer, the place; no fine, no other party, no suspicion, no other finding, no complaint."""
    fields = {"signs": True, "decision": "yes", "origin": "complaint"}
    worker = a_person(1, {"q09_stay": "absent", "q02_dimona": "absent"}, name=WORKER, birth_date="1990-05-04")
    free = a_person(2, {"q02_dimona": "absent"}, name="Autre Personne")
    control = saved_chain(house, persons=[worker, free], **fields)
    record_agreement(house.acting(BY, later(hours=1)), control, AGREED)
    made = propose(house.acting(BY, later(hours=2)), control, to="C2")[0]
    draft = pdf_words(notice_pdf(house.acting(BY, later(hours=2)), made.reference).pdf)
    assert "PROJET" in draft
    sign(house.acting(BY, later(hours=3)), made.reference)
    for copy in ("addressee", "employer"):
        paper = notice_pdf(house.acting(BY, later(hours=3)), made.reference, copy=copy)
        said = pdf_words(paper.pdf)
        for must in (CONTRACTOR, EMPLOYER, WORKER, "04/05/1990", made.reference, "49/2"):
            assert must in said
        assert ("Copie destinée" in said) == (copy == "employer")
        for never in (PRINCIPAL, "Autre Personne", "PROJET", "Dimona", "plainte", "traite", "auditorat", "magistrat",
                      "amende", "agreed", "locked"):  # fmt: skip
            assert never not in said
    assert "€" not in said


def test_only_the_notice_whose_law_asks_for_it_has_an_employer_s_copy(house: AppContext) -> None:
    """Unpaid wages: for the addressee alone."""
    made = proposed(house, saved_chain(house, persons=[a_person(1, {"q11_pay": "unpaid"}, name=WORKER)]))[0]
    assert code_of(lambda: notice_pdf(house.acting(BY, later(hours=2)), made.reference, copy="employer")) == "REFER-876"


def test_what_a_notice_says_is_sealed(house: AppContext) -> None:
    """Neither a name nor a magistrate's words stand in the database in clear."""
    control = saved_chain(house, signs=True, decision="yes")
    record_agreement(house.acting(BY, later(hours=1)), control, AGREED)
    propose(house.acting(BY, later(hours=2)), control)
    with house.store.read() as session:
        rows = session.exec(select(ChainNoticeRow)).all()
    assert rows
    assert not [row for row in rows if CONTRACTOR.encode() in row.body or WORKER.encode() in row.body]
    assert CONTRACTOR not in repr(rows)
    assert AGREED.words not in repr(MagistratePermission(authority="aud-liege", words=AGREED.words))


def test_whoever_is_told_of_a_wait_has_looked_and_the_trail_says_so(house: AppContext) -> None:
    """A refusal tells it as the guarded part does: the look is kept, though nothing else of the act is."""
    control = saved_chain(house, signs=True, decision="undecided")
    record_agreement(house.acting(BY, later(hours=1)), control, AGREED)
    made = propose(house.acting(BY, later(hours=2)), control)
    decide(house.acting(BY, later(hours=3)), control, "yes", grounds="locked in")
    for n, tell in enumerate(
        (
            lambda at: propose(house.acting(COLLEAGUE, at).because("stand_in", control), control),
            lambda at: sign(house.acting(COLLEAGUE, at).because("stand_in", control), made[0].reference),
        ),
        1,
    ):
        assert code_of(lambda tell=tell, n=n: tell(later(hours=3 + n))) == "REFER-871"
        with house.store.read() as session:
            looked = select(AuditEntryRow).where(AuditEntryRow.act == "chain.consider").order_by(col(AuditEntryRow.n))
            looks = [
                entry.purpose for entry in session.exec(looked) if (entry.who, entry.subject) == (COLLEAGUE, control)
            ]
        assert looks == ["stand_in"] * n


def test_where_nothing_is_due_any_more_what_nobody_signed_is_taken_away(house: AppContext) -> None:
    """Once, and nothing is left to sign; after that there is nothing to propose."""
    control = a_chain_control()
    save(house.acting(BY, AT), control, place=LIEGE)
    assert len(proposed(house, control.control_id)) == 2
    raw = control.model_dump(mode="json") | {"chain": []}
    correct_control(house.acting(BY, later(hours=2)), type(control).model_validate(raw), "no chain", place=LIEGE)
    assert propose(house.acting(BY, later(hours=3)), control.control_id) == ()
    assert notices(house.acting(BY, later(hours=4))) == ()
    assert code_of(lambda: propose(house.acting(BY, later(hours=5)), control.control_id)) == "REFER-872"
