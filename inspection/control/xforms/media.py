"""Pictures of a filled form as attachments of its control; what they are is told by their own first bytes."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from inspection.control.xforms.reading_xform import Photo
from inspection.errors import ControlFault

_BEGINNINGS: Final[Mapping[str, bytes]] = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def media_type_of(data: bytes) -> str:
    """Return what a picture is; raises `ControlFault` 351 for what is none."""
    for media_type, beginning in _BEGINNINGS.items():
        if data.startswith(beginning):
            return media_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise ControlFault("CONTROL-351")


def refuse_unfit(files: Iterable[bytes], most_bytes: int) -> None:
    """Raise `ControlFault` 351 where a file is no picture, 378 where it is too large, before anything of the submission
    is stored."""
    for data in files:
        media_type_of(data)
        if len(data) > most_bytes:
            raise ControlFault("CONTROL-378", most_bytes=most_bytes)


def photos_attached(
    photos: Iterable[Photo],
    files: Mapping[str, bytes],
    before: Mapping[str, Mapping[str, Any]],
    otherwise_at: str,
) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """Return the attachments that the photos of a form make, as JSON values, and the files that are not there.

    files
        What came with the form, by name.
    before
        What came earlier under a name that the form still gives: the attachment as the control holds it.
    otherwise_at
        When a picture was taken, where the client does not say it.
    """
    made: dict[tuple[str, str | None, str | None], dict[str, Any]] = {}
    missing = []
    for photo in photos:
        kept = _content(files[photo.file]) if photo.file in files else before.get(photo.file)
        if kept is None:
            missing.append(photo.file)
            continue
        taken_at = photo.taken_at or otherwise_at
        own = {"kind": "photo", "question": photo.question, "person": photo.person}
        said = {"taken_at": taken_at, "comment": photo.comment}
        made.setdefault((str(kept["sha256"]), photo.question, photo.person), {**kept, **own, **said})
    return list(made.values()), tuple(missing)


def _content(data: bytes) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(data).hexdigest(), "media_type": media_type_of(data), "bytes": len(data)}
