"""Passkeys: whoever's device signs what this browser was asked, on a page of this house, after asking its owner."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import AT
from builders_identity import PASSWORD, a_principal, an_account, signed_in, the_direction
from builders_passkeys import ORIGIN, Device, a_passkey, by_passkey, bytes_of, text_of
from sqlalchemy import text
from sqlmodel import col, select

from inspection.acts import identity
from inspection.acts.identity import passkeys
from inspection.errors import AccessRefused
from inspection.proof_settings import ProofSettings
from inspection.store.people import PasskeyRow, UserRow
from inspection.store.queries import alerts
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, Context, verify_trail

INSPECTOR, OTHER = "insp-liege-1", "insp-liege-2"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def code_of(act: Callable[[], object]) -> str:
    """The code with which an act is refused."""
    with pytest.raises(AccessRefused) as refused:
        act()
    return refused.value.code


def added(context: Context, device: Device | None = None, label: str = "second") -> Device:
    """Make one more passkey of whoever acts."""
    device = device or Device()
    asked = passkeys.ask_new_passkey(context)
    passkeys.keep_passkey(context, asked.pending, device.make(asked.options), ORIGIN, label)
    return device


def test_from_a_code_to_a_passkey_to_a_session(house: AppContext) -> None:
    """On both databases: no password is ever set; the passkey alone signs in, without a name."""
    device, first = a_passkey(house, INSPECTOR)
    assert (first.principal.user, first.principal.method) == (INSPECTOR, "passkey")
    now = house.acting("system", AT + MINUTE)
    done = by_passkey(now, device)
    assert identity.principal_of(now, done.token) == done.principal
    assert done.principal.proven_at == AT + MINUTE
    assert identity.ways_to_step_up(now, done.token) == ("passkey",)
    mine = passkeys.my_passkeys(house.acting_as(done.principal, AT + MINUTE))
    assert [(one.label, one.made_at, one.used_at) for one in mine] == [("my key", AT, AT + MINUTE)]
    with house.store.read() as session:
        of_identity = select(AuditEntryRow).where(AuditEntryRow.stream == "identity").order_by(col(AuditEntryRow.n))
        acts = [(e.act, e.who) for e in session.exec(of_identity)]
    assert acts == [
        ("enrolment.issue", "direction-1"),
        ("enrolment.redeem", INSPECTOR),
        ("passkey.keep", INSPECTOR),
        ("session.begin", INSPECTOR),
        ("session.begin", INSPECTOR),
    ]
    assert verify_trail(house.store).broken is None


def test_what_a_device_is_asked_for(embedded: AppContext) -> None:
    """A key that it shows without a name, after asking its owner; it never makes two for one person."""
    device, done = a_passkey(embedded, INSPECTOR)
    made = json.loads(passkeys.ask_new_passkey(embedded.acting_as(done.principal, AT)).options)
    assert made["rp"]["id"] == "localhost"
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert [one["id"] for one in made["excludeCredentials"]] == [text_of(device.credential)]
    assert INSPECTOR.encode() not in bytes_of(made["user"]["id"])
    now = embedded.acting("system", AT)
    used, again = (json.loads(passkeys.ask_passkey(now, token).options) for token in ("", done.token))
    assert (used["userVerification"], used["allowCredentials"]) == ("required", [])
    assert [one["id"] for one in again["allowCredentials"]] == [text_of(device.credential)]
    assert used["challenge"] != again["challenge"]
    assert len(bytes_of(used["challenge"])) >= 32


LIES = {
    "its owner was not asked": {"verifies": False},
    "nobody was there": {"is_present": False},
    "a page of another site": {"origin": "http://elsewhere.example"},
    "a page of another port, as this one is asked on another": {"origin": "http://localhost:9999"},
    "a page that only begins alike": {"origin": "http://localhost.elsewhere.example"},
    "a key of another name": {"host": "elsewhere.example"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_device_that_answers_otherwise_proves_nothing(embedded: AppContext, lie: dict) -> None:
    """Neither when a passkey is made nor when it is used; what holds opens afterwards."""
    device, done = a_passkey(embedded, INSPECTOR)
    mine, now = embedded.acting_as(done.principal, AT), embedded.acting("system", AT)
    assert code_of(lambda: added(mine, Device(**lie))) == "ACCESS-162"
    liar = replace(device, **lie)
    assert code_of(lambda: by_passkey(now, liar)) == "ACCESS-070"
    device.count = liar.count
    assert by_passkey(now, device).principal.user == INSPECTOR


@pytest.mark.parametrize("said", [{"type": "webauthn.create"}, {"challenge": "AAAA"}, {"challenge": ""}], ids=str)
def test_an_answer_to_another_question_proves_nothing(embedded: AppContext, said: dict) -> None:
    """Of making a passkey, of another challenge, of none."""
    device, _ = a_passkey(embedded, INSPECTOR)
    now = embedded.acting("system", AT)
    asked = passkeys.ask_passkey(now)
    answer = device.use(asked.options, **said)
    assert code_of(lambda: passkeys.sign_in_by_passkey(now, asked.pending, answer, ORIGIN)) == "ACCESS-070"


def test_another_key_under_the_same_name_proves_nothing(embedded: AppContext) -> None:
    """The name of a passkey is no secret; nor does an answer hold that is no answer at all."""
    device, _ = a_passkey(embedded, INSPECTOR)
    now = embedded.acting("system", AT)
    thief = Device(credential=device.credential, handle=device.handle, count=100)
    assert code_of(lambda: by_passkey(now, thief)) == "ACCESS-070"
    assert code_of(lambda: by_passkey(now, Device())) == "ACCESS-070"  # nobody's
    asked = passkeys.ask_passkey(now)
    for nothing in ("", "{}", "[]", "null", "x" * 30_000, '{"id": 1}', device.use(asked.options)[:-30]):
        again = passkeys.ask_passkey(now)
        act = lambda again=again, it=nothing: passkeys.sign_in_by_passkey(now, again.pending, it, ORIGIN)  # noqa: E731
        assert code_of(act) == "ACCESS-070"


def test_a_copy_of_a_key_is_noticed(embedded: AppContext) -> None:
    """Whichever of the two signs behind the other is refused; a device that counts nothing is taken as it is."""
    device, _ = a_passkey(embedded, INSPECTOR)
    now = embedded.acting("system", AT)
    copy = replace(device)
    by_passkey(now, device)
    by_passkey(now, device)
    assert code_of(lambda: by_passkey(now, copy)) == "ACCESS-070"
    with embedded.store.read() as session:
        refused = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "session.refuse")).one()
    assert (refused.subject, refused.facts["method"]) == (INSPECTOR, "passkey")
    countless, _ = a_passkey(embedded, OTHER, Device(counts=False))
    assert by_passkey(now, countless).principal.user == by_passkey(now, countless).principal.user == OTHER


def test_an_answer_is_good_for_the_browser_that_asked_and_once(embedded: AppContext) -> None:
    """Another browser's, over, replayed, of another kind, altered."""
    device, done = a_passkey(embedded, INSPECTOR, Device(counts=False))
    now = embedded.acting("system", AT)
    mine, other = passkeys.ask_passkey(now), passkeys.ask_passkey(now)
    answer = device.use(mine.options)

    def use(pending: str, at=AT, origin: str = ORIGIN) -> str:
        return code_of(lambda: passkeys.sign_in_by_passkey(embedded.acting("system", at), pending, answer, origin))

    assert use(other.pending) == use("") == use(mine.pending[:-4] + "AAAA") == "ACCESS-070"
    assert use(mine.pending, AT + 10 * MINUTE) == "ACCESS-070"
    assert use(passkeys.ask_new_passkey(embedded.acting_as(done.principal, AT)).pending) == "ACCESS-070"
    fresh = passkeys.ask_passkey(now)
    answer = device.use(fresh.options)
    assert passkeys.sign_in_by_passkey(now, fresh.pending, answer, ORIGIN).principal.user == INSPECTOR
    assert use(fresh.pending) == "ACCESS-070"  # replayed


def test_two_who_show_the_same_answer_at_once_get_one_session(house: AppContext) -> None:
    """On both databases."""
    device, _ = a_passkey(house, INSPECTOR, Device(counts=False))
    now = house.acting("system", AT)
    asked = passkeys.ask_passkey(now)
    answer = device.use(asked.options)

    def use(_: int) -> bool:
        try:
            passkeys.sign_in_by_passkey(now, asked.pending, answer, ORIGIN)
        except AccessRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(8))) == 1


def test_a_step_up_is_of_the_same_person_and_session(embedded: AppContext) -> None:
    """It goes on with a new token; another's passkey, another session's question and that of a sign-in are refused."""
    device, done = a_passkey(embedded, INSPECTOR)
    others, _ = a_passkey(embedded, OTHER)
    later = embedded.acting("system", AT + 5 * MINUTE)
    second = by_passkey(later, device)

    def step_up(asked: passkeys.PasskeyAsked, by: Device, token: str) -> identity.SignedIn:
        return passkeys.step_up_by_passkey(later, token, asked.pending, by.use(asked.options), ORIGIN)

    assert code_of(lambda: step_up(passkeys.ask_passkey(later, second.token), others, second.token)) == "ACCESS-070"
    assert code_of(lambda: step_up(passkeys.ask_passkey(later), device, second.token)) == "ACCESS-070"
    third = by_passkey(later, device)
    assert code_of(lambda: step_up(passkeys.ask_passkey(later, second.token), device, third.token)) == "ACCESS-070"
    asked = passkeys.ask_passkey(later, second.token)
    as_sign_in = lambda: passkeys.sign_in_by_passkey(later, asked.pending, device.use(asked.options), ORIGIN)  # noqa: E731
    assert code_of(as_sign_in) == "ACCESS-070"
    fresh = step_up(passkeys.ask_passkey(later, second.token), device, second.token)
    assert fresh.principal.credential == second.principal.credential
    assert fresh.token != second.token
    assert code_of(lambda: identity.principal_of(later, second.token)) == "ACCESS-072"
    assert code_of(lambda: passkeys.ask_passkey(later, done.token + "x")) == "ACCESS-072"


def test_a_password_and_a_passkey_prove_the_same_session(embedded: AppContext) -> None:
    """Whichever the person has; the session says which was the last."""
    an_account(embedded, INSPECTOR)
    done = signed_in(embedded, INSPECTOR)
    device = added(embedded.acting_as(done.principal, AT))
    now = embedded.acting("system", AT + HOUR / 10)
    assert identity.ways_to_step_up(now, done.token) == ("passkey", "password")
    asked = passkeys.ask_passkey(now, done.token)
    fresh = passkeys.step_up_by_passkey(now, done.token, asked.pending, device.use(asked.options), ORIGIN)
    assert fresh.principal.method == "passkey"
    assert identity.step_up(now, fresh.token, PASSWORD).principal.method == "password"


def test_making_a_passkey_asks_for_a_fresh_proof_or_a_code(embedded: AppContext) -> None:
    """A session that was stolen makes none; what one began another does not end; a code makes one, for its owner."""
    device, done = a_passkey(embedded, INSPECTOR)
    stale = embedded.acting_as(done.principal, AT + HOUR / 2)
    assert code_of(lambda: passkeys.ask_new_passkey(stale)) == "ACCESS-076"
    assert code_of(lambda: passkeys.ask_new_passkey(embedded.at_the_door(AT))) == "ACCESS-072"
    mine = embedded.acting_as(done.principal, AT)
    asked = passkeys.ask_new_passkey(mine)
    answer = Device().make(asked.options)
    late = lambda: passkeys.keep_passkey(stale, asked.pending, answer, ORIGIN, "late")  # noqa: E731
    assert code_of(late) == "ACCESS-076"
    other = embedded.acting_as(a_principal(embedded, OTHER, "inspector"), AT)
    assert code_of(lambda: passkeys.keep_passkey(other, asked.pending, answer, ORIGIN, "x")) == "ACCESS-070"
    passkeys.keep_passkey(mine, asked.pending, answer, ORIGIN, "second")
    assert code_of(lambda: passkeys.keep_passkey(mine, asked.pending, answer, ORIGIN, "again")) == "ACCESS-070"
    same = passkeys.ask_new_passkey(mine)
    act = lambda: passkeys.keep_passkey(mine, same.pending, device.make(same.options), ORIGIN, "same")  # noqa: E731
    assert code_of(act) == "ACCESS-162"  # kept already


def test_a_code_is_good_for_one_passkey_of_its_owner(embedded: AppContext) -> None:
    """Used, another's, over; a passkey that does not hold leaves it good, and sessions of before end."""
    now = embedded.acting("system", AT)
    an_account(embedded, INSPECTOR)
    before = signed_in(embedded, INSPECTOR)
    code = identity.issue_enrolment(the_direction(embedded), INSPECTOR).code
    other = identity.issue_enrolment(the_direction(embedded), OTHER).code
    asked = passkeys.ask_passkey_for_code(now, code)

    def redeem(with_code: str, device: Device) -> identity.SignedIn:
        return passkeys.redeem_with_passkey(now, with_code, asked.pending, device.make(asked.options), ORIGIN, "k")

    assert code_of(lambda: redeem(code, Device(verifies=False))) == "ACCESS-162"
    assert code_of(lambda: redeem(other, Device())) == "ACCESS-070"
    assert code_of(lambda: redeem("nonsense", Device())) == "ACCESS-071"
    assert redeem(code, Device()).principal.user == INSPECTOR
    assert code_of(lambda: identity.principal_of(now, before.token)) == "ACCESS-072"
    assert code_of(lambda: redeem(code, Device())) == "ACCESS-071"
    assert code_of(lambda: passkeys.ask_passkey_for_code(now, code)) == "ACCESS-071"
    assert code_of(lambda: identity.redeem_enrolment(now, code, PASSWORD)) == "ACCESS-071"


def test_the_first_of_the_direction_may_have_a_passkey_only(embedded: AppContext) -> None:
    """A further first code of theirs is told to the data officer: whoever has a passkey needs none."""
    here = embedded.at_the_door(AT)
    code = identity.issue_first_enrolment(here, "direction-1").code
    asked = passkeys.ask_passkey_for_code(here, code)
    passkeys.redeem_with_passkey(here, code, asked.pending, Device().make(asked.options), ORIGIN, "k")
    assert [one.kind for one in alerts(embedded.store)] == []
    identity.issue_first_enrolment(here, "direction-1")
    assert [(one.kind, one.for_role) for one in alerts(embedded.store)] == [("account_reopened", "auditor_dpo")]


def test_taking_a_passkey_away(embedded: AppContext) -> None:
    """One's own only, never the last proof; sessions that a passkey proved end, but for the one that asks."""
    first, done = a_passkey(embedded, INSPECTOR)
    _, others = a_passkey(embedded, OTHER)
    mine, now = embedded.acting_as(done.principal, AT), embedded.acting("system", AT)
    (only,) = passkeys.my_passkeys(mine)
    assert code_of(lambda: passkeys.remove_passkey(mine, only.id)) == "ACCESS-163"
    second = added(mine)
    elsewhere = by_passkey(now, first)
    theirs = embedded.acting_as(others.principal, AT)
    assert code_of(lambda: passkeys.remove_passkey(theirs, only.id)) == "ACCESS-163"
    assert code_of(lambda: passkeys.remove_passkey(mine, "nothing")) == "ACCESS-163"
    assert code_of(lambda: passkeys.remove_passkey(replace(mine, at=AT + HOUR / 2), only.id)) == "ACCESS-076"
    passkeys.remove_passkey(mine, only.id)
    assert code_of(lambda: by_passkey(now, first)) == "ACCESS-070"
    assert code_of(lambda: identity.principal_of(now, elsewhere.token)) == "ACCESS-072"
    assert identity.principal_of(now, done.token).user == INSPECTOR
    assert identity.principal_of(now, others.token).user == OTHER
    assert by_passkey(now, second).principal.user == INSPECTOR


def test_there_are_ten_at_the_most(embedded: AppContext) -> None:
    """So that nobody fills a table."""
    _, done = a_passkey(embedded, INSPECTOR)
    mine = embedded.acting_as(done.principal, AT)
    for _ in range(9):
        added(mine)
    assert code_of(lambda: added(mine)) == "ACCESS-162"


def test_the_direction_takes_every_proof_away(embedded: AppContext) -> None:
    """Of a lost device: passkey, password, open code and sessions; a new code lets the person in again."""
    device, done = a_passkey(embedded, INSPECTOR)
    open_code = identity.issue_enrolment(the_direction(embedded), INSPECTOR).code
    now = embedded.acting("system", AT)
    nobody = embedded.acting_as(a_principal(embedded, OTHER, "inspector"), AT)
    assert code_of(lambda: identity.withdraw_proofs(nobody, INSPECTOR)) == "ACCESS-020"
    assert code_of(lambda: identity.withdraw_proofs(the_direction(embedded), "nobody")) == "ACCESS-080"
    stale = replace(the_direction(embedded), at=AT + HOUR)
    assert code_of(lambda: identity.withdraw_proofs(stale, INSPECTOR)) == "ACCESS-076"
    assert identity.withdraw_proofs(the_direction(embedded), INSPECTOR) == 1
    assert code_of(lambda: identity.principal_of(now, done.token)) == "ACCESS-072"
    assert code_of(lambda: by_passkey(now, device)) == "ACCESS-070"
    assert code_of(lambda: identity.redeem_enrolment(now, open_code, PASSWORD)) == "ACCESS-071"
    assert a_passkey(embedded, INSPECTOR)[1].principal.user == INSPECTOR


def test_whoever_left_stays_outside(embedded: AppContext) -> None:
    """With a passkey as with everything else."""
    device, _ = a_passkey(embedded, INSPECTOR)
    with embedded.store.write() as session:
        row = session.get(UserRow, INSPECTOR)
        row.active = False
        session.add(row)
    assert code_of(lambda: by_passkey(embedded.acting("system", AT), device)) == "ACCESS-070"


def test_a_session_that_was_slipped_in_ends(embedded: AppContext) -> None:
    """A browser's earlier session ends, and the token is a new one."""
    device, planted = a_passkey(embedded, INSPECTOR)
    now = embedded.acting("system", AT)
    asked = passkeys.ask_passkey(now)
    answer = device.use(asked.options)
    done = passkeys.sign_in_by_passkey(now, asked.pending, answer, ORIGIN, replacing=planted.token)
    assert done.token != planted.token
    assert code_of(lambda: identity.principal_of(now, planted.token)) == "ACCESS-072"


def test_where_passkeys_are_taken(embedded: AppContext) -> None:
    """On the pages that the settings name; without any, on this machine under its own name, whatever the port."""
    device, _ = a_passkey(embedded, INSPECTOR)
    now = embedded.acting("system", AT)
    for origin in ("http://127.0.0.1:8501", "http://elsewhere.example", "", "localhost", "http://localhost.example"):
        asked = passkeys.ask_passkey(now)
        answer = replace(device, origin=origin).use(asked.options)
        act = lambda asked=asked, answer=answer, origin=origin: passkeys.sign_in_by_passkey(  # noqa: E731
            now, asked.pending, answer, origin
        )
        assert code_of(act) == "ACCESS-070"
    named = ProofSettings(
        url="https://vigie.example", passkey_host="vigie.example", passkey_origins=("https://office.vigie.example",)
    )
    assert named.takes_passkeys_at("https://office.vigie.example")
    for origin in ("https://vigie.example", "http://localhost:8501", "https://elsewhere.example"):
        assert not named.takes_passkeys_at(origin)
    one = ProofSettings(url="https://vigie.example", passkey_host="vigie.example")
    assert one.takes_passkeys_at("https://vigie.example")
    assert not one.takes_passkeys_at("http://localhost:8501")


def test_nothing_that_names_a_key_stands_in_the_database_in_clear(embedded: AppContext) -> None:
    """Neither its name, its public key nor its label; whoever writes there puts no other key in its place."""
    device, done = a_passkey(embedded, INSPECTOR)
    thief, _ = a_passkey(embedded, OTHER)
    with embedded.store.read() as session:
        rows = str(list(session.connection().execute(text("SELECT * FROM passkey"))))
    numbers = device.key.public_key().public_numbers()
    for secret in (device.credential, numbers.x.to_bytes(32), b"my key"):
        assert str(secret)[2:-1] not in rows
        assert text_of(secret) not in rows
    with embedded.store.write() as session:
        mine, other = (
            session.exec(select(PasskeyRow).where(PasskeyRow.user_id == u)).one() for u in (INSPECTOR, OTHER)
        )
        mine.public_key = other.public_key
        session.add(mine)
    impostor = replace(thief, credential=device.credential, handle=device.handle, count=50)
    with pytest.raises(Exception, match="STORE-041"):
        by_passkey(embedded.acting("system", AT), impostor)
    assert done.token not in rows
