"""Devices: a code that is good once and for minutes enrols a telephone; revoking it makes it wipe itself.

What is kept of codes and secrets is a keyed hash: who reads the database cannot speak as a device.
"""

import hmac
import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select

from inspection.acts.devices.own_numbers import own_number
from inspection.errors import AccessRefused, ControlFault
from inspection.sealing import is_short_code, pseudonym, short_code
from inspection.store.core import Store, new_id
from inspection.store.people import DeviceInvitationRow, DeviceRow, UserRow
from inspection.store.views import view_of
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, answers_alike, audited_transaction, is_within, may, require_in_service
from inspection.trust.identity import Principal

DeviceKind = Literal["field", "openrosa", "calendar"]
_LETTERS = 15  # 74 bits, and a last letter that finds a mistyped one
_LONGEST_LABEL = 60
_MISREAD = str.maketrans("OILZ", "0112", " -\t\n")  # letters that no code holds, read as what they look like
_TYPED = frozenset({"openrosa", "calendar"})  # an app password is typed by hand, and known before the device calls
_WAYS = {"openrosa": "/openrosa", "calendar": "/calendar/team.ics"}
_FIELD = frozenset({"inspector", "team_head"})


DeviceState = Literal["known", "expired", "revoked"]


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What enrols one device once: a code to type, and the same as an address and a QR code.

    username
        Of an app password, whose password is the code; None for the form, which gets its secret when it enrols.
    """

    code: str = field(repr=False)
    url: str = field(repr=False)
    expires_at: datetime
    qr_svg: str = field(repr=False)
    username: str | None = None


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """A device that is known from now on; its secret is shown this once."""

    device_id: str
    secret: str = field(repr=False)
    user: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeviceUser:
    """Who speaks through a device, and the number on which they answer, "" where none is known."""

    device_id: str
    user_id: str
    name: str = field(repr=False)
    telephone: str = field(default="", repr=False)
    language: str
    kind: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeviceView:
    """A device as a list shows it; `state` is "known", "expired" or "revoked"."""

    id: str
    user: str
    kind: str
    label: str = field(repr=False)
    state: DeviceState
    enrolled_at: datetime
    expires_at: datetime
    seen_on: date | None


@answers_alike("device.invite", "CONTROL-321", "ACCESS-065")
def invite_device(context: Context, user: str, kind: DeviceKind) -> Invitation:
    """Make an invitation for somebody's device: for oneself, or by a head for their people.

    The form enrols with the code and gets its secret then. Another client can only be given a name and a password: for
    it the device is known at once, but is forgotten unless it calls before the invitation ends.

    Errors: `ControlFault` 321 for a user who can have no device; `AccessRefused`.
    """
    code = short_code(secrets.token_hex(32), _LETTERS)
    ends = context.at + timedelta(minutes=context.settings.field.invitation_minutes)
    with audited_transaction(context) as tx:
        asker = tx.require("device.invite", service=context.settings.service)
        owner = _owner(tx.session, context.app, asker, user)
        if kind == "field":
            made: DeviceRow | DeviceInvitationRow = _invitation(context, owner, code, ends)
        else:
            made = _device(context.app, owner, kind, code, None, context.at, ends)
        tx.session.add(made)
        tx.record("device.invite", made.id, stream="device", facts={"kind": kind, "for": owner.id})
    shown = "-".join(code[n : n + 4] for n in range(0, len(code), 4))
    path = f"/field/#enrol={shown}" if kind == "field" else _WAYS[kind]
    url = context.settings.field.url + path
    named = None if kind == "field" else made.id
    return Invitation(code=shown, url=url, expires_at=ends, qr_svg=_qr(url), username=named)


def enrol_device(context: Context, code: str, label: str) -> Enrolled:
    """Enrol a device with a code that nobody used; the result holds its secret, which is not kept.

    Errors: `ControlFault` 320 for a code that is unknown, used or over, all told alike; 323 for a label too long.
    """
    plain = _code(code)
    if len(label) > _LONGEST_LABEL or not label.isprintable():
        raise ControlFault("CONTROL-323", longest_label=_LONGEST_LABEL)
    with context.store.read() as session:
        found = _usable(session, context.store, plain, context.at)
        by, owner = found.user_id, session.get_one(UserRow, found.user_id)
    secret = secrets.token_urlsafe(32)
    with audited_transaction(replace(context, principal=speaking_for(owner, "invitation", context.at))) as tx:
        invitation = _usable(tx.session, context.store, plain, context.at)
        owner = tx.require("device.use", service=context.settings.service)
        ends = context.at + timedelta(days=context.settings.field.device_days)
        device = _device(context.app, owner, "field", secret, label.strip() or None, context.at, ends)
        tx.add(device)
        invitation.device_id = device.id
        tx.session.add(invitation)
        tx.record("device.enrol", device.id, stream="device", facts={"kind": device.kind})
    return Enrolled(device_id=device.id, secret=secret, user=by, expires_at=ends)


def device_user(context: Context, device_id: str, secret: str, *, is_late: bool = False) -> DeviceUser:
    """Return who speaks through a device; the first call of a day is recorded.

    is_late
        Whether a device may call whose days are over: to hand in what it holds, never to fetch anything.

    Errors: `AccessRefused` 066 for an unknown device or another secret, 061 for one that was revoked or whose user left
    (its copy of everything must go), 062 for one whose days are over.
    """
    with context.store.read() as session:
        row, owner = _known(session, context.store, device_id, secret, context.at, is_late=is_late)
    if row.seen_on != day_in_brussels(context.at):
        with audited_transaction(replace(context, principal=speaking_for(owner, row.id, row.enrolled_at))) as tx:
            row, owner = _known(tx.session, context.store, device_id, secret, context.at, is_late=is_late)
            tx.require("device.use", service=row.service)
            if row.kind in _TYPED and row.seen_on is None:
                row.expires_at = context.at + timedelta(days=context.settings.field.device_days)
            row.seen_on = day_in_brussels(context.at)
            tx.session.add(row)
            tx.record("device.use", row.id, stream="device", facts={"kind": row.kind})
    name = context.store.unseal("app_user.name", owner.id, owner.name) if owner.name else owner.id
    return DeviceUser(
        device_id=row.id,
        user_id=owner.id,
        name=name,
        telephone=own_number(context.app, owner),
        language=owner.language,
        kind=row.kind,
        expires_at=row.expires_at,
    )


@answers_alike("device.revoke", "CONTROL-322", "ACCESS-065")
def revoke_device(context: Context, device_id: str) -> None:
    """Revoke a device: at its next call it is told to wipe itself; a second time changes nothing.

    Errors: `ControlFault` 322 for a device that does not exist; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        asker = tx.require("device.revoke", service=context.settings.service)
        row = tx.session.get(DeviceRow, device_id)
        if row is None or row.service != context.settings.service:
            raise ControlFault("CONTROL-322")
        _owner(tx.session, context.app, asker, row.user_id, left=True)
        if row.revoked_at is not None:
            tx.mark_unchanged()
            return
        row.revoked_at, row.revoked_by = context.at, context.by
        tx.record("device.revoke", row.id, stream="device")


@answers_alike("device.revoke", "CONTROL-321", "ACCESS-065")
def wipe_devices(context: Context, user: str) -> int:
    """Revoke every device of somebody and every code that would enrol one; returns how many devices there were."""
    with audited_transaction(context) as tx:
        asker = tx.require("device.revoke", service=context.settings.service)
        owner = _owner(tx.session, context.app, asker, user, left=True)
        mine = select(DeviceRow).where(col(DeviceRow.user_id) == owner.id, col(DeviceRow.revoked_at).is_(None))
        rows = tx.session.exec(mine).all()
        for row in rows:
            row.revoked_at, row.revoked_by = context.at, context.by
        for invitation in _open_invitations(tx.session, owner.id, context.at):
            invitation.expires_at = context.at
        tx.record("device.wipe", owner.id, stream="device", facts={"count": len(rows)})
    return len(rows)


def list_devices(context: Context) -> list[DeviceView]:
    """Return the devices that somebody may revoke: their own, and those of their people; the look is recorded."""
    with audited_transaction(context) as tx:
        asker = tx.require("device.list", service=context.settings.service)
        tx.record("device.list", context.by, stream="reading", facts={"kind": "devices"})
        wanted = select(DeviceRow, UserRow).join(UserRow, col(UserRow.id) == col(DeviceRow.user_id))
        rows = tx.session.exec(wanted.where(col(DeviceRow.service) == asker.service).order_by(col(DeviceRow.id))).all()
        return [_seen(context.store, row, context.at) for row, owner in rows if _answers_for(asker, owner)]


def answered_for(context: Context) -> list[str]:
    """Return the users for whom somebody may invite a device, themselves among them; for a screen to offer them."""
    require_in_service(context, "staff.list")
    with context.store.read() as session:
        asker = session.get(UserRow, context.by)
        if asker is None or not may(asker, "device.invite"):
            return []
        wanted = (
            select(UserRow).where(col(UserRow.service) == asker.service, col(UserRow.active)).order_by(col(UserRow.id))
        )
        return [one.id for one in session.exec(wanted) if may(one, "device.use") and _answers_for(asker, one)]


def speaking_for(owner: UserRow, credential: str, proven_at: datetime) -> Principal:
    """Return whom a device speaks for; it proves that it was enrolled, and nothing since."""
    return Principal(
        user=owner.id,
        service=owner.service,
        roles=frozenset({owner.role}),
        method="device",
        proven_at=proven_at,
        credential=credential,
    )


def _owner(session: Session, app: AppContext, asker: UserRow, user_id: str, *, left: bool = False) -> UserRow:
    """Return the user whose devices somebody answers for; `left` also one who is no longer active."""
    owner = session.get(UserRow, user_id)
    if (
        owner is None
        or owner.service != app.settings.service
        or not may(owner, "device.use")
        or not (owner.active or left)
    ):
        raise ControlFault("CONTROL-321")
    if not _answers_for(asker, owner):
        raise AccessRefused("ACCESS-065")
    return owner


def _answers_for(asker: UserRow, owner: UserRow) -> bool:
    """Tell whether somebody answers for another's devices: their own, a head for the field, the office for all."""
    if asker.id == owner.id:
        return True
    if asker.role == "team_head":
        return owner.role in _FIELD and owner.district is not None and is_within(asker, owner.district)
    return asker.role in ("supervisor", "direction")


def _known(
    session: Session, store: Store, device_id: str, secret: str, at: datetime, *, is_late: bool
) -> tuple[DeviceRow, UserRow]:
    fits = len(device_id) <= 64 and len(secret) <= 200 and (device_id + secret).isascii() and device_id.isprintable()
    row = session.get(DeviceRow, device_id) if fits else None
    if row is None or not hmac.compare_digest(row.secret_key, _keyed(store, _plain_secret(row, secret))):
        raise AccessRefused("ACCESS-066")
    owner = session.get_one(UserRow, row.user_id)
    if row.revoked_at is not None or not owner.active:
        raise AccessRefused("ACCESS-061")
    if row.expires_at <= at and not is_late:
        raise AccessRefused("ACCESS-062")
    return row, owner


def _plain_secret(row: DeviceRow, secret: str) -> str:
    """An app password is typed by hand: its dashes and misread letters are put right."""
    return _normalised(secret) if row.kind in _TYPED else secret


def _usable(session: Session, store: Store, code: str, at: datetime) -> DeviceInvitationRow:
    mine = select(DeviceInvitationRow).where(col(DeviceInvitationRow.code_key) == _keyed(store, code))
    found = session.exec(mine).first()
    if found is None or found.device_id is not None or found.expires_at <= at:
        raise ControlFault("CONTROL-320")
    return found


def _open_invitations(session: Session, user_id: str, at: datetime) -> list[DeviceInvitationRow]:
    mine = select(DeviceInvitationRow).where(
        col(DeviceInvitationRow.user_id) == user_id,
        col(DeviceInvitationRow.device_id).is_(None),
        col(DeviceInvitationRow.expires_at) > at,
    )
    return list(session.exec(mine))


def _invitation(context: Context, owner: UserRow, code: str, ends: datetime) -> DeviceInvitationRow:
    return DeviceInvitationRow(
        id=new_id(),
        service=context.settings.service,
        user_id=owner.id,
        kind="field",
        code_key=_keyed(context.store, code),
        made_by=context.by,
        made_at=context.at,
        expires_at=ends,
    )


def _device(
    app: AppContext, owner: UserRow, kind: DeviceKind, secret: str, label: str | None, at: datetime, ends: datetime
) -> DeviceRow:
    id = new_id()  # noqa: A001  what it is called in every table
    return DeviceRow(
        id=id,
        service=app.settings.service,
        user_id=owner.id,
        kind=kind,
        secret_key=_keyed(app.store, secret),
        label=app.store.seal("device.label", id, label) if label else None,
        enrolled_at=at,
        expires_at=ends,
    )


def _seen(store: Store, row: DeviceRow, at: datetime) -> DeviceView:
    state: DeviceState = "revoked" if row.revoked_at is not None else "expired" if row.expires_at <= at else "known"
    return view_of(
        DeviceView,
        row,
        user=row.user_id,
        label=store.unseal("device.label", row.id, row.label) if row.label else "",
        state=state,
    )


def _code(text: str) -> str:
    plain = _normalised(text)
    if len(text) > 60 or not is_short_code(plain) or len(plain) != _LETTERS + 1:
        raise ControlFault("CONTROL-320")
    return plain


def _normalised(text: str) -> str:
    return text.upper().translate(_MISREAD)


def _keyed(store: Store, secret: str) -> str:
    return pseudonym(secret, "device", keys=store.keys)


def _qr(text: str) -> str:
    import segno  # only who invites pays for it

    return str(segno.make(text, error="m").svg_inline(scale=6))
