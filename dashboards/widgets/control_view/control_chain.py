"""The chain of contracts of a control: its drawing, and notices that were proposed; what is due opens guarded."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import magistrate_field
from dashboards.widgets.shared.reading_once import forget, is_read, once
from inspection import acts
from inspection.control import chain
from inspection.control.chain import ChainPoint, Liability
from inspection.store.views import ControlView

_MADE, _DUE = "chain:made", "whole:chain"


def chain_part(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show who contracted with whom, and the notices that were proposed: nothing tells why there is none."""
    law = desk.app.catalogue(shown.control.facts_on)
    if not shown.control.chain:
        st.caption(desk.say("chain.nothing"))
        return
    st.code(chain.as_text(chain.drawn(shown.control.chain, law, desk.lang)), language=None, wrap_lines=True)
    made = once(desk, view, _MADE, lambda: _made(desk, view))
    if not made:
        st.caption(desk.say("chain.not_yet"))
    for one in made:
        _notice(desk, view, one)


def chain_guarded(desk: Desk, view: ControlView, shown: acts.controls.ShownControl) -> None:
    """Show what is due, or that it waits for a magistrate: inside the part that bears on a suspicion."""
    if not shown.control.chain or not desk.may("chain.consider"):
        return
    st.markdown(f"**{desk.say('chain.title')}**")
    if not is_read(desk, view, _DUE) and not st.button(desk.say("chain.consider"), icon=":material/account_tree:"):
        return
    found = once(desk, view, _DUE, lambda: acts.chain_notices.consider(desk.acting(), view.id))
    if found.waits:
        _agreement(desk, view)
        return
    made = once(desk, view, _MADE, lambda: _made(desk, view))
    _due(desk, found.due)
    _propose(desk, view, found.due, made)
    for one in found.already:
        st.markdown(f"- {_named(desk, one)}: {desk.say(f'chain.why.{one.why}')}")
    _points(desk, found.points)
    for notice in made:
        _sign(desk, view, notice)


def _made(desk: Desk, view: ControlView) -> tuple[acts.chain_notices.ChainNotice, ...]:
    return acts.chain_notices.notices(desk.acting(), control_id=view.id)


def _notice(desk: Desk, view: ControlView, one: acts.chain_notices.ChainNotice) -> None:
    with st.container(border=True):
        kind = desk.rules.chain_notices[one.kind]
        st.markdown(f"**{kind.label.say(desk.lang)}** · {one.reference}")
        st.text(f"{one.addressee} {one.addressee_name}")
        st.caption(desk.say(f"chain.state.{one.state}"))
        if one.covers_from is not None:
            st.caption(desk.say("chain.covers", day=desk.day(one.covers_from)))
        for copy in ("addressee", "employer") if kind.copy_to_employer else ("addressee",):
            _paper(desk, view, one.reference, copy)


def _paper(desk: Desk, view: ControlView, reference: str, copy: acts.chain_notices.Copy) -> None:
    part = f"chain:file:{reference}:{copy}"
    if not desk.may("chain.print"):
        return
    label = desk.say(f"chain.print.{copy}")
    if st.button(label, key=part, icon=":material/picture_as_pdf:") or is_read(desk, view, part):
        made = once(desk, view, part, lambda: acts.chain_notices.notice_pdf(desk.acting(), reference, copy=copy))
        take = desk.say("controls.take", language=desk.say(f"language.{made.lang}"))
        st.download_button(take, made.pdf, made.name, "application/pdf", key=f"{part}:take", icon=":material/download:")


def _due(desk: Desk, due: Sequence[Liability]) -> None:
    if not due:
        st.caption(desk.say("chain.none_due"))
    for one in due:
        st.markdown(f"- {_named(desk, one)}: {desk.say(f'chain.why.{one.why}')}")
        if one.missing:
            lacking = "; ".join(desk.say(f"chain.missing.{key}") for key in one.missing)
            st.caption(desk.say("chain.lacking", which=lacking))


def _propose(
    desk: Desk, view: ControlView, due: Sequence[Liability], made: Sequence[acts.chain_notices.ChainNotice]
) -> None:
    """Offer to propose what is due; where nothing is any more, to take away what nobody signed."""
    if due and st.button(desk.say("chain.propose"), icon=":material/edit_document:"):
        press(desk, lambda: _proposed(desk, view), desk.say("chain.proposed"))
    is_left = not due and any(one.state == "proposed" for one in made)
    if is_left and st.button(desk.say("chain.take_away"), icon=":material/delete:"):
        press(desk, lambda: _proposed(desk, view), desk.say("chain.taken_away"))


def _sign(desk: Desk, view: ControlView, one: acts.chain_notices.ChainNotice) -> None:
    if one.state != "proposed":
        return
    label = desk.say("chain.sign", reference=one.reference)
    if st.button(label, key=f"sign_{one.reference}", icon=":material/signature:"):
        press(desk, partial(_signed, desk, view, one.reference), desk.say("chain.signed"))


def _named(desk: Desk, one: Liability) -> str:
    return f"{one.addressee} · {desk.rules.chain_regimes[one.regime].label.say(desk.lang)}"


def _points(desk: Desk, points: Sequence[ChainPoint]) -> None:
    for one in points:
        tolerated = f" ({desk.say('chain.tolerated')})" if one.is_tolerated else ""
        st.caption(f"{one.link} · {desk.rules.chain_duties[one.duty].label.say(desk.lang)}{tolerated}")


def _agreement(desk: Desk, view: ControlView) -> None:
    st.warning(desk.say("chain.waits"), icon=":material/gavel:")
    with st.form("chain_agreement", border=True):
        authority = magistrate_field(desk, (), desk.say("exchange.authority"), is_open=True)
        words = st.text_input(desk.say("exchange.words"), max_chars=200)
        if st.form_submit_button(desk.say("chain.agree"), icon=":material/check:"):
            press(desk, lambda: _agreed(desk, view, authority, words), desk.say("chain.agreed"))


def _agreed(desk: Desk, view: ControlView, authority: str, words: str) -> None:
    agreement = acts.exchanges.MagistratePermission(authority=authority, words=words)
    acts.chain_notices.record_agreement(desk.acting(), view.id, agreement)
    forget(desk, view, _DUE)


def _proposed(desk: Desk, view: ControlView) -> None:
    acts.chain_notices.propose(desk.acting(), view.id)
    forget(desk, view, "chain:")


def _signed(desk: Desk, view: ControlView, reference: str) -> None:
    acts.chain_notices.sign(desk.acting(), reference)
    forget(desk, view, "chain:")
