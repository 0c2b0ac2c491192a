"""Photos, signatures and documents of a control: what arrived, and one of them looked at."""

from collections.abc import Collection, Mapping, Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.reading_once import is_read, once
from inspection import acts
from inspection.control.filled import AttachmentRef
from inspection.i18n import t
from inspection.reporting.cases import dossier_facts
from inspection.store.views import ControlView


def exhibits_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show the exhibits that bear on no suspicion."""
    exhibits(desk, view, shown.control.attachments, "plain")


def received(desk: Desk, view: ControlView) -> Mapping[str, acts.controls.AttachmentReceipt]:
    """Return what arrived for a control, by its hash."""
    found = once(desk, view, "receipts", lambda: acts.controls.attachments(desk.acting(), view.id))
    return {receipt.sha256: receipt for receipt in found}


def exhibits(desk: Desk, view: ControlView, refs: Sequence[AttachmentRef], name: str) -> None:
    """Show exhibits with the receipt of each, and let somebody open one of them."""
    if not refs:
        st.caption(desk.say("word.nothing"))
        return
    came = received(desk, view)
    marked = {ref.marked_of for ref in refs}
    st.table([_row(desk, ref, came.get(ref.sha256), marked) for ref in refs], hide_index=True)
    there = {ref.sha256: ref for ref in refs if ref.sha256 in came}
    if there:
        _one(desk, view, there, name)


def _row(
    desk: Desk, ref: AttachmentRef, receipt: acts.controls.AttachmentReceipt | None, marked: Collection[str | None]
) -> dict[str, str]:
    question = desk.rules.questions.get(ref.question or "")
    pair = dossier_facts.marked_text(ref, marked, desk.lang)
    whose = ref.person or desk.say("controls.place")
    about = [whose, question.label.say(desk.lang) if question else "", pair, ref.comment]
    size = (
        desk.say("controls.arrived", at=desk.moment(receipt.received_at), kb=max(1, receipt.bytes // 1000))
        if (receipt)
        else desk.say("controls.not_arrived")
    )
    return {
        desk.say("word.what"): f"{t(f'dossier.kind.{ref.kind}', desk.lang)} · {desk.moment(ref.taken_at)}",
        desk.say("controls.of"): " · ".join(word for word in about if word),
        desk.say("controls.receipt"): f"{size} · {ref.sha256[:16]}",
    }


def _one(desk: Desk, view: ControlView, there: Mapping[str, AttachmentRef], name: str) -> None:
    chosen = st.selectbox(
        desk.say("controls.exhibit"),
        list(there),
        format_func=lambda h: f"{t(f'dossier.kind.{there[h].kind}', desk.lang)} · {desk.moment(there[h].taken_at)}",
        key=f"exhibit_{name}",
    )
    pressed = st.button(desk.say("controls.look"), icon=":material/visibility:", key=f"look_{name}")
    st.caption(desk.say("controls.look_note"))
    if not pressed and not is_read(desk, view, f"file:{chosen}"):
        return
    data = once(desk, view, f"file:{chosen}", lambda: acts.controls.attachment(desk.acting(), view.id, chosen))
    ref = there[chosen]
    if ref.media_type.startswith("image/"):
        st.image(data, caption=ref.comment or None)
    else:
        st.download_button(desk.say("controls.download"), data, f"{chosen[:16]}.pdf", ref.media_type)
