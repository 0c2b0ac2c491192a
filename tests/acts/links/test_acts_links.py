"""Links between real cases: who finds them, who decides, what never makes one, and what a reader cannot learn."""

import hashlib
import hmac
import inspect
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders_acts import AT, FIRM, LIEGE, a_suspicious_control, later
from builders_link_cases import HEAD, NUMBER, OTHER_HEAD, a_case, a_person
from builders_orders import BY as SUPERVISOR
from builders_orders import ordered
from builders_registers import FULL_DAY, decided, enterprise, mandates_files, nobody, take, works_files, write
from sqlmodel import select

from inspection import acts
from inspection.acts.controls import save
from inspection.acts.links import FoundLink, confirm_link, find_links, list_links, reject_link
from inspection.acts.orders import permit
from inspection.acts.referrals import acknowledge, log_call
from inspection.acts.retention import confirm_erasure, propose_erasure
from inspection.acts.workplaces import NewComplaint, keep_complaint, register_complaint
from inspection.errors import AccessRefused, ReferralFault
from inspection.registers.lake import Lake
from inspection.sealing import case_of, pseudonym
from inspection.store.core import new_id
from inspection.store.queries import deliveries
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import (
    EmbargoEndRow,
    EmbargoRow,
    LinkDecisionRow,
    LinkKeyRow,
    OutcomeToldRow,
    ReferralRow,
)
from inspection.trust import AppContext, audited_transaction

INSPECTOR = "insp-liege-1"
ADDRESS = "Rue de l'Exemple 7, 4000 Liège"


def take_registers(house: AppContext, folder: Path) -> None:
    """A site of enterprise 1 with its subcontractors 2 and 3, and somebody who directs 2 and 5."""
    chain = [{"PrincipalCompanyID": enterprise(1), "CompanyID": enterprise(n), "Level": "1"} for n in (2, 3)]
    directors = [{"EnterpriseNumber": enterprise(n), "INSS": nobody(502)} for n in (2, 5)]
    for register, files in {"works": works_files(contractors=chain), "mandates": mandates_files(directors)}.items():
        source, hashed = write(folder / register, files), acts.registers.pseudonym_of(house, register, FULL_DAY)
        take(register, source, Lake(house.settings.lake), FULL_DAY, pseudonym=hashed)


def found(house: AppContext, case: str, by: str = INSPECTOR, at: datetime | None = None) -> list[FoundLink]:
    return find_links(house.acting(by, at or later(hours=1)).because("handle_referral", case), case)


def grounds(house: AppContext, case: str, by: str = INSPECTOR) -> dict[str, set[str]]:
    """Ground to the other cases."""
    shown: dict[str, set[str]] = {}
    for link in found(house, case, by):
        shown.setdefault(link.ground, set()).add(link.other)
    return shown


def test_cases_are_linked_by_what_both_controls_hold(house: AppContext) -> None:
    """An enterprise, a workplace, a lodging, a person by number; across districts, and with strangers not at all."""
    by_number = {"persons": [a_person(national_number="90.01.02-999.00")]}
    first = a_case(house, 1, persons=[a_person(national_number=NUMBER)])
    person = a_case(house, 2, "namur", **by_number)
    firm = a_case(house, 3, "namur", firm=1)
    again = a_case(house, 1)
    a_case(house, 4)
    assert grounds(house, first) == {"person": {person}, "enterprise": {firm, again}, "workplace": {again}}
    assert grounds(house, person, "insp-namur-1") == {"person": {first}}


def test_a_person_without_a_number_is_met_again_by_name_and_birth_date(house: AppContext) -> None:
    """However it was written; weaker, and said so."""
    first = a_case(house, 1, persons=[a_person(name="Vasil Exempel", birth_date="1990-01-02")])
    second = a_case(house, 2, persons=[a_person("P4", name="EXEMPEL Vásil", birth_date="1990-01-02")])
    (link,) = found(house, first)
    assert (link.other, link.ground, link.word, link.shared) == (second, "person_name", "medium", 1)


def test_workers_who_sleep_where_they_work_link_their_workplace_as_a_lodging(house: AppContext) -> None:
    """The lodging that one control noted is the workplace where others sleep in another."""
    sleeper = a_person(answers={"q15_sleeps": "workplace"})
    day = later(days=2)
    noted = {"q15_lodging_address": "rue de l’exemple 7 bte 2, 4000"}
    first = a_case(house, 1, address=ADDRESS, persons=[sleeper], at=day)
    second = a_case(house, 2, answers=noted, at=day)
    a_case(house, 3, address=ADDRESS, at=day)  # nobody sleeps there
    shown = find_links(house.acting(INSPECTOR, day).because("handle_referral", first), first)
    assert [(link.ground, link.other) for link in shown] == [("housing", second)]


def test_the_registers_link_by_mandate_and_by_chain(house: AppContext, tmp_path: Path) -> None:
    """A director of both, a principal and its subcontractor, a site and who works on it; not two subcontractors."""
    take_registers(house, tmp_path)
    house = decided(house)
    main, sub, other_sub = a_case(house, 1), a_case(house, 2), a_case(house, 3, "namur")
    site = a_case(house, 4, workplace="site:W2026-0001", firm=1)
    directed = a_case(house, 5)
    assert grounds(house, sub) == {"chain": {main, site}, "mandate": {directed}}
    assert grounds(house, main)["chain"] == {sub, other_sub}
    assert grounds(house, site)["chain"] == {sub, other_sub}
    assert grounds(house, directed) == {"mandate": {sub}}


def test_a_holder_of_mandates_cannot_be_joined_to_anybody_s_work(house: AppContext, tmp_path: Path) -> None:
    """Another purpose, another key: the pseudonym of a holder is in no other register and in no index."""
    take_registers(house, tmp_path)
    held = Lake(house.settings.lake).scan("mandates", "holder", FULL_DAY).collect()["holder_key"].to_list()
    assert pseudonym(nobody(502), "mandate", keys=house.store.keys) in held
    assert pseudonym(nobody(502), "worker", keys=house.store.keys) not in held
    assert not set(held) & {key for _, key in _keys(house)}


def test_an_ordinary_control_is_no_case(house: AppContext) -> None:
    """Only referrals are linked: who was merely met in a control is in no index."""
    person = [a_person(national_number=NUMBER)]
    save(house.acting(INSPECTOR, AT), a_suspicious_control(None, persons=person), place=LIEGE)
    case = a_case(house, 1, persons=person)
    assert found(house, case) == []
    with house.store.read() as session:
        assert {row.referral_id for row in session.exec(select(LinkKeyRow))} == {
            row.id for row in session.exec(select(ReferralRow))
        }


def test_keys_follow_the_control_as_it_is_completed(house: AppContext) -> None:
    """Written with the referral; a number that was mistyped is forgotten when it is corrected."""
    unfinished = a_suspicious_control("yes", persons=[a_person(national_number=NUMBER)], left_at=None)
    first = save(house.acting(INSPECTOR, AT), unfinished, place=LIEGE).reference
    other = a_case(house, 2, persons=[a_person(national_number=NUMBER)])
    assert first is not None
    assert grounds(house, other) == {"person": {first}}
    person = unfinished.persons[0].model_copy(update={"national_number": "90010299811"})
    completed = unfinished.model_copy(update={"persons": (person,)})
    save(house.acting(INSPECTOR, later(minutes=5)), completed, place=LIEGE)
    assert grounds(house, other) == {}


def test_a_look_is_recorded_before_anything_is_read(house: AppContext) -> None:
    """Who, which case, for what purpose; nobody looks in another district, and a stranger's reference tells nothing."""
    case = a_case(house, 1)
    found(house, case)
    with house.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "link.find"))
    assert (entry.stream, entry.who, entry.purpose) == ("reading", INSPECTOR, "own_control")
    with pytest.raises(AccessRefused):
        found(house, case, "insp-namur-1")
    with pytest.raises(ReferralFault) as refused:
        found(house, "R-26-000999-1")
    assert refused.value.code == "REFER-820"


def test_a_head_confirms_or_rejects_with_a_reason(house: AppContext) -> None:
    """An inspector does neither; the reason is sealed; confirmed twice is confirmed once."""
    first, second = a_case(house, 1), a_case(house, 2, "namur", firm=1)
    (link,) = found(house, first)
    with pytest.raises(AccessRefused):
        confirm_link(house.acting(INSPECTOR, AT), first, link.reference, reason="Same kitchen.")
    with pytest.raises(ReferralFault) as refused:
        confirm_link(house.acting(HEAD, AT), first, link.reference, reason=" ")
    assert refused.value.code == "REFER-841"
    for _ in range(2):
        made = confirm_link(house.acting(HEAD, AT), first, link.reference.lower(), reason="Same kitchen.")
    assert (set(made.cases), made.state, made.percent) == ({first, second}, "confirmed", 80)
    assert [shown.state for shown in found(house, first)] == ["confirmed"]
    listed = list_links(house.acting(OTHER_HEAD, AT))
    assert [(one.reference, one.decided_by) for one in listed] == [(link.reference, HEAD)]
    with house.store.read() as session:
        (row,) = session.exec(select(LinkDecisionRow))
        tx = [str(entry.model_dump()) for entry in session.exec(select(AuditEntryRow))]
    inner = house.store.unseal_bytes("link_decision.reason", row.id, row.reason)  # by the keys of both cases
    assert case_of(inner) != case_of(row.reason)
    assert house.store.unseal("link_decision.reason", row.id, inner) == "Same kitchen."
    assert not [entry for entry in tx if "kitchen" in entry]


@pytest.mark.battery(reason="what links cases, and who may see it, is tried in every run")
def test_what_was_rejected_does_not_come_back_on_the_same_ground(house: AppContext) -> None:
    """From neither end, nor by confirming it; on another ground the two may still be linked."""
    met = [a_person(national_number=NUMBER)]
    first, second = a_case(house, 1, persons=met), a_case(house, 2, "namur", firm=1, persons=met)
    by_ground = {link.ground: link.reference for link in found(house, first)}
    reject_link(house.acting(HEAD, AT), first, by_ground["enterprise"], reason="A franchise.")
    assert grounds(house, first) == {"person": {second}}
    assert grounds(house, second, "insp-namur-1") == {"person": {first}}
    with pytest.raises(ReferralFault) as refused:
        confirm_link(house.acting(OTHER_HEAD, AT), second, by_ground["enterprise"], reason="No.")
    assert refused.value.code == "REFER-822"
    a_case(house, 3, firm=1)
    assert second not in grounds(house, first)["enterprise"]


@pytest.mark.battery(reason="what links cases, and who may see it, is tried in every run")
def test_a_confirmed_link_may_be_rejected_later_and_is_history(house: AppContext) -> None:
    """Nothing is changed: the second decision stands beside the first."""
    first, _ = a_case(house, 1), a_case(house, 2, firm=1)
    (link,) = found(house, first)
    confirm_link(house.acting(HEAD, AT), first, link.reference, reason="One.", foreign_link="employer_abroad")
    reject_link(house.acting(HEAD, later(hours=1)), first, link.reference, reason="Two.")
    assert list_links(house.acting(HEAD, AT)) == []
    everything = list_links(house.acting(HEAD, AT), state=None)
    assert [one.state for one in everything] == ["rejected"]
    with house.store.read() as session:
        rows = session.exec(select(LinkDecisionRow).order_by(LinkDecisionRow.n)).all()
    assert [(row.n, row.decision) for row in rows] == [(1, "confirmed"), (2, "rejected")]


def test_a_link_fades(house: AppContext) -> None:
    """Ten years later nothing of it is shown, and nobody can confirm it."""
    first, _ = a_case(house, 1), a_case(house, 2, firm=1)
    (link,) = found(house, first)
    assert link.fades_on > AT.date() + timedelta(days=365)
    long_after = AT + timedelta(days=3650)
    assert found(house, first, at=long_after) == []
    with pytest.raises(ReferralFault):
        confirm_link(house.acting(HEAD, long_after), first, link.reference, reason="Late.")


def test_what_a_magistrate_ordered_is_linked_at_neither_end_without_a_permission(house: AppContext) -> None:
    """Not from the ordinary case, not from the ordered one, nor for who made it; only the list of links opens it."""
    order = ordered(house, FIRM)
    permit(house.acting(SUPERVISOR, AT), order.id, "user", INSPECTOR)
    secret = a_case(house, 9, workplace=FIRM, firm=1)
    case = a_case(house, 1)
    for by in (INSPECTOR, SUPERVISOR, "direction-1"):
        assert found(house, case, by) == []
        with pytest.raises(ReferralFault) as refused:
            found(house, secret, by)
        assert refused.value.code == "REFER-820"
    permit(house.acting(SUPERVISOR, AT), order.id, "list", "links")
    (link,) = found(house, case)
    assert (link.other, link.ground) == (secret, "enterprise")
    confirm_link(house.acting(HEAD, AT), case, link.reference, reason="Permitted.")
    acts.orders.revoke(house.acting(SUPERVISOR, later(hours=1)), order.id, "list", "links", reason="ended")
    assert found(house, case) == []
    assert list_links(house.acting(HEAD, AT)) == []


def test_a_file_under_embargo_is_linked_at_neither_end_until_it_is_lifted(house: AppContext) -> None:
    """What was confirmed goes out of sight with it, and comes back with it."""
    first, secret = a_case(house, 1), a_case(house, 2, firm=1)
    (link,) = found(house, first)
    confirm_link(house.acting(HEAD, AT), first, link.reference, reason="Before.")
    embargo = _embargoed(house, secret)
    assert found(house, first) == []
    assert list_links(house.acting(HEAD, AT)) == []
    with pytest.raises(ReferralFault) as refused:
        found(house, secret)
    assert refused.value.code == "REFER-820"
    with audited_transaction(house.acting(HEAD, AT)) as tx:
        ended = {"asked_by": "aud-liege", "channel": "telephone", "ended_by": HEAD, "ended_at": AT}
        tx.session.add(EmbargoEndRow(id=new_id(), embargo_id=embargo, **ended))
        tx.record("embargo.end", embargo, stream="referral")
    assert [shown.state for shown in found(house, first)] == ["confirmed"]


def test_a_hidden_case_does_not_make_a_key_too_common(house: AppContext) -> None:
    """Otherwise a link that vanishes would tell that somewhere there is an order."""
    most = house.catalogue(AT.date()).link_grounds["person_name"].most_cases
    met = [a_person(name="Vasil Exempel", birth_date="1990-01-02")]
    first, *_ = [a_case(house, n, persons=met) for n in range(1, most + 1)]
    assert len(found(house, first)) == most - 1
    permit(house.acting(SUPERVISOR, AT), ordered(house, FIRM).id, "user", INSPECTOR)
    a_case(house, 99, workplace=FIRM, persons=met)
    assert len(found(house, first)) == most - 1
    a_case(house, 98, persons=met)
    assert found(house, first) == []


def test_neither_complaints_nor_answers_nor_instructions_make_a_link(house: AppContext) -> None:
    """The same tip about two places, the same answer and instruction for two cases: the keys are what they were."""
    before = _keys(house)
    first, second = a_case(house, 1), a_case(house, 2)
    made = _keys(house) - before
    for n, case in enumerate((first, second), 1):
        told = NewComplaint(workplace=f"est:2{n:09d}", district="liege", text=f"{NUMBER} sleeps there.", language="fr")
        complaint = register_complaint(house.acting(SUPERVISOR, AT), told)
        keep_complaint(house.acting(SUPERVISOR, AT), complaint.id)
        acknowledge(house.acting(INSPECTOR, later(minutes=2)), case, recipient="pjf-liege")
        delivery = next(d for d in deliveries(house.store, reference=case) if d.recipient == "aud-liege")
        log_call(house.acting(INSPECTOR, AT), delivery.id, "magistrate", "Linked with the other.", True)
    with audited_transaction(house.acting(HEAD, AT)) as tx:
        for row in tx.session.exec(select(ReferralRow)).all():
            told = {"recipient": "aud-liege", "outcome": "joined_elsewhere", "told_on": AT.date()}
            noted = {"recorded_by": HEAD, "recorded_at": AT}
            tx.session.add(OutcomeToldRow(id=new_id(), referral_id=row.id, **told, **noted))
            tx.record("outcome.told", row.id, stream="referral")
    assert found(house, first) == found(house, second) == []
    assert _keys(house) - before == made


def test_keys_are_destroyed_when_their_time_is_over_and_do_not_come_back(house: AppContext) -> None:
    """Proposed, confirmed by a second person; what a head decided stays, and a look writes no old key again."""
    first, _ = a_case(house, 1), a_case(house, 2, firm=1)
    (link,) = found(house, first)
    confirm_link(house.acting(HEAD, AT), first, link.reference, reason="Kept.")
    late = AT + timedelta(days=1827)
    proposal = propose_erasure(house.acting("system", late))
    assert proposal is not None
    assert proposal.due["link_key"] == len(_keys(house)) + 1  # the enterprise's key, once for each case
    confirm_erasure(house.acting(SUPERVISOR, late), proposal.reference, proposal.sha256)
    assert _keys(house) == set()
    assert found(house, first, at=late) == []
    assert _keys(house) == set()
    assert len(list_links(house.acting(HEAD, late))) == 1


def test_nobody_can_ask_for_a_person(house: AppContext) -> None:
    """No act about links takes a name, a number or an address: a case goes in, cases come out."""
    case = a_case(house, 1, persons=[a_person(national_number=NUMBER, name="Vasil Exempel", birth_date="1990-01-02")])
    other = a_case(house, 2, persons=[a_person(national_number=NUMBER)])
    asked = {name for act in (find_links, list_links, confirm_link, reject_link) for name in _parameters(act)}
    assert asked == {"context", "case", "link", "reason", "foreign_link", "state"}
    for text in (NUMBER, "Vasil Exempel"):
        with pytest.raises(ReferralFault):
            found(house, text)
    (link,) = found(house, case)
    shown = str(asdict(link))
    assert other in shown
    assert not [word for word in (NUMBER, "Exempel", "1990") if word in shown]


def test_whoever_reads_the_database_cannot_test_a_guessed_number(house: AppContext) -> None:
    """Not by any plain hash, not with the key of another purpose; two purposes never give one key."""
    a_case(house, 1, persons=[a_person(national_number=NUMBER)], address=ADDRESS)
    stored = {key for _, key in _keys(house)}
    guesses = {NUMBER, NUMBER.encode().hex(), "90.01.02-999.00", f"person|{NUMBER}", f"link_person|{NUMBER}"}
    digests = {hashlib.new(kind, guess.encode()).hexdigest() for guess in guesses for kind in ("sha256", "sha3_256")}
    known = (b"", b"\0" * 32, b"link_person", b"vigie", *(row.encode() for row in sorted(stored)))
    digests |= {hmac.digest(key, guess.encode(), "sha256").hex() for guess in guesses for key in known}
    others = ("worker", "nonce", "judicial", "content", "link_person_name", "link_workplace")
    digests |= {pseudonym(NUMBER, purpose, keys=house.store.keys) for purpose in others}
    assert not stored & digests
    assert pseudonym(NUMBER, "link_person", keys=house.store.keys) in stored  # the attack would have found it


def _embargoed(house: AppContext, case: str) -> str:
    """Note that a magistrate keeps a case from the police list; returns the embargo's id."""
    id_ = new_id()
    with audited_transaction(house.acting(HEAD, AT)) as tx:
        row = tx.session.exec(select(ReferralRow).where(ReferralRow.reference == case)).one()
        asked = {"asked_by": "aud-liege", "channel": "telephone", "recorded_by": HEAD, "recorded_at": AT}
        tx.session.add(EmbargoRow(id=id_, referral_id=row.id, **asked))
        tx.record("embargo.place", row.id, stream="referral")
    return id_


def _keys(house: AppContext) -> set[tuple[str, str]]:
    with house.store.read() as session:
        return {(row.ground, row.key) for row in session.exec(select(LinkKeyRow))}


def _parameters(act: object) -> list[str]:
    return list(inspect.signature(act).parameters)  # type: ignore[arg-type]
