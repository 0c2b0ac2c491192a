"""Which control it is: what people call it, and the head of the one that is open."""

from collections.abc import Mapping

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.looking import look_at_workplace
from inspection.control.conclusions import stopping_paths
from inspection.control.device_clock import clock_lines
from inspection.control.filled import Control
from inspection.errors import AccessRefused
from inspection.i18n import bound
from inspection.store.views import ControlView
from sectors.rules.protection import StoppingPath


def named(desk: Desk, control: ControlView) -> str:
    """Return how people speak of a control."""
    return f"{desk.day(control.facts_on)} · {_number(control)} · {desk.sector(control.sector)} · {control.saved_by}"


def control_head(desk: Desk, view: ControlView, control: Control) -> None:
    """Say where and when the control was, how it ended, and who was found."""
    try:
        known = look_at_workplace(desk, view.workplace)
    except AccessRefused:  # elsewhere, in a joint action
        known = None
    name = known.name if known and known.name else _number(view)
    st.subheader(f"{name} · {desk.sector(view.sector)}")
    ended = desk.moment(control.left_at) if control.left_at else desk.say("controls.unfinished")
    lines = [
        known.address if known else None,
        f"{desk.say(f'outcome.{view.outcome}')} · {desk.moment(control.entered_at)} – {ended}",
        *clock_lines(control, desk.rules.field_rules.clock_limit_s, desk.lang),
        desk.say("controls.by", who=view.saved_by, at=desk.moment(view.saved_at)),
        desk.say("control.persons", n=len(control.persons)),
    ]
    st.caption("  \n".join(line for line in lines if line))
    stop_cards(desk, control.answers)


def stop_cards(desk: Desk, answers: Mapping[str, object]) -> None:
    """Show the card of every path that these answers are on."""
    for path in stopping_paths(answers, desk.rules):
        _stop_card(desk, path)


def _stop_card(desk: Desk, path: StoppingPath) -> None:
    """Say that a control stops, and what to do instead; it stands out from everything else on the screen."""
    said = bound(f"**{path.label.say(desk.lang)}**  \n{path.hint.say(desk.lang)}", desk.lang)
    st.error(said, icon=":material/front_hand:")
    if path.is_to_verify:
        st.caption(desk.say("word.to_verify"))


def _number(control: ControlView) -> str:
    return number_of(control.workplace)
