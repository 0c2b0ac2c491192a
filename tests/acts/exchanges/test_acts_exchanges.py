"""Findings of another service's competence: proposed, confirmed, passed on with their basis, tracked; no suspicion."""

import json
import re
from pathlib import Path

import pytest
from builders_acts import AT, FIRM, LIEGE, a_control, a_suspicious_control, later
from builders_control import a_person
from builders_orders import BY as SUPERVISOR
from builders_orders import ordered
from builders_protection import BY, NAME
from sqlmodel import select

from inspection.acts.chasing import chase
from inspection.acts.controls import save
from inspection.acts.delivery import deliver_notices
from inspection.acts.exchanges import MagistratePermission, answer_exchange, exchanges, pass_on, to_pass_on
from inspection.acts.orders import permit
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces
from inspection.errors import AccessRefused, ReferralFault
from inspection.referral.delivery import FileDrop
from inspection.store.controls import FindingRow
from inspection.store.protection import NoticeRow
from inspection.store.queries import alerts
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

# A payslip is the labour laws' inspection's, a work permit the Region's, Dimona our own.
ANSWERS = {"doc_payslip_given": False, "q09_permit": "absent", "q02_dimona": "absent"}
PERMITTED = MagistratePermission(authority="aud-liege", words="LI.69.99.123-26, agreed by telephone")


def found(house: AppContext, *, suspicious: str | None = None, **fields) -> str:
    """A finished control of ONSS with findings of its own and of two others; its id."""
    make = a_control if suspicious is None else lambda **more: a_suspicious_control(suspicious, **more)
    control = make(persons=[a_person(1, ANSWERS, name=NAME)], **fields)
    return save(house.acting(BY, AT), control, place=LIEGE).control_id


def passed_on(house: AppContext, control: str, service: str = "tsw", **fields):
    """Pass the findings of a control on."""
    return pass_on(house.acting(BY, AT), control, service, **fields)


def code_of(call) -> str:
    """The code by which something is refused."""
    with pytest.raises(ReferralFault) as caught:
        call()
    return caught.value.code


def test_each_finding_is_proposed_to_who_is_competent_where_it_was_found(house: AppContext) -> None:
    """The federal neighbour and the Region of the place; what is our own is passed on to nobody."""
    proposed = to_pass_on(house.acting(BY, AT), found(house))
    assert [(p.service, p.offences, p.needs_permission) for p in proposed] == [
        ("tsw", ("DOC_PAYSLIP",), False),
        ("work_wallonia", ("FW_NO_PERMIT",), False),
    ]
    assert all(p.to_verify for p in proposed)


def test_what_is_passed_on_is_recorded_and_not_proposed_again(house: AppContext) -> None:
    """Basis, what, whom and when stand in the row and in the trail; the second time there is nothing for them."""
    control = found(house)
    made = passed_on(house, control)
    assert (made.recipient, made.offences, made.state, made.permitted) == ("tsw", ("DOC_PAYSLIP",), "queued", False)
    basis = house.catalogue(AT.date()).exchange.basis
    with house.store.read() as session:
        entry = next(e for e in session.exec(select(AuditEntryRow)) if e.act == "exchange.pass")
    assert (entry.basis, made.basis) == (basis, basis)
    assert entry.facts == {"recipient": "tsw", "offences": ["DOC_PAYSLIP"], "permitted": False}
    assert [p.service for p in to_pass_on(house.acting(BY, AT), control)] == ["work_wallonia"]
    assert code_of(lambda: passed_on(house, control)) == "REFER-803"


def test_the_other_service_hears_of_the_place_and_the_offence_and_of_no_person(
    house: AppContext, tmp_path: Path
) -> None:
    """It lies in their folder, in a language of theirs; no name, no reference of a person, no decision."""
    place = KnownWorkplace(id=FIRM, district="liege", sector="restaurants", seen_on=AT.date(), name="Chez Exemple")
    remember_workplaces(house.acting(at=AT), [place])
    passed_on(house, found(house, suspicious="no"))
    out = tmp_path / "out"
    assert deliver_notices(house.acting(at=later(minutes=1)), [FileDrop(out)]).sent == 1
    (note,), (data,) = out.rglob("notice.txt"), out.rglob("notice.json")
    text = note.read_text(encoding="utf-8")
    assert "Chez Exemple" in text
    law = house.catalogue(AT.date())
    assert f"Base légale : {law.cite(law.exchange.basis, 'fr')}" in text
    assert "Social Penal Code" not in text
    told = json.loads(data.read_text(encoding="utf-8"))
    assert set(told) == {
        *("schema", "kind", "reference", "report_language", "from_service", "basis", "facts_on", "workplace"),
        *("enterprise", "workplace_name", "address", "findings", "answer_by", "callback"),
    }
    assert [set(one) for one in told["findings"]] == [{"offence", "article", "workers"}]
    everything = text + data.read_text(encoding="utf-8")
    assert not [word for word in (NAME, "papers held", "q08") if word in everything]
    assert not re.search(r"\bP1\b", everything)  # as a word: references are drawn from letters and digits
    assert exchanges(house.acting(BY, later(minutes=2)))[0].state == "sent"


@pytest.mark.parametrize(("answer", "reason"), [("taken", None), ("refused", "not_competent")])
def test_an_answer_is_kept_and_the_same_again_changes_nothing(house: AppContext, answer, reason) -> None:
    """Taken, or refused with a reason; what contradicts is refused."""
    made = passed_on(house, found(house))
    for _ in range(2):
        said = answer_exchange(house.acting(BY, later(days=1)), made.reference, answer, reason=reason)
        assert (said.state, said.reason, said.answered_at) == (answer, reason, later(days=1))
    assert code_of(lambda: answer_exchange(house.acting(BY), made.reference, "refused", reason="other")) == "REFER-808"
    assert code_of(lambda: answer_exchange(house.acting(BY), made.reference, "refused")) == "REFER-807"


def test_silence_after_the_day_is_late_and_told(house: AppContext) -> None:
    """The day is data; nobody waits for ever."""
    passed_on(house, found(house))
    days = house.catalogue(AT.date()).exchange.answer_days
    chase(house.acting(at=later(days=days)))
    assert "notice_waiting" not in {a.kind for a in alerts(house.store)}
    assert [e.is_late for e in exchanges(house.acting(BY, later(days=days, hours=1)))] == [True]
    chase(house.acting(at=later(days=days, hours=1)))
    assert "notice_waiting" in {a.kind for a in alerts(house.store)}


def test_a_judicial_file_needs_the_permission_of_a_magistrate(house: AppContext) -> None:
    """After a yes the magistrate has the file: refused without their permission, which is sealed."""
    control = found(house, suspicious="yes")
    assert all(p.needs_permission for p in to_pass_on(house.acting(BY, AT), control))
    assert code_of(lambda: passed_on(house, control)) == "REFER-805"
    police = MagistratePermission(authority="pjf-liege", words="yes")
    assert code_of(lambda: passed_on(house, control, permission=police)) == "REFER-806"
    silent = MagistratePermission(authority="aud-liege", words=" ")
    assert code_of(lambda: passed_on(house, control, permission=silent)) == "REFER-806"
    made = passed_on(house, control, permission=PERMITTED)
    assert made.permitted
    assert made.basis != house.catalogue(AT.date()).exchange.basis  # the article on judicial files stands beside it
    with house.store.read() as session:
        (row,) = (n for n in session.exec(select(NoticeRow)) if n.kind == "exchange")
        trail = "".join(json.dumps(e.facts) for e in session.exec(select(AuditEntryRow)))
    assert PERMITTED.words in house.store.unseal("notice.permission", row.id, row.permission or b"")
    assert PERMITTED.words not in trail


def test_no_offence_of_trafficking_is_ever_proposed(house: AppContext) -> None:
    """Findings that the services' list does not name stay here, also with a permission."""
    control = found(house, suspicious="yes")
    listed = {key for p in to_pass_on(house.acting(BY, AT), control) for key in p.offences}
    with house.store.read() as session:
        mine = {row.offence for row in session.exec(select(FindingRow))}
    assert listed < mine
    assert "FW_TRAFFICK_LABOUR" not in listed


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"suspicious": "undecided"}, "REFER-852"),
        ({"left_at": None}, "REFER-804"),
        ({"answers": {"wp_diplomatic": True}}, "REFER-851"),
    ],
    ids=["undecided pattern", "unfinished", "diplomatic household"],
)
def test_nothing_is_passed_on_while_it_could_harm(house: AppContext, fields, code: str) -> None:
    """Somebody who comes to see would warn the employer; an unfinished control may change; immunity covers the rest."""
    control = found(house, **fields)
    assert to_pass_on(house.acting(BY, AT), control) == ()
    assert code_of(lambda: passed_on(house, control)) == code


def test_an_ordered_control_is_unknown_to_who_was_not_permitted(house: AppContext) -> None:
    """What a magistrate ordered stands in no list of exchanges, and needs a permission of theirs."""
    permit(house.acting(SUPERVISOR, AT), ordered(house, FIRM).id, "user", BY)
    control = found(house)
    head = "head-liege"
    assert code_of(lambda: to_pass_on(house.acting(head, AT), control)) == "REFER-780"
    assert code_of(lambda: passed_on(house, control)) == "REFER-805"
    made = passed_on(house, control, permission=PERMITTED)
    assert exchanges(house.acting(head, AT)) == ()
    assert [e.reference for e in exchanges(house.acting(SUPERVISOR, AT))] == [made.reference]


def test_only_the_own_district_may(house: AppContext) -> None:
    """Somebody of Namur neither proposes nor passes on what was found in Liège."""
    control = found(house)
    with pytest.raises(AccessRefused):
        to_pass_on(house.acting("insp-namur-1", AT), control)
    with pytest.raises(AccessRefused):
        pass_on(house.acting("dpo-1", AT), control, "tsw")
    passed_on(house, control)
    assert exchanges(house.acting("insp-namur-1", AT)) == ()


def test_an_answer_to_nothing_is_refused(house: AppContext) -> None:
    """A reference that nobody gave out."""
    assert code_of(lambda: answer_exchange(house.acting(BY, AT), "N-000000", "taken")) == "REFER-783"
