"""Photos, signatures and documents of a control: what arrived, and one of them looked at.

The file comes by a form of its own, and the act that opens it records the look.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboards.office.drawing import SAID
from dashboards.office.inspections.opening import Opened, Part, control_in
from dashboards.office.inspections.words import Words
from dashboards.office.shared import for_reason
from inspection import acts
from inspection.errors import InspectionError
from inspection.reporting.cases import dossier_facts

if TYPE_CHECKING:
    from datetime import datetime

    from dashboards.office.asking import Asked
    from inspection.acts.controls import AttachmentReceipt
    from inspection.control.filled import AttachmentRef

_KEPT_SHORT = 16  # letters of a hash that are shown
# How each kind of file begins that an exhibit may be; which it is, its bytes say and nobody who asks.
_KINDS = (
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n", "image/png", "png"),
    (b"RIFF", "image/webp", "webp"),
    (b"%PDF-", "application/pdf", "pdf"),
)
# A browser draws the page around a picture itself, with a style of its own; nothing else is asked, and nothing runs.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_UNKNOWN = ("application/octet-stream", "bin")


@dataclass(frozen=True)
class Exhibit:
    """An exhibit as it is listed: what it is, when it was taken, about what, and whether its file arrived."""

    sha256: str
    kind: str
    taken_at: datetime
    about: str
    receipt: str
    is_there: bool


def received(opened: Opened) -> Mapping[str, AttachmentReceipt]:
    """Return what arrived for a control, by its hash."""
    return {one.sha256: one for one in acts.controls.attachments(opened.context, opened.id)}


def exhibits(words: Words, refs: Sequence[AttachmentRef], came: Mapping[str, AttachmentReceipt]) -> list[Exhibit]:
    """Return exhibits with the receipt of each."""
    marked = {ref.marked_of for ref in refs}
    return [_exhibit(words, ref, came.get(ref.sha256), marked) for ref in refs]


def _exhibit(
    words: Words, ref: AttachmentRef, receipt: AttachmentReceipt | None, marked: Collection[str | None]
) -> Exhibit:
    lang, question = words.asked.look.lang, words.rules.questions.get(ref.question or "")
    pair = dossier_facts.marked_text(ref, marked, lang)
    whose = ref.person or words.say("controls.place")
    about = [whose, question.label.say(lang) if question else "", pair, ref.comment]
    if receipt is None:
        size = words.say("controls.not_arrived")
    else:
        at = words.asked.moment(receipt.received_at)
        size = words.say("controls.arrived", at=at, kb=max(1, receipt.bytes // 1000))
    return Exhibit(
        sha256=ref.sha256,
        kind=words.paper(f"dossier.kind.{ref.kind}"),
        taken_at=ref.taken_at,
        about=" · ".join(word for word in about if word),
        receipt=f"{size} · {ref.sha256[:_KEPT_SHORT]}",
        is_there=receipt is not None,
    )


def _read(opened: Opened) -> Mapping[str, object]:
    refs = opened.shown.control.attachments
    return {"exhibits": exhibits(opened.words, refs, received(opened) if refs else {})}


EXHIBITS = Part("exhibits", _read)


def take_file(asked: Asked) -> Response:
    """Give the file of an exhibit, to be looked at; nothing in it runs here."""
    sha256 = asked.form.get("sha256", "")
    try:
        data = acts.controls.attachment(for_reason(asked), control_in(asked), sha256)
    except InspectionError as fault:
        return EXHIBITS.again(asked, fault, "file")
    media_type, ending = next((known for begins, *known in _KINDS if data.startswith(begins)), _UNKNOWN)
    shown = "inline" if media_type.startswith("image/") else "attachment"
    said = {**SAID, "Content-Security-Policy": _ALONE}
    named = f'{shown}; filename="{sha256[:_KEPT_SHORT]}.{ending}"'
    return Response(data, media_type=media_type, headers={**said, "Content-Disposition": named})
