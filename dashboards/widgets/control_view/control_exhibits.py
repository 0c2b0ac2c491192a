"""Photos, signatures and documents of a control: what arrived, and one of them looked at."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.reading_once import is_read, once
from inspection import acts
from inspection.control.filled import AttachmentRef
from inspection.i18n import t
from inspection.store.views import ControlView


def exhibits_part(here: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show the exhibits that bear on no suspicion."""
    exhibits(here, view, shown.control.attachments, "plain")


def received(here: Desk, view: ControlView) -> Mapping[str, acts.controls.AttachmentReceipt]:
    """Return what arrived for a control, by its hash."""
    found = once(here, view, "receipts", lambda: acts.controls.attachments(view.id, here.user.id, office=here.office))
    return {receipt.sha256: receipt for receipt in found}


def exhibits(here: Desk, view: ControlView, refs: Sequence[AttachmentRef], name: str) -> None:
    """Show exhibits with the receipt of each, and let somebody open one of them."""
    if not refs:
        st.caption(here.say("word.nothing"))
        return
    came = received(here, view)
    st.table([_row(here, ref, came.get(ref.sha256)) for ref in refs], hide_index=True)
    there = {ref.sha256: ref for ref in refs if ref.sha256 in came}
    if there:
        _one(here, view, there, name)


def _row(here: Desk, ref: AttachmentRef, receipt: acts.controls.AttachmentReceipt | None) -> dict[str, str]:
    question = here.rules.questions.get(ref.question or "")
    about = [ref.person or here.say("controls.place"), question.label.say(here.lang) if question else "", ref.comment]
    size = (
        here.say("controls.arrived", at=here.moment(receipt.received_at), kb=max(1, receipt.bytes // 1000))
        if (receipt)
        else here.say("controls.not_arrived")
    )
    return {
        here.say("word.what"): f"{t(f'dossier.kind.{ref.kind}', here.lang)} · {here.moment(ref.taken_at)}",
        here.say("controls.of"): " · ".join(word for word in about if word),
        here.say("controls.receipt"): f"{size} · {ref.sha256[:16]}",
    }


def _one(here: Desk, view: ControlView, there: Mapping[str, AttachmentRef], name: str) -> None:
    chosen = st.selectbox(
        here.say("controls.exhibit"),
        list(there),
        format_func=lambda h: f"{t(f'dossier.kind.{there[h].kind}', here.lang)} · {here.moment(there[h].taken_at)}",
        key=f"exhibit_{name}",
    )
    pressed = st.button(here.say("controls.look"), icon=":material/visibility:", key=f"look_{name}")
    st.caption(here.say("controls.look_note"))
    if not pressed and not is_read(here, view, f"file:{chosen}"):
        return
    data = once(
        here,
        view,
        f"file:{chosen}",
        lambda: acts.controls.attachment(view.id, chosen, here.user.id, office=here.office),
    )
    ref = there[chosen]
    if ref.media_type.startswith("image/"):
        st.image(data, caption=ref.comment or None)
    else:
        st.download_button(here.say("controls.download"), data, f"{chosen[:16]}.pdf", ref.media_type)
