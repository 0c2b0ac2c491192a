"""A filled form comes from a client of others, and becomes a control as every other one does.

The instanceID is the key: the same submission again changes nothing, with other content it is refused, and an edit
names the one that it replaces. What the form does not ask stays as it was, and so does what was saved since by another
way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from inspection.acts import controls, records
from inspection.acts.devices import DeviceUser
from inspection.acts.openrosa.opening import Submission, opened
from inspection.acts.openrosa.parts import drop_parts, name_key
from inspection.control import xforms
from inspection.control.filled import Control
from inspection.control.reading import Merged, merged, read_control
from inspection.errors import ControlFault
from inspection.store.controls import ControlRow, OpenRosaSubmissionRow, edit_of, find_submission
from inspection.store.core import Store, new_id
from inspection.trust import AppContext, Context, audited_transaction, require_permission

_EDITED = "edited in a client of others"
_COMPLETED = "a file of it came later"
_MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Received:
    """What became of a submission.

    saved
        The control; None while parts of the submission are awaited.
    missing
        Files that the form names and that did not come; sent later under the same instanceID they are added.
    kept
        Of an edit, what was changed elsewhere since the client knew it, and stays so.
    """

    saved: controls.Saved | None
    missing: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    is_new: bool = True


@dataclass(frozen=True, kw_only=True)
class _Before:
    """What is there already: the submission itself, the one that it replaces, and the control as it stands.

    content_key
        Of the control as it stands.
    left
        The control as the submission that is replaced left it.
    known
        The control as that submission itself had it: what the client knows of it, and not what was kept beside that.
        Where nothing is replaced, the control as it was saved first: its submission was broken off before it was noted.
    """

    same: OpenRosaSubmissionRow | None = None
    replaced: OpenRosaSubmissionRow | None = None
    control: Control | None = None
    content_key: str | None = None
    left: Control | None = None
    known: Control | None = None
    is_edited: bool = False

    def is_known(self, media: Mapping[str, str]) -> bool:
        """Tell whether a submission brings nothing new: it was here with these files, or has been edited since."""
        return self.same is not None and (self.is_edited or self.same.media == dict(media))

    @property
    def media(self) -> dict[str, str]:
        """Files that came before, by the keyed hash of their names."""
        rows = (row for row in (self.replaced, self.same) if row is not None)
        return {key: sha256 for row in rows for key, sha256 in row.media.items()}


@dataclass(frozen=True, kw_only=True)
class _Made:
    """The control that a submission makes of what was there; `missing` and `kept` as in `Received`.

    came
        The control as its client has it, where that is another.
    """

    control: Control
    missing: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    came: Control | None = None


def receive_submission(
    context: Context, xml: bytes, files: Mapping[str, bytes], device: DeviceUser, *, is_incomplete: bool = False
) -> Received:
    """Take in a submission of an OpenRosa client: the control is saved, completed or corrected.

    is_incomplete
        Whether the client says that more parts of this submission follow.

    Errors: `ControlFault` 340 to 344 for XML that is none of ours, 345 for a file that the form does not name, 346, 357
    to 359 and 372 to 374 where decrypting fails, 347 for a submission in clear where forms carry a key, 348 for an
    instanceID with other content, 375 to 377 and 379 for an edit of what was edited, corrected or otherwise changed
    since, 349 for an edit of what never came, 350 for a form that is not ours, 351 for a file that is no picture; what
    `read_control` and `save` refuse; `AccessRefused`.
    """
    with context.store.read() as session:
        require_permission(session, context, "openrosa.use", service=context.settings.service)
    read = opened(context, xml, files, is_incomplete=is_incomplete)
    if read is None:
        return Received(saved=None)
    xforms.refuse_unfit(read.files.values(), context.settings.field.attachment_bytes)
    before = _before(context, read)
    came = {name: hashlib.sha256(data).hexdigest() for name, data in read.files.items()}
    media = before.media | {name_key(context.app, name): sha256 for name, sha256 in came.items()}
    made = _made(context.app, read, before, media)
    control_id, saved = made.control.control_id, _save(context, made.control, before)
    for name, data in read.files.items():
        controls.keep_attachment(context, control_id, data, xforms.media_type_of(data), sha256=came[name])
    is_new = _remember(context, read, made, media, device)
    return Received(saved=saved, missing=made.missing, kept=made.kept, is_new=is_new)


def _before(context: Context, read: Submission) -> _Before:
    """Return what is there already; whatever is somebody else's, or says something else, is refused alike."""
    head = read.head
    with context.store.read() as session:
        same = find_submission(session, head.instance)
        replaced = find_submission(session, head.deprecated) if head.deprecated else None
        newer = edit_of(session, head.deprecated) if head.deprecated else None
        _refuse_strange(read, context.by, same, replaced, newer)
        noted = same or replaced
        row = session.get(ControlRow, noted.control_id) if noted else _unnoted(session, read, context.by)
        if row is None:
            return _Before()
        left, known = _left_by(session, context.store, row, replaced)
        return _Before(
            same=same,
            replaced=replaced,
            control=records.load_control(context.store, row),
            content_key=row.content_key,
            left=left,
            known=known,
            is_edited=edit_of(session, head.instance) is not None,
        )


def _refuse_strange(
    read: Submission,
    by: str,
    same: OpenRosaSubmissionRow | None,
    replaced: OpenRosaSubmissionRow | None,
    newer: OpenRosaSubmissionRow | None,
) -> None:
    if same is not None and (same.content_key != read.content_key or same.user_id != by):
        raise ControlFault("CONTROL-348")
    if read.head.deprecated and (replaced is None or replaced.user_id != by):
        raise ControlFault("CONTROL-349")
    if newer is not None and newer.instance != read.head.instance:
        raise ControlFault("CONTROL-379")


def _left_by(
    session: Session, store: Store, row: ControlRow, replaced: OpenRosaSubmissionRow | None
) -> tuple[Control, Control]:
    """Return a control as the submission that is replaced left it, and as its client has it."""
    if replaced is None:
        first = records.first_version(session, store, row)
        return first, first
    left = records.version_as_of(session, store, row, replaced.received_at)
    return left, records.sent_under(session, store, row, replaced.content_key) or left


def _unnoted(session: Session, read: Submission, by: str) -> ControlRow | None:
    """Return the control that a first submission made, where it was broken off before it was noted."""
    row = session.get(ControlRow, _own_id(read))
    return row if row is not None and row.saved_by == by else None


def _made(app: AppContext, read: Submission, before: _Before, media: Mapping[str, str]) -> _Made:
    """Return the control that a submission makes of what was there, strictly read, and what of it is otherwise."""
    if before.is_known(media) and before.control is not None:
        return _Made(control=before.control)
    held = {a.sha256: a.model_dump(mode="json") for a in before.control.attachments} if before.control else {}
    names = {photo.file: media.get(name_key(app, photo.file), "") for photo in read.form.photos}
    earlier = {name: held[sha256] for name, sha256 in names.items() if sha256 in held}
    left_at = read.form.control["left_at"] or read.form.control["entered_at"]
    photos, missing = xforms.photos_attached(read.form.photos, read.files, earlier, left_at)
    return replace(_filled(read, before, photos), missing=missing)


def _filled(read: Submission, before: _Before, photos: list[dict[str, Any]]) -> _Made:
    """Return the control, and what of it stays as somebody changed it since the client knew it."""
    if before.control is None:
        return _Made(control=_first(read, photos))
    if before.same is not None or before.known is None:  # its answers were taken in before; only files came since
        return _Made(control=_read(read, _with_files(_raw(before.control), photos)))
    if before.replaced is None:
        return _again(read, before.control, before.known, photos)
    return _edit(read, before, before.control, before.known, photos)


def _own_id(read: Submission) -> str:
    return xforms.control_id_of(read.head.instance, read.form.control["entered_at"])


def _first(read: Submission, photos: list[dict[str, Any]]) -> Control:
    return _read(read, {**read.form.control, "control_id": _own_id(read), "attachments": photos})


def _again(read: Submission, stands: Control, known: Control, photos: list[dict[str, Any]]) -> _Made:
    """Return what a first submission makes of the control that it made before; whatever was changed since stays."""
    came = _first(read, photos)
    if _without_files(came) != _without_files(known):
        raise ControlFault("CONTROL-348")
    control = _read(read, _with_files(_raw(stands), photos))
    return _Made(control=control, came=came if came != control else None)


def _edit(read: Submission, before: _Before, stands: Control, known: Control, photos: list[dict[str, Any]]) -> _Made:
    """Return what an edit makes of a control; what was saved since by another way is never taken back.

    A file that the client has sent is taken out by an edit that names it no longer. An edit that stands here already
    comes again where it was broken off before it was noted.
    """
    mine = frozenset(before.media.values())
    late = [a.model_dump(mode="json") for a in stands.attachments if a.sha256 in mine]
    held = _with_files(_raw(known), late)
    others = [a for a in held["attachments"] if a["sha256"] not in mine]
    came = _read(read, {**xforms.edited(read.form, held, read.checklist), "attachments": others + photos})
    both = merged(held, _raw(stands), _raw(came))
    stood = not both.clashes and both.control == _raw(stands) and _raw(came) != held
    if stands.left_at is not None and before.left is not None and not stood:
        _refuse_corrected(stands, before.left)
    _refuse_clashes(read, both)
    control = _read(read, both.control)
    kept = xforms.asked_places(both.kept, read.form, read.checklist)
    return _Made(control=control, kept=kept, came=came if came != control else None)


def _read(read: Submission, raw: Mapping[str, Any]) -> Control:
    return read_control(raw, lambda _: read.checklist)


def _raw(control: Control) -> dict[str, Any]:
    return {"attachments": [], **control.model_dump(mode="json")}


def _with_files(raw: dict[str, Any], files: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a raw control with further files; one that is there, of the same thing, stays as it is."""
    places = [(a["sha256"], a["question"], a["person"]) for a in raw["attachments"]]
    more = [a for a in files if (a["sha256"], a["question"], a["person"]) not in places]
    return {**raw, "attachments": raw["attachments"] + more}


def _without_files(control: Control) -> Control:
    return control.model_copy(update={"attachments": ()})


def _refuse_corrected(stands: Control, left: Control) -> None:
    """Let a finished control be edited only as the client left it; files of the client's may have come since."""
    is_same = _without_files(stands) == _without_files(left)
    if not is_same or not all(file in stands.attachments for file in left.attachments):
        raise ControlFault("CONTROL-375")


def _refuse_clashes(read: Submission, both: Merged) -> None:
    if both.clashes:
        names = ", ".join(xforms.asked_places(both.clashes, read.form, read.checklist)[:_MOST_NAMED]) or "its files"
        raise ControlFault("CONTROL-376", fields=names)


def _save(context: Context, control: Control, before: _Before) -> controls.Saved:
    of = before.content_key
    try:
        if before.control is None or before.control.left_at is None:
            return controls.save(context, control, of=of)
        is_edit = before.replaced is not None and before.same is None
        because = _EDITED if is_edit else _COMPLETED
        return controls.correct_control(context, control, because, of=of)
    except ControlFault as fault:
        if fault.code != "CONTROL-385":
            raise
        raise ControlFault("CONTROL-377") from None


def _remember(context: Context, read: Submission, made: _Made, media: Mapping[str, str], device: DeviceUser) -> bool:
    """Note the submission, and drop its parts: it is whole now; tells whether anything of it was new.

    Where something was kept that its client does not know, what the client has is kept too: its next edit changes that.
    """
    head, control_id = read.head, made.control.control_id
    with audited_transaction(context) as tx:
        row = find_submission(tx.session, head.instance)
        if row is not None and row.media == dict(media):
            tx.mark_unchanged()
            return False
        if row is None:
            if made.came is not None:
                records.store_side_version(tx, tx.session.get_one(ControlRow, control_id), made.came, read.content_key)
            row = OpenRosaSubmissionRow(
                id=new_id(),
                instance=head.instance,
                control_id=control_id,
                replaces=head.deprecated,
                form=head.form,
                version=head.version,
                content_key=read.content_key,
                media={},
                device_id=device.device_id,
                user_id=context.by,
                received_at=context.at,
            )
        row.media = dict(media)
        tx.session.add(row)
        drop_parts(tx, head.instance)
        facts = {"version": head.version, "files": len(media), "is_edit": head.deprecated is not None}
        tx.record("openrosa.receive", control_id, stream="control", basis="spc_inspection", facts=facts)
    return True
