"""Devices: a code is good once and for minutes; who is revoked is told so; nobody answers for a stranger's."""

from datetime import timedelta

import pytest
from builders_acts import AT, later
from sqlmodel import select

from inspection.acts.devices import (
    Enrolled,
    answered_for,
    device_user,
    enrol_device,
    invite_device,
    list_devices,
    revoke_device,
    wipe_devices,
)
from inspection.errors import AccessRefused, ControlFault
from inspection.store.people import DeviceInvitationRow, DeviceRow, UserRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext, verify_trail

BY, HEAD = "insp-liege-1", "head-liege"


def enrolled(house: AppContext, user: str = BY, label: str = "Telephone of the test") -> Enrolled:
    """Invite and enrol a device of somebody."""
    return enrol_device(house.acting(at=AT), invite_device(house.acting(user, AT), user, "field").code, label)


def test_a_code_enrols_one_device_once(house: AppContext) -> None:
    """The address of the QR code holds the code where no server sees it; the secret is shown once and not kept."""
    made = invite_device(house.acting(BY, AT), BY, "field")
    assert made.url.endswith(f"/field/#enrol={made.code}")
    assert made.qr_svg.startswith("<svg")
    assert made.expires_at == AT + timedelta(minutes=15)
    device = enrol_device(house.acting(at=later(minutes=14)), made.code.lower().replace("-", " "), "My telephone")
    known = device_user(house.acting(at=later(hours=1)), device.device_id, device.secret)
    assert (known.user_id, known.name, known.language, known.kind) == (BY, f"Name of {BY}", "fr", "field")
    with pytest.raises(ControlFault) as used:
        enrol_device(house.acting(at=later(minutes=14)), made.code, "Another")
    assert used.value.code == "CONTROL-320"
    with house.store.read() as session:
        kept = repr([*session.exec(select(DeviceRow)), *session.exec(select(DeviceInvitationRow))])
        row = session.exec(select(DeviceRow)).one()
    assert device.secret not in kept + row.secret_key
    assert b"telephone" not in (row.label or b"")
    assert verify_trail(house.store).broken is None


@pytest.mark.parametrize("code", ["", "A" * 16, "7" * 16, "ÉÉÉÉ", "\ud800" * 16, "x" * 5000])
def test_a_code_that_nobody_gave_enrols_nothing(house: AppContext, code: str) -> None:
    """Unknown, used and over are told alike: the answer helps nobody to guess."""
    made = invite_device(house.acting(BY, AT), BY, "field")
    for wrong, at in ((code, AT), (made.code, later(minutes=15)), (made.code[:-1] + "X", AT)):
        if wrong == made.code and at == AT:
            continue
        with pytest.raises(ControlFault) as refused:
            enrol_device(house.acting(at=at), wrong, "x")
        assert refused.value.code == "CONTROL-320"


@pytest.mark.parametrize("label", ["x" * 61, "two\nlines", "\x00"])
def test_a_label_is_short_and_plain(house: AppContext, label: str) -> None:
    """It stands in a list; and the code stays good."""
    made = invite_device(house.acting(BY, AT), BY, "field")
    with pytest.raises(ControlFault) as refused:
        enrol_device(house.acting(at=AT), made.code, label)
    assert refused.value.code == "CONTROL-323"
    assert enrol_device(house.acting(at=AT), made.code, "")


@pytest.mark.parametrize("wrong", [("", ""), ("id", "secret"), ("é", "é"), ("\x00", "\x00"), ("x" * 999, "y" * 999)])
def test_an_unknown_device_is_nobody(house: AppContext, wrong: tuple[str, str]) -> None:
    """Another secret is no better than another name."""
    device = enrolled(house)
    for name, secret in (wrong, (device.device_id, wrong[1]), (wrong[0], device.secret)):
        with pytest.raises(AccessRefused) as refused:
            device_user(house.acting(at=AT), name, secret)
        assert refused.value.code == "ACCESS-066"


def test_a_revoked_device_is_told_at_its_next_call(house: AppContext) -> None:
    """By its owner, by the head, or because its owner left; a second time changes nothing."""
    first, second, third = enrolled(house), enrolled(house), enrolled(house, "insp-liege-2")
    revoke_device(house.acting(BY, AT), first.device_id)
    revoke_device(house.acting(HEAD, AT), first.device_id)
    revoke_device(house.acting(HEAD, AT), second.device_id)
    with house.store.write() as session:
        session.get_one(UserRow, "insp-liege-2").active = False
    for device in (first, second, third):
        with pytest.raises(AccessRefused) as refused:
            device_user(house.acting(at=AT), device.device_id, device.secret)
        assert refused.value.code == "ACCESS-061"
    with house.store.read() as session:
        acts = list(session.exec(select(AuditEntryRow.act).where(AuditEntryRow.stream == "device")))
    assert acts.count("device.revoke") == 2


def test_a_device_is_known_for_so_many_days(house: AppContext) -> None:
    """Then it must be enrolled again."""
    device = enrolled(house)
    assert device_user(house.acting(at=later(days=89)), device.device_id, device.secret)
    with pytest.raises(AccessRefused) as refused:
        device_user(house.acting(at=later(days=90)), device.device_id, device.secret)
    assert refused.value.code == "ACCESS-062"


def test_a_device_whose_days_are_over_may_hand_in_what_it_holds(house: AppContext) -> None:
    """Late, for as long as nobody revoked it; a device that was revoked may not."""
    device = enrolled(house)
    assert device_user(house.acting(at=later(days=300)), device.device_id, device.secret, is_late=True).user_id == BY
    revoke_device(house.acting(HEAD, AT), device.device_id)
    with pytest.raises(AccessRefused) as refused:
        device_user(house.acting(at=later(days=300)), device.device_id, device.secret, is_late=True)
    assert refused.value.code == "ACCESS-061"


def test_calls_of_one_day_leave_one_entry(house: AppContext) -> None:
    """A form that asks every minute does not drown the trail."""
    device = enrolled(house)
    for minutes in (0, 1, 2):
        device_user(house.acting(at=later(minutes=minutes)), device.device_id, device.secret)
    device_user(house.acting(at=later(days=1)), device.device_id, device.secret)
    with house.store.read() as session:
        assert len(session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "device.use")).all()) == 2


def test_an_app_password_that_nobody_uses_is_forgotten(house: AppContext) -> None:
    """Another client gets name and password from the invitation; its first call within minutes makes it known."""
    used, unused = (invite_device(house.acting(BY, AT), BY, "openrosa") for _ in range(2))
    assert used.username
    assert unused.username
    known = device_user(house.acting(at=later(minutes=5)), used.username, used.code)
    assert known.kind == "openrosa"
    assert device_user(house.acting(at=later(days=30)), used.username, used.code.replace("-", "").lower())
    with pytest.raises(AccessRefused) as late:
        device_user(house.acting(at=later(minutes=15)), unused.username, unused.code)
    assert late.value.code == "ACCESS-062"


def test_a_lost_bag_loses_every_device(house: AppContext) -> None:
    """Devices and codes that are still open."""
    device, made = enrolled(house), invite_device(house.acting(BY, AT), BY, "field")
    assert wipe_devices(house.acting(HEAD, AT), BY) == 1
    with pytest.raises(AccessRefused):
        device_user(house.acting(at=AT), device.device_id, device.secret)
    with pytest.raises(ControlFault):
        enrol_device(house.acting(at=AT), made.code, "x")
    assert wipe_devices(house.acting(HEAD, AT), BY) == 0


@pytest.mark.parametrize(
    ("user", "by"),
    [
        ("insp-liege-2", BY),  # a colleague
        ("insp-namur-1", HEAD),  # another district's
        ("supervisor-liege", HEAD),  # no head speaks as the office
        ("insp-liege-1", "dpo-1"),
        ("insp-liege-1", "system"),
        ("insp-liege-1", "nobody"),
    ],
)
def test_nobody_answers_for_the_devices_of_a_stranger(house: AppContext, user: str, by: str) -> None:
    """Who invites a device could speak as its owner: that is for oneself, the head and the office."""
    with pytest.raises(AccessRefused):
        invite_device(house.acting(by, AT), user, "field")
    device = enrolled(house, user)
    with pytest.raises(AccessRefused):
        revoke_device(house.acting(by, AT), device.device_id)
    with pytest.raises(AccessRefused):
        wipe_devices(house.acting(by, AT), user)


@pytest.mark.parametrize("user", ["nobody", "system", "dpo-1"])
def test_only_who_goes_out_carries_a_device(house: AppContext, user: str) -> None:
    """The system and the auditor make no controls."""
    with pytest.raises(ControlFault) as refused:
        invite_device(house.acting("direction-1", AT), user, "field")
    assert refused.value.code == "CONTROL-321"


def test_a_list_shows_whose_devices_somebody_answers_for(house: AppContext) -> None:
    """One's own; those of the district's field for its head; all for the office; never a secret."""
    for user in (BY, "insp-liege-2", "insp-namur-1", "supervisor-liege"):
        enrolled(house, user)
    seen = {by: [d.user for d in list_devices(house.acting(by, AT))] for by in (BY, HEAD, "direction-1")}
    assert seen[BY] == [BY]
    assert seen[HEAD] == [BY, "insp-liege-2"]
    assert len(seen["direction-1"]) == 4
    (mine,) = list_devices(house.acting(BY, later(days=91)))
    assert (mine.state, mine.label) == ("expired", "Telephone of the test")


def test_a_screen_is_told_for_whom_somebody_may_invite_a_device(house: AppContext) -> None:
    """Themselves, a head for the field of the district, the office for everybody who goes out; each is then taken."""
    assert answered_for(house.acting(BY)) == [BY]
    with pytest.raises(AccessRefused):
        answered_for(house.acting("nobody"))
    mine = answered_for(house.acting("head-liege"))
    assert {BY, "head-liege"} <= set(mine) < set(answered_for(house.acting("direction-1")))
    for user in mine:
        assert invite_device(house.acting("head-liege", AT), user, "field").code
