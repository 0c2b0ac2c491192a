"""Photos, documents and comments: files are kept sealed at once, and named in the draft with what they prove.

What is typed without a file is a comment of its own.
"""

import hashlib
from typing import Any

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import WORKPLACE, asked_of, keep, list_for, needed
from dashboards.widgets.shared.notices import attempt
from inspection import acts
from inspection.i18n import t
from inspection.time_of import now

_TYPES = ["jpg", "jpeg", "png", "webp", "pdf"]


def photos(desk: Desk, filling: acts.controls.Filling) -> None:
    """Show what was kept, and let the inspector add a file to an answer."""
    kept: list[dict[str, Any]] = filling.control.get("attachments") or []
    names = _questions(desk, filling)
    if kept:
        st.table([_row(desk, names, one) for one in kept], hide_index=True)
    _comments(desk, filling, names)
    _adding(desk, filling, names)


def _adding(desk: Desk, filling: acts.controls.Filling, names: dict[str, str]) -> None:
    with st.form("onsite_photos", clear_on_submit=True, border=True):
        most = desk.app.settings.field.attachment_mb
        hint = t("field.photo.file_hint", desk.lang)
        file = st.file_uploader(desk.say("onsite.file"), type=_TYPES, max_upload_size=most, help=hint)
        question = st.selectbox(desk.say("controls.question"), list(names), format_func=names.__getitem__)
        refs = [WORKPLACE, *(p["ref"] for p in filling.control["persons"])]
        person = st.selectbox(desk.say("controls.of"), refs, format_func=lambda r: r or desk.say("controls.place"))
        alone = desk.say("onsite.comment_alone")
        comment = st.text_input(t("field.photo.comment", desk.lang), max_chars=2_000, help=alone)
        if not st.form_submit_button(desk.say("onsite.keep_file"), icon=":material/photo_camera:"):
            return
    if file is not None:
        data = file.getvalue()
        if attempt(desk, lambda: keep_file(desk, filling, data, file.type, question, person, comment)):
            st.rerun()
    elif comment.strip():
        keep_comment(desk, filling, question, person, comment)
        st.rerun()


def keep_file(
    desk: Desk, filling: acts.controls.Filling, data: bytes, media_type: str, question: str, person: str, comment: str
) -> acts.controls.AttachmentReceipt:
    """Keep a file under the control that the draft will become, and name it there once for each thing it proves.

    Given again for the same, its newest words stand.
    """
    digest = hashlib.sha256(data).hexdigest()
    receipt = acts.controls.keep_attachment(desk.acting(), filling.id, data, media_type, sha256=digest)
    kept = filling.control.setdefault("attachments", [])
    place = (digest, question or None, person or None)
    before = next((one for one in kept if (one["sha256"], one.get("question"), one.get("person")) == place), None)
    if before is None:
        kept.append(
            {
                "sha256": digest,
                "kind": "document" if media_type == "application/pdf" else "photo",
                "media_type": media_type,
                "bytes": len(data),
                "question": question or None,
                "person": person or None,
                "taken_at": now().isoformat(),
                "comment": comment.strip(),
            }
        )
    elif comment.strip():
        before["comment"] = comment.strip()
    keep(desk, filling)
    return receipt


def keep_comment(desk: Desk, filling: acts.controls.Filling, question: str, person: str, words: str) -> None:
    """Keep words on an answer, a person or the workplace, that no file goes with."""
    place = {"question": question or None, "person": person or None}
    made = {**place, "written_at": now().isoformat(), "words": words.strip()}
    filling.control.setdefault("comments", []).append(made)
    keep(desk, filling)


def _comments(desk: Desk, filling: acts.controls.Filling, names: dict[str, str]) -> None:
    """Show the comments, each with a way to take it back."""
    for n, one in enumerate(filling.control.get("comments") or []):
        question = names.get(one["question"]) if one.get("question") else None
        of = " · ".join(filter(None, (one.get("person"), question, one["words"])))
        said, back = st.columns([4, 1], vertical_alignment="center")
        said.text(of)
        key = f"o:{filling.id}:comment:{one['written_at']}"
        back.button(desk.say("onsite.take_back"), key=key, on_click=_take_back, args=(desk, filling, n))


def _take_back(desk: Desk, filling: acts.controls.Filling, n: int) -> None:
    filling.control["comments"].pop(n)
    keep(desk, filling)


def _questions(desk: Desk, filling: acts.controls.Filling) -> dict[str, str]:
    """Return the questions that a file may prove, those first whose answer calls for one."""
    form = list_for(desk, filling)
    called: dict[str, str] = {}
    rest: dict[str, str] = {}
    for ref in [WORKPLACE, *(p["ref"] for p in filling.control["persons"])]:
        for question in asked_of(filling, form, ref):
            label = question.label.say(desk.lang)
            is_called = any(need.kind == "photo" for need in needed(filling, form, question, ref))
            (called if is_called else rest).setdefault(question.id, f"● {label}" if is_called else label)
    return called | {"": desk.say("onsite.no_question")} | {k: v for k, v in rest.items() if k not in called}


def _row(desk: Desk, names: dict[str, str], one: dict[str, Any]) -> dict[str, str]:
    about = [one.get("person"), names.get(one.get("question") or "", ""), one.get("comment")]
    return {
        desk.say("word.what"): t(f"dossier.kind.{one['kind']}", desk.lang),
        desk.say("controls.of"): " · ".join(word for word in about if word) or desk.say("controls.place"),
        desk.say("controls.receipt"): f"{one['bytes'] // 1000} kB · {one['sha256'][:16]}",
    }
