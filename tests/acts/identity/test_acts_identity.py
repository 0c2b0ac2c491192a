"""Proving who one is: each way to be somebody else is tried, and refused in the same words as every other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import AT, a_roster, a_user
from builders_identity import PASSWORD, a_principal, an_account, signed_in, the_direction
from houses import House
from sqlalchemy import text
from sqlmodel import col, select

from inspection.acts import identity
from inspection.acts.alerts import alerts_for
from inspection.acts.staff import import_roster
from inspection.errors import AccessRefused
from inspection.store.people import AccountRow, EnrolmentRow, SessionRow, SignInFailureRow, UserRow
from inspection.store.queries import alerts
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, audited_transaction, verify_trail
from inspection.trust.identity import flow_principal, passwords

INSPECTOR = "insp-liege-1"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def code_of(act: Callable[[], object]) -> str:
    """The code with which an act is refused."""
    with pytest.raises(AccessRefused) as refused:
        act()
    return refused.value.code


def entries(house: AppContext) -> list[AuditEntryRow]:
    with house.store.read() as session:
        of_identity = select(AuditEntryRow).where(AuditEntryRow.stream == "identity").order_by(col(AuditEntryRow.n))
        return list(session.exec(of_identity))


def test_from_a_code_to_a_session_and_out_again(house: AppContext) -> None:
    """On both databases: a code sets a password, the password begins a session, the session says who it is."""
    made = identity.issue_enrolment(the_direction(house), INSPECTOR)
    assert identity.redeem_enrolment(house.at_the_door(AT), made.code.lower().replace("-", " "), PASSWORD) == INSPECTOR
    done = signed_in(house, INSPECTOR, AT + MINUTE)
    found = identity.principal_of(house.at_the_door(AT + 2 * MINUTE), done.token)
    assert found == done.principal
    assert (found.user, found.service, found.roles, found.method) == (INSPECTOR, "ONSS", {"inspector"}, "password")
    mine = identity.my_sessions(house.acting_as(found, AT + 2 * MINUTE))
    assert [(one.id, one.state, one.is_this) for one in mine] == [(found.credential, "open", True)]
    identity.sign_out(house.at_the_door(AT + 3 * MINUTE), done.token)
    assert code_of(lambda: identity.principal_of(house.at_the_door(AT + 3 * MINUTE), done.token)) == "ACCESS-072"
    acts = [(e.act, e.who) for e in entries(house)]
    assert acts == [
        ("enrolment.issue", "direction-1"),
        ("enrolment.redeem", INSPECTOR),
        ("session.begin", INSPECTOR),
        ("session.end", INSPECTOR),
    ]
    assert verify_trail(house.store).broken is None


def test_nothing_that_opens_anything_stands_in_the_database_or_the_trail(embedded: AppContext) -> None:
    """Neither a password, a code nor a token, nor the plain hash of a password; nor in what is printed of a value."""
    made = identity.issue_enrolment(the_direction(embedded), INSPECTOR)
    identity.redeem_enrolment(embedded.at_the_door(AT), made.code, PASSWORD)
    done = signed_in(embedded, INSPECTOR)
    code_of(lambda: identity.sign_in(embedded.at_the_door(AT), "my secret as a name", "another password"))
    rows: list[str] = []
    with embedded.store.read() as session:
        for row in (AccountRow, EnrolmentRow, SessionRow, SignInFailureRow, AuditEntryRow):
            rows += [str(values) for values in session.connection().execute(text(f"SELECT * FROM {row.__tablename__}"))]
    told = " ".join([*rows, repr(made), repr(done)])
    for secret in (PASSWORD, made.code, made.code.replace("-", ""), done.token, "argon2", "my secret as a name"):
        assert secret not in told


def test_a_code_is_good_once_and_not_for_long(embedded: AppContext) -> None:
    """Replayed, replaced, over, mistyped, of somebody who left: all refused alike."""
    first = identity.issue_enrolment(the_direction(embedded), INSPECTOR)
    second = identity.issue_enrolment(the_direction(embedded), INSPECTOR)

    def redeem(code: str, at=AT) -> str:
        return code_of(lambda: identity.redeem_enrolment(embedded.at_the_door(at), code, PASSWORD))

    assert redeem(first.code) == "ACCESS-071"  # replaced
    assert redeem(second.code, second.expires_at) == "ACCESS-071"  # over
    assert redeem(second.code[:-1] + ("A" if second.code[-1] != "A" else "B")) == "ACCESS-071"  # mistyped
    assert redeem("") == redeem("x" * 5000) == "ACCESS-071"
    identity.redeem_enrolment(embedded.at_the_door(AT), second.code, PASSWORD)
    assert redeem(second.code) == "ACCESS-071"  # replayed
    third = identity.issue_enrolment(the_direction(embedded), INSPECTOR)
    _leave(embedded, INSPECTOR)
    assert redeem(third.code) == "ACCESS-071"


def test_a_weak_password_is_refused_and_the_code_stays_good(embedded: AppContext) -> None:
    """Too short, the user's own id, one letter again and again, beyond all length."""
    made = identity.issue_enrolment(the_direction(embedded), INSPECTOR)
    for weak in ("short", "a" * 20, f"{INSPECTOR}1234", "x" * 201, "ab" * 8):
        act = lambda weak=weak: identity.redeem_enrolment(embedded.at_the_door(AT), made.code, weak)  # noqa: E731
        assert code_of(act) == "ACCESS-077"
    identity.redeem_enrolment(embedded.at_the_door(AT), made.code, PASSWORD)


def test_who_may_make_a_code(embedded: AppContext) -> None:
    """Proven, lately, of the direction, for somebody else who works here."""
    issue = identity.issue_enrolment
    assert code_of(lambda: issue(embedded.at_the_door(AT), INSPECTOR)) == "ACCESS-072"  # nobody proved anything
    assert code_of(lambda: issue(replace(the_direction(embedded), at=AT + HOUR), INSPECTOR)) == "ACCESS-076"
    assert code_of(lambda: issue(the_direction(embedded), "direction-1")) == "ACCESS-078"
    for nobody in ("system", "nobody", "chased\x00"):
        assert code_of(lambda nobody=nobody: issue(the_direction(embedded), nobody.rstrip("\x00"))) == "ACCESS-080"
    for user, role in (("supervisor-liege", "supervisor"), ("head-liege", "team_head"), ("dpo-1", "auditor_dpo")):
        context = embedded.acting_as(a_principal(embedded, user, role), AT)
        assert code_of(lambda context=context: issue(context, INSPECTOR)) == "ACCESS-020"
    flow = embedded.acting_as(flow_principal("keep", "ONSS", AT), AT)
    assert code_of(lambda: issue(flow, INSPECTOR)) == "ACCESS-072"


def test_the_first_account_needs_no_proof_and_is_the_only_one(embedded: AppContext) -> None:
    """Of the direction only; as soon as it is there, whoever has it makes the others."""
    first, here = identity.issue_first_enrolment, embedded.at_the_door(AT)
    assert code_of(lambda: first(here, INSPECTOR)) == "ACCESS-079"
    assert code_of(lambda: first(here, "system")) == "ACCESS-079"
    made = first(here, "direction-1")
    assert not alerts(embedded.store, service="ONSS")
    identity.redeem_enrolment(here, made.code, PASSWORD)
    for other in (INSPECTOR, "supervisor-liege", "nobody"):
        assert code_of(lambda other=other: first(here, other)) == "ACCESS-079"


def test_the_only_one_of_the_direction_who_lost_the_password_has_a_way_back(embedded: AppContext) -> None:
    """Whoever runs the machine makes the code, the officer for data protection is alerted; not where another could."""
    first, here = identity.issue_first_enrolment, embedded.acting("system", AT)
    identity.redeem_enrolment(here, first(here, "direction-1").code, PASSWORD)
    made = first(here, "direction-1")
    (told,) = alerts_for(embedded.acting("dpo-1", AT))
    assert (told.kind, told.for_role, told.state) == ("account_reopened", "auditor_dpo", "open")
    assert "direction-1" not in told.subject
    open_before = identity.sign_in(here, "direction-1", PASSWORD)  # until the code is used, nothing changed
    identity.redeem_enrolment(here, made.code, "quite another sentence")
    assert code_of(lambda: identity.principal_of(here, open_before.token)) == "ACCESS-072"
    identity.sign_in(here, "direction-1", "quite another sentence")
    roster = a_roster()
    import_roster(here, {**roster, "users": [*roster["users"], a_user("direction-2", "direction", None)]})
    an_account(embedded, "direction-2")
    assert code_of(lambda: first(here, "direction-1")) == "ACCESS-079"
    assert code_of(lambda: first(here, "direction-2")) == "ACCESS-079"
    assert len(alerts_for(embedded.acting("dpo-1", AT))) == 1


def test_every_refusal_to_sign_in_says_the_same(embedded: AppContext) -> None:
    """Unknown, wrong, without an account, gone, the system: no answer tells which names exist."""
    an_account(embedded, INSPECTOR)
    an_account(embedded, "insp-liege-2")
    _leave(embedded, "insp-liege-2")
    tried = [
        (INSPECTOR, "wrong password"),
        (INSPECTOR, ""),
        (INSPECTOR, PASSWORD * 20),
        ("nobody", PASSWORD),
        ("head-liege", PASSWORD),
        ("insp-liege-2", PASSWORD),
        ("system", PASSWORD),
        ("", PASSWORD),
        ("a\x00b", PASSWORD),
        ("x" * 9000, PASSWORD),
    ]
    said = set()
    for name, password in tried:
        with pytest.raises(AccessRefused) as refused:
            identity.sign_in(embedded.at_the_door(AT), name, password)
        said.add((refused.value.code, str(refused.value)))
    assert len(said) == 1


@pytest.mark.parametrize("name", [INSPECTOR, "nobody"])
def test_a_password_is_compared_whether_or_not_there_is_one(
    embedded: AppContext, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """One hash for a name that somebody has, one for a name that nobody has, also while nobody may try."""
    an_account(embedded, INSPECTOR)
    passwords._nobody()  # made once in a process
    done: list[str] = []
    hasher = passwords._hasher()
    real = type(hasher).verify
    monkeypatch.setattr(type(hasher), "verify", lambda self, *given: (done.append("hash"), real(self, *given))[1])
    for n in range(9):
        code_of(lambda: identity.sign_in(embedded.at_the_door(AT), name, "wrong password"))
        assert len(done) == n + 1


def test_guessing_costs_a_wait_that_doubles(embedded: AppContext) -> None:
    """After five wrong ones the right one is refused too, until the wait is over; then it is forgotten."""
    an_account(embedded, INSPECTOR)
    for n in range(6):
        code_of(lambda n=n: identity.sign_in(embedded.at_the_door(AT + n * MINUTE), INSPECTOR, "wrong password"))
    last = AT + 5 * MINUTE
    seconds = timedelta(seconds=1)
    assert code_of(lambda: signed_in(embedded, INSPECTOR, last + 14 * seconds)) == "ACCESS-070"
    code_of(lambda: identity.sign_in(embedded.at_the_door(last + 15 * seconds), INSPECTOR, "wrong password"))
    assert code_of(lambda: signed_in(embedded, INSPECTOR, last + 44 * seconds)) == "ACCESS-070"  # 30 more
    assert signed_in(embedded, INSPECTOR, last + 45 * seconds).principal.user == INSPECTOR
    code_of(lambda: identity.sign_in(embedded.at_the_door(last + MINUTE), INSPECTOR, "wrong password"))
    assert signed_in(embedded, INSPECTOR, last + MINUTE).principal.user == INSPECTOR


def test_a_name_that_nobody_has_waits_as_well(embedded: AppContext) -> None:
    """Otherwise the wait would tell; and a flood of guesses while nobody may try leaves nothing behind."""
    for n in range(50):
        code_of(lambda n=n: identity.sign_in(embedded.at_the_door(AT + n * MINUTE / 100), "nobody", "guess"))
    with embedded.store.read() as session:
        counted = {row.failures for row in session.exec(select(SignInFailureRow)) if row.id != "house"}
    assert counted == {7}  # the sixth began a wait of 15 s, over once in half a minute
    assert len(entries(embedded)) == 7


def test_one_password_over_many_names_stops_the_house_for_a_minute(embedded: AppContext) -> None:
    """Spraying counts together, though each name is tried once; sessions that are open go on."""
    an_account(embedded, INSPECTOR)
    done = signed_in(embedded, INSPECTOR)
    for n in range(30):
        code_of(lambda n=n: identity.sign_in(embedded.at_the_door(AT), f"name-{n}", "spring 2026 spring"))
    assert code_of(lambda: signed_in(embedded, INSPECTOR, AT + MINUTE / 2)) == "ACCESS-070"
    assert identity.principal_of(embedded.at_the_door(AT + MINUTE / 2), done.token).user == INSPECTOR
    assert signed_in(embedded, INSPECTOR, AT + MINUTE).principal.user == INSPECTOR


def test_guesses_sent_at_once_are_counted_one_by_one(embedded: AppContext) -> None:
    """No crowd of threads gets more guesses than one after the other would."""
    an_account(embedded, INSPECTOR)

    def guess(n: int) -> str:
        return code_of(lambda: identity.sign_in(embedded.at_the_door(AT), INSPECTOR, f"wrong password {n}"))

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(guess, range(24))) == {"ACCESS-070"}
    with embedded.store.read() as session:
        assert {row.failures for row in session.exec(select(SignInFailureRow))} == {6}


def test_no_session_goes_on_that_should_not(embedded: AppContext) -> None:
    """Idle, at its end, ended by its owner, of somebody who left or got another password, of another service: alike."""
    an_account(embedded, INSPECTOR)

    def said(token: str, at=AT, house: AppContext = embedded, kind="browser") -> str:
        return code_of(lambda: identity.principal_of(house.at_the_door(at), token, kind))

    idle = signed_in(embedded, INSPECTOR)
    assert said(idle.token, AT + 10 * MINUTE) == "ACCESS-072"
    busy = signed_in(embedded, INSPECTOR)
    for n in range(1, 96):
        identity.principal_of(embedded.at_the_door(AT + n * 5 * MINUTE), busy.token)
    assert said(busy.token, AT + 8 * HOUR) == "ACCESS-072"
    for strange in ("", "x", idle.token[:-1], f"{idle.token}x", "é" * 43, idle.token.swapcase(), "0" * 10_000):
        assert said(strange) == "ACCESS-072"
    assert said(signed_in(embedded, INSPECTOR).token, kind="command") == "ACCESS-072"
    assert said(signed_in(embedded, INSPECTOR, kind="command").token) == "ACCESS-072"
    tsw = House(embedded.store, embedded.rules, replace(embedded.settings, service="TSW"))
    assert said(signed_in(embedded, INSPECTOR).token, house=tsw) == "ACCESS-072"
    before = signed_in(embedded, INSPECTOR)
    an_account(embedded, INSPECTOR)
    assert said(before.token) == "ACCESS-072"
    last = signed_in(embedded, INSPECTOR)
    _leave(embedded, INSPECTOR)
    assert said(last.token) == "ACCESS-072"


def test_a_session_is_never_one_that_was_there_before(embedded: AppContext) -> None:
    """Fixation: a token that was slipped into a browser is replaced and ended; a step-up changes it as well."""
    an_account(embedded, INSPECTOR)
    an_account(embedded, "insp-liege-2")
    slipped = signed_in(embedded, "insp-liege-2")
    done = identity.sign_in(embedded.at_the_door(AT), INSPECTOR, PASSWORD, replacing=slipped.token)
    assert code_of(lambda: identity.principal_of(embedded.at_the_door(AT), slipped.token)) == "ACCESS-072"
    later = AT + 9 * MINUTE
    proven = identity.step_up(embedded.at_the_door(later), done.token, PASSWORD)
    assert code_of(lambda: identity.principal_of(embedded.at_the_door(later), done.token)) == "ACCESS-072"
    found = identity.principal_of(embedded.at_the_door(later), proven.token)
    assert (found.credential, found.proven_at) == (done.principal.credential, later)
    assert code_of(lambda: identity.step_up(embedded.at_the_door(later), proven.token, "wrong")) == "ACCESS-070"
    assert code_of(lambda: identity.step_up(embedded.at_the_door(later), done.token, PASSWORD)) == "ACCESS-072"


def test_whose_sessions_somebody_ends(embedded: AppContext) -> None:
    """Their own, one or all; the direction anybody's; nobody else's, and nobody is told whether there is one."""
    for user in (INSPECTOR, "insp-liege-2"):
        an_account(embedded, user)
    mine, other, third = (signed_in(embedded, user) for user in (INSPECTOR, INSPECTOR, "insp-liege-2"))
    me = embedded.acting_as(mine.principal, AT)
    for strange in (third.principal.credential, "nothing"):
        assert code_of(lambda strange=strange: identity.end_session(me, strange)) == "ACCESS-081"
    device = embedded.acting_as(replace(mine.principal, method="device"), AT)
    assert code_of(lambda: identity.end_session(device, other.principal.credential)) == "ACCESS-072"
    identity.end_session(me, other.principal.credential)
    identity.end_session(me, other.principal.credential)
    assert code_of(lambda: identity.principal_of(me, other.token)) == "ACCESS-072"
    assert identity.principal_of(me, mine.token).user == INSPECTOR
    signed_in(embedded, INSPECTOR)
    assert identity.sign_out_everywhere(me) == 2
    assert code_of(lambda: identity.principal_of(me, mine.token)) == "ACCESS-072"
    assert code_of(lambda: identity.end_sessions_of(me, "insp-liege-2")) == "ACCESS-020"
    assert identity.end_sessions_of(the_direction(embedded), "insp-liege-2") == 1
    assert code_of(lambda: identity.principal_of(me, third.token)) == "ACCESS-072"


def test_no_act_is_done_by_another_house_or_by_a_flow_that_needs_no_such_right(embedded: AppContext) -> None:
    """A context has one name, that of whoever proved it."""
    me = a_principal(embedded, INSPECTOR, "inspector")
    assert embedded.acting_as(me, AT).by == INSPECTOR

    def ask(principal, act: str) -> str:
        def tried() -> None:
            with audited_transaction(embedded.acting_as(principal, AT)) as tx:
                tx.require(act)

        return code_of(tried)

    assert ask(replace(me, service="TSW"), "draft.keep") == "ACCESS-074"
    assert ask(flow_principal("keep", "ONSS", AT), "plan.propose") == "ACCESS-075"
    assert ask(me, "plan.approve") == "ACCESS-020"
    with audited_transaction(embedded.acting_as(flow_principal("plan_week", "ONSS", AT), AT)) as tx:
        assert tx.require("plan.propose").id == "system"
        tx.mark_unchanged()


def test_a_demo_home_believes_names_and_no_other_does(embedded: AppContext) -> None:
    """The mark that the demo leaves is what makes the difference."""
    here = embedded.at_the_door(AT)
    embedded.settings.registers.mkdir()
    (embedded.settings.registers / "demo.json").touch()  # what others deliver marks nothing
    assert code_of(lambda: identity.sign_in_demo(here, INSPECTOR)) == "ACCESS-084"
    mark = embedded.settings.home / "demo.json"
    mark.touch()
    done = identity.sign_in_demo(here, INSPECTOR)
    assert done.principal.method == "demo"
    assert identity.principal_of(here, done.token) == done.principal
    other = identity.sign_in_demo(here, "direction-1", replacing=done.token)
    assert code_of(lambda: identity.principal_of(here, done.token)) == "ACCESS-072"
    for nobody in ("nobody", "system"):
        assert code_of(lambda nobody=nobody: identity.sign_in_demo(here, nobody)) == "ACCESS-070"
    mark.unlink()
    assert code_of(lambda: identity.principal_of(here, other.token)) == "ACCESS-072"


def _leave(house: AppContext, user: str) -> None:
    with house.store.write() as session:
        row = session.get_one(UserRow, user)
        row.active = False
        session.add(row)
