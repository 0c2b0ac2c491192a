"""Photographs, documents and words of a control that is filled in: sealed at once, and named with what they prove."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.concluding.addresses import files_address
from dashboards.office.control_form import END, changed, framed, opened
from dashboards.office.drawing import SAID
from dashboards.office.faults import said_of, status_of
from dashboards.office.forms import SentFile
from inspection import acts
from inspection.acts.controls import Filling
from inspection.control import Control
from inspection.control.begun import WORKPLACE, asked_in, needed_in
from inspection.control.checklists import Checklist
from inspection.control.conclusions import missing_needs
from inspection.errors import ControlFault, InspectionError
from inspection.i18n import t

_DOCUMENT: Final = "application/pdf"
_TYPES: Final = "image/jpeg,image/png,image/webp,application/pdf"
_TOLD: Final = frozenset({"kept", "removed"})
Raw = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """Evidence that an answer calls for: a photograph or words, of a question and a person, and where it is added."""

    what: str
    who: str
    kind: str
    address: str


@dataclass(frozen=True)
class Choices:
    """What an exhibit may prove: the questions, those first whose answer calls for a picture, and of whom."""

    called: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...]
    refs: tuple[str, ...]


def expected(asked: Asked, control: Control, form: Checklist, filling: Filling) -> list[Expected]:
    """Return which photographs and words are still expected; an inspector may lack them for good reason."""
    way = files_address(filling.id)
    return [
        Expected(
            form.by_id[question].label.say(asked.look.lang),
            person or "",
            kind,
            f"{way}?question={question}{f'&person={person}' if person else ''}#add",
        )
        for question, person, kind in missing_needs(control, form)
    ]


def show(asked: Asked, filling: Filling, form: Checklist) -> Response:
    """Show what was kept, and the form to add to it."""
    return _drawn(asked, filling, form)


def add(asked: Asked, filling: Filling, form: Checklist) -> Response:
    """Keep a file with what it proves, or words alone. Given again for the same, its new words stand."""
    sent, file = asked.form, asked.file
    words, place = sent.get("words", "").strip(), (sent.get("question") or None, sent.get("person") or None)
    if file is None and not words:
        return _drawn(asked, filling, form, fault=ControlFault("CONTROL-418"))
    try:
        if file is None:
            at = asked.acting().at.isoformat()
            one = {"question": place[0], "person": place[1], "written_at": at, "words": words}
            changed(asked, filling, lambda raw: raw.setdefault("comments", []).append(one))
        else:
            digest = hashlib.sha256(file.content).hexdigest()
            acts.controls.keep_attachment(asked.acting(), filling.id, file.content, file.media_type, sha256=digest)
            named = _attachment(file, digest, place, words, asked.acting().at.isoformat())
            changed(asked, filling, lambda raw: _name(raw, named))
    except InspectionError as fault:
        return _drawn(asked, *opened(asked), fault=fault)
    return asked.led(f"{files_address(filling.id)}?told=kept")


def remove(asked: Asked, filling: Filling, _: Checklist) -> Response:
    """Take a file out of the control, with its marked copies, or words that stand alone."""
    which = asked.form.get("which", "")
    changed(asked, filling, lambda raw: _take_out(raw, which))
    return asked.led(f"{files_address(filling.id)}?told=removed")


def look(asked: Asked, filling: Filling, _: Checklist) -> Response:
    """Give a file that was kept; the look is recorded. A picture is shown, a document is given to be saved."""
    sha256 = str(asked.request.path_params["sha256"])
    types = {one["sha256"]: str(one["media_type"]) for one in filling.control.get("attachments") or ()}
    if sha256 not in types:
        raise ControlFault("CONTROL-306")
    content = acts.controls.attachment(asked.acting(), filling.id, sha256)
    way = "attachment" if types[sha256] == _DOCUMENT else "inline"
    return Response(content, media_type=types[sha256], headers={**SAID, "Content-Disposition": way})


def key_of(one: Mapping[str, Any]) -> str:
    """Return by what a file or words are named in a form: what they are, and of what."""
    what = one.get("sha256") or one.get("written_at")
    return f"{what}|{one.get('question') or ''}|{one.get('person') or ''}"


def _attachment(
    file: SentFile, digest: str, place: tuple[str | None, str | None], words: str, at: str
) -> dict[str, Any]:
    return {
        "sha256": digest,
        "kind": "document" if file.media_type == _DOCUMENT else "photo",
        "media_type": file.media_type,
        "bytes": len(file.content),
        "question": place[0],
        "person": place[1],
        "taken_at": at,
        "comment": words,
    }


def _name(raw: Raw, made: dict[str, Any]) -> None:
    """Name a file in the control, once for each thing that it proves."""
    kept: list[dict[str, Any]] = raw.setdefault("attachments", [])
    before = next((one for one in kept if key_of(one) == key_of(made)), None)
    if before is None:
        kept.append(made)
    elif made["comment"]:
        before["comment"] = made["comment"]


def _take_out(raw: Raw, which: str) -> None:
    kept = raw.get("attachments") or []
    left = [one for one in kept if key_of(one) != which or one["kind"] == "signature"]
    there = {one["sha256"] for one in left}
    raw["attachments"] = [one for one in left if one.get("marked_of") in (None, *there)]
    raw["comments"] = [one for one in raw.get("comments") or [] if key_of(one) != which]


def _drawn(asked: Asked, filling: Filling, form: Checklist, *, fault: InspectionError | None = None) -> Response:
    choices, told = _choices(asked, filling, form), asked.query("told")
    labels, field = dict((*choices.called, *choices.rest)), asked.app.settings.field
    return asked.page(
        "control_files.html",
        status_of(fault) if fault else 200,
        **framed(asked, filling, form, END),
        choices=choices,
        labels=labels,
        kept=filling.control.get("attachments") or [],
        comments=filling.control.get("comments") or [],
        key_of=key_of,
        kind=lambda of: t(f"dossier.kind.{of}", asked.look.lang),
        typed={name: asked.form.get(name) or asked.query(name) for name in ("question", "person", "words")},
        types=_TYPES,
        most_mb=field.attachment_mb,
        most=field.attachments,
        files_address=files_address(filling.id),
        told=told if told in _TOLD and not fault else "",
        refusal=said_of(fault, asked.look.lang) if fault else "",
        code=fault.code if fault else "",
    )


def _choices(asked: Asked, filling: Filling, form: Checklist) -> Choices:
    refs = (WORKPLACE, *(str(one["ref"]) for one in filling.control["persons"]))
    called: dict[str, str] = {}
    rest: dict[str, str] = {}
    for question, is_called in _asked_of(filling, form, refs):
        (called if is_called else rest).setdefault(question, form.by_id[question].label.say(asked.look.lang))
    return Choices(tuple(called.items()), tuple((key, rest[key]) for key in rest if key not in called), refs)


def _asked_of(filling: Filling, form: Checklist, refs: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    for ref in refs:
        for question in asked_in(filling.control, form, ref):
            needs = needed_in(filling.control, form, question, ref)
            yield question.id, any(need.kind == "photo" for need in needs)
