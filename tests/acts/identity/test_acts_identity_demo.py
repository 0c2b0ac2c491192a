"""The one-click sign-in of a demo home; sessions that are asked about again, by a page that stays open or the guard."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from builders_acts import AT
from builders_identity import a_principal, an_account, signed_in
from sqlmodel import select

from inspection.acts import identity
from inspection.acts.devices import enrol_device, invite_device, revoke_device
from inspection.errors import AccessRefused
from inspection.settings import DEMO_MARK
from inspection.store.people import SessionRow, UserRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail

INSPECTOR, HEAD = "insp-liege-1", "head-liege"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def demo(embedded: AppContext) -> Iterator[AppContext]:
    """Give a home that the demo made."""
    mark = embedded.settings.home / DEMO_MARK
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    yield embedded
    mark.unlink(missing_ok=True)


def refused(act: object, *given: object, **more: object) -> str:
    """The code with which an act is refused."""
    with pytest.raises(AccessRefused) as fault:
        act(*given, **more)  # type: ignore[operator]
    return fault.value.code


def test_a_demo_home_signs_in_by_one_click_and_says_so_in_the_trail(demo: AppContext) -> None:
    """A session like any other, but for its method; the one that the browser showed before ends."""
    first = identity.sign_in_demo(demo.acting("system", AT), INSPECTOR)
    second = identity.sign_in_demo(demo.acting("system", AT + MINUTE), HEAD, replacing=first.token)
    found = identity.principal_of(demo.acting("system", AT + MINUTE), second.token)
    assert (found.user, found.method, found.roles) == (HEAD, "demo", {"team_head"})
    assert refused(identity.principal_of, demo.acting("system", AT + MINUTE), first.token) == "ACCESS-072"
    with demo.store.read() as session:
        mine = select(AuditEntryRow).where(AuditEntryRow.stream == "identity").order_by(AuditEntryRow.n)
        told = [(one.act, one.who) for one in session.exec(mine)]
    assert told == [("session.begin", INSPECTOR), ("session.end", HEAD), ("session.begin", HEAD)]
    assert verify_trail(demo.store).broken is None


def test_no_other_home_signs_in_by_a_click_nor_believes_a_session_that_one_began(demo: AppContext) -> None:
    """A copy of a demo home that becomes an office's own opens to nobody who proved nothing."""
    done = identity.sign_in_demo(demo.acting("system", AT), INSPECTOR)
    for nobody in ("nobody", "system", ""):
        assert refused(identity.sign_in_demo, demo.acting("system", AT), nobody) == "ACCESS-070"
    (demo.settings.home / DEMO_MARK).unlink()
    assert refused(identity.sign_in_demo, demo.acting("system", AT), INSPECTOR) == "ACCESS-084"
    assert refused(identity.principal_of, demo.acting("system", AT), done.token) == "ACCESS-072"
    assert refused(identity.renewed, demo.acting("system", AT), done.principal) == "ACCESS-072"
    assert identity.still_open(demo.acting("system", AT), [done.principal.credential]) == frozenset()


def test_a_page_that_stays_open_is_asked_about_again(embedded: AppContext) -> None:
    """It counts as use; its role is that of today; ended, over, or its user gone, it is nobody's any more."""
    an_account(embedded, INSPECTOR)
    done = signed_in(embedded, INSPECTOR, AT)
    session = done.principal.credential
    for n in range(1, 4):  # 27 minutes of use, never more than nine without
        at = embedded.acting("system", AT + 9 * n * MINUTE)
        assert identity.renewed(at, done.principal) == done.principal
        assert identity.still_open(at, [session, "none", ""]) == {session}
    with embedded.store.write() as rows:
        rows.get_one(UserRow, INSPECTOR).role = "team_head"
    assert identity.renewed(at, done.principal).roles == {"team_head"}
    later = embedded.acting("system", AT + 38 * MINUTE)
    assert refused(identity.renewed, later, done.principal) == "ACCESS-072"
    assert identity.still_open(later, [session]) == frozenset()
    identity.sign_out(at, done.token)
    assert refused(identity.renewed, at, done.principal) == "ACCESS-072"
    assert identity.still_open(at, [session]) == frozenset()


@pytest.mark.battery(reason="an open page is asked about again in every run")
def test_asking_whether_sessions_are_open_keeps_none_of_them_open(embedded: AppContext) -> None:
    """The guard asks twice a second: that is no use of theirs."""
    an_account(embedded, INSPECTOR)
    done = signed_in(embedded, INSPECTOR, AT)
    identity.still_open(embedded.acting("system", AT + 9 * MINUTE), [done.principal.credential])
    with embedded.store.read() as session:
        assert session.get_one(SessionRow, done.principal.credential).seen_at == AT
    assert refused(identity.principal_of, embedded.acting("system", AT + 11 * MINUTE), done.token) == "ACCESS-072"


def test_a_principal_whose_session_is_anothers_is_nobody(embedded: AppContext) -> None:
    """What this process made before is believed, and looked up all the same."""
    an_account(embedded, INSPECTOR)
    session = signed_in(embedded, INSPECTOR, AT).principal.credential
    here = embedded.acting("system", AT)
    for user, credential in ((HEAD, session), (INSPECTOR, "test"), (INSPECTOR, "")):
        made = a_principal(embedded, user, "inspector", credential=credential)
        assert refused(identity.renewed, here, made) == "ACCESS-072"


def test_a_device_proves_whom_it_speaks_for_and_nothing_fresh(embedded: AppContext) -> None:
    """It was proven when it was enrolled; revoked, it is nobody's."""
    invited = invite_device(embedded.acting(INSPECTOR, AT), INSPECTOR, "field")
    enrolled = enrol_device(embedded.acting("system", AT), invited.code, "")
    later = embedded.acting("system", AT + 60 * MINUTE)
    found, device = identity.principal_of_device(later, enrolled.device_id, enrolled.secret)
    assert (found.user, found.method, found.roles, found.credential) == (
        INSPECTOR,
        "device",
        {"inspector"},
        device.device_id,
    )
    assert (found.proven_at, found.is_fresh(later.at, 15)) == (AT, False)
    assert refused(identity.principal_of_device, later, enrolled.device_id, "wrong") == "ACCESS-066"
    revoke_device(embedded.acting(INSPECTOR, AT), enrolled.device_id)
    assert refused(identity.principal_of_device, later, enrolled.device_id, enrolled.secret) == "ACCESS-061"
