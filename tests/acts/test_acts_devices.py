"""Devices: a code is good once and for minutes; who is revoked is told so; nobody answers for a stranger's."""

from datetime import timedelta

import pytest
from builders_acts import AT, later
from sqlmodel import select

from inspection.acts.context import Office
from inspection.acts.staff import (
    Enrolled,
    device_user,
    enrol_device,
    invite_device,
    list_devices,
    revoke_device,
    wipe_devices,
)
from inspection.errors import AccessRefused, ControlFault
from inspection.store.people import Device, DeviceInvitation, User
from inspection.store.records import AuditEntry
from inspection.trust import verify_trail

BY, HEAD = "insp-liege-1", "head-liege"


def enrolled(house: Office, user: str = BY, label: str = "Telephone of the test") -> Enrolled:
    """Invite and enrol a device of somebody."""
    return enrol_device(invite_device(user, "field", user, at=AT, office=house).code, label, at=AT, office=house)


def test_a_code_enrols_one_device_once(house: Office) -> None:
    """The address of the QR code holds the code where no server sees it; the secret is shown once and not kept."""
    made = invite_device(BY, "field", BY, at=AT, office=house)
    assert made.url.endswith(f"/field/#enrol={made.code}")
    assert made.qr_svg.startswith("<svg")
    assert made.expires_at == AT + timedelta(minutes=15)
    device = enrol_device(made.code.lower().replace("-", " "), "My telephone", at=later(minutes=14), office=house)
    known = device_user(device.device_id, device.secret, at=later(hours=1), office=house)
    assert (known.user_id, known.name, known.language, known.kind) == (BY, f"Name of {BY}", "fr", "field")
    with pytest.raises(ControlFault) as used:
        enrol_device(made.code, "Another", at=later(minutes=14), office=house)
    assert used.value.code == "CONTROL-320"
    with house.store.read() as session:
        kept = repr([*session.exec(select(Device)), *session.exec(select(DeviceInvitation))])
        row = session.exec(select(Device)).one()
    assert device.secret not in kept + row.secret_key
    assert b"telephone" not in (row.label or b"")
    assert verify_trail(house.store).broken is None


@pytest.mark.parametrize("code", ["", "A" * 16, "7" * 16, "ÉÉÉÉ", "\ud800" * 16, "x" * 5000])
def test_a_code_that_nobody_gave_enrols_nothing(house: Office, code: str) -> None:
    """Unknown, used and over are told alike: the answer helps nobody to guess."""
    made = invite_device(BY, "field", BY, at=AT, office=house)
    for wrong, at in ((code, AT), (made.code, later(minutes=15)), (made.code[:-1] + "X", AT)):
        if wrong == made.code and at == AT:
            continue
        with pytest.raises(ControlFault) as refused:
            enrol_device(wrong, "x", at=at, office=house)
        assert refused.value.code == "CONTROL-320"


@pytest.mark.parametrize("label", ["x" * 61, "two\nlines", "\x00"])
def test_a_label_is_short_and_plain(house: Office, label: str) -> None:
    """It stands in a list; and the code stays good."""
    made = invite_device(BY, "field", BY, at=AT, office=house)
    with pytest.raises(ControlFault) as refused:
        enrol_device(made.code, label, at=AT, office=house)
    assert refused.value.code == "CONTROL-323"
    assert enrol_device(made.code, "", at=AT, office=house)


@pytest.mark.parametrize("wrong", [("", ""), ("id", "secret"), ("é", "é"), ("\x00", "\x00"), ("x" * 999, "y" * 999)])
def test_an_unknown_device_is_nobody(house: Office, wrong: tuple[str, str]) -> None:
    """Another secret is no better than another name."""
    device = enrolled(house)
    for name, secret in (wrong, (device.device_id, wrong[1]), (wrong[0], device.secret)):
        with pytest.raises(AccessRefused) as refused:
            device_user(name, secret, at=AT, office=house)
        assert refused.value.code == "ACCESS-066"


def test_a_revoked_device_is_told_at_its_next_call(house: Office) -> None:
    """By its owner, by the head, or because its owner left; a second time changes nothing."""
    first, second, third = enrolled(house), enrolled(house), enrolled(house, "insp-liege-2")
    revoke_device(first.device_id, BY, at=AT, office=house)
    revoke_device(first.device_id, HEAD, at=AT, office=house)
    revoke_device(second.device_id, HEAD, at=AT, office=house)
    with house.store.write() as session:
        session.get_one(User, "insp-liege-2").active = False
    for device in (first, second, third):
        with pytest.raises(AccessRefused) as refused:
            device_user(device.device_id, device.secret, at=AT, office=house)
        assert refused.value.code == "ACCESS-061"
    with house.store.read() as session:
        acts = list(session.exec(select(AuditEntry.act).where(AuditEntry.stream == "device")))
    assert acts.count("device.revoke") == 2


def test_a_device_is_known_for_so_many_days(house: Office) -> None:
    """Then it must be enrolled again."""
    device = enrolled(house)
    assert device_user(device.device_id, device.secret, at=later(days=89), office=house)
    with pytest.raises(AccessRefused) as refused:
        device_user(device.device_id, device.secret, at=later(days=90), office=house)
    assert refused.value.code == "ACCESS-062"


def test_a_device_whose_days_are_over_may_hand_in_what_it_holds(house: Office) -> None:
    """Late, for as long as nobody revoked it; a device that was revoked may not."""
    device = enrolled(house)
    assert device_user(device.device_id, device.secret, is_late=True, at=later(days=300), office=house).user_id == BY
    revoke_device(device.device_id, HEAD, at=AT, office=house)
    with pytest.raises(AccessRefused) as refused:
        device_user(device.device_id, device.secret, is_late=True, at=later(days=300), office=house)
    assert refused.value.code == "ACCESS-061"


def test_calls_of_one_day_leave_one_entry(house: Office) -> None:
    """A form that asks every minute does not drown the trail."""
    device = enrolled(house)
    for minutes in (0, 1, 2):
        device_user(device.device_id, device.secret, at=later(minutes=minutes), office=house)
    device_user(device.device_id, device.secret, at=later(days=1), office=house)
    with house.store.read() as session:
        assert len(session.exec(select(AuditEntry).where(AuditEntry.act == "device.use")).all()) == 2


def test_an_app_password_that_nobody_uses_is_forgotten(house: Office) -> None:
    """Another client gets name and password from the invitation; its first call within minutes makes it known."""
    used, unused = (invite_device(BY, "openrosa", BY, at=AT, office=house) for _ in range(2))
    assert used.username
    assert unused.username
    known = device_user(used.username, used.code, at=later(minutes=5), office=house)
    assert known.kind == "openrosa"
    assert device_user(used.username, used.code.replace("-", "").lower(), at=later(days=30), office=house)
    with pytest.raises(AccessRefused) as late:
        device_user(unused.username, unused.code, at=later(minutes=15), office=house)
    assert late.value.code == "ACCESS-062"


def test_a_lost_bag_loses_every_device(house: Office) -> None:
    """Devices and codes that are still open."""
    device, made = enrolled(house), invite_device(BY, "field", BY, at=AT, office=house)
    assert wipe_devices(BY, HEAD, at=AT, office=house) == 1
    with pytest.raises(AccessRefused):
        device_user(device.device_id, device.secret, at=AT, office=house)
    with pytest.raises(ControlFault):
        enrol_device(made.code, "x", at=AT, office=house)
    assert wipe_devices(BY, HEAD, at=AT, office=house) == 0


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
def test_nobody_answers_for_the_devices_of_a_stranger(house: Office, user: str, by: str) -> None:
    """Who invites a device could speak as its owner: that is for oneself, the head and the office."""
    with pytest.raises(AccessRefused):
        invite_device(user, "field", by, at=AT, office=house)
    device = enrolled(house, user)
    with pytest.raises(AccessRefused):
        revoke_device(device.device_id, by, at=AT, office=house)
    with pytest.raises(AccessRefused):
        wipe_devices(user, by, at=AT, office=house)


@pytest.mark.parametrize("user", ["nobody", "system", "dpo-1"])
def test_only_who_goes_out_carries_a_device(house: Office, user: str) -> None:
    """The system and the auditor make no controls."""
    with pytest.raises(ControlFault) as refused:
        invite_device(user, "field", "direction-1", at=AT, office=house)
    assert refused.value.code == "CONTROL-321"


def test_a_list_shows_whose_devices_somebody_answers_for(house: Office) -> None:
    """One's own; those of the district's field for its head; all for the office; never a secret."""
    for user in (BY, "insp-liege-2", "insp-namur-1", "supervisor-liege"):
        enrolled(house, user)
    seen = {by: [d.user for d in list_devices(by, at=AT, office=house)] for by in (BY, HEAD, "direction-1")}
    assert seen[BY] == [BY]
    assert seen[HEAD] == [BY, "insp-liege-2"]
    assert len(seen["direction-1"]) == 4
    (mine,) = list_devices(BY, at=later(days=91), office=house)
    assert (mine.state, mine.label) == ("expired", "Telephone of the test")
