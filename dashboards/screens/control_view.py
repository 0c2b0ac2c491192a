"""A control opened part by part; what bears on a suspicion opens by a click only. The list is a page of the office."""

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.control_view import control_exhibits, control_guarded, control_people
from dashboards.widgets.control_view.control_chain import chain_part
from dashboards.widgets.control_view.control_checks import checks_part
from dashboards.widgets.control_view.control_content import answers_part, found_part, onsite_part
from dashboards.widgets.control_view.control_exchange import exchange_part
from dashboards.widgets.control_view.control_head import control_head, named
from dashboards.widgets.shared.looking import forget_reason, look_at_list, looking_at, why
from dashboards.widgets.shared.notices import attempt, head
from dashboards.widgets.shared.reading_once import once
from dashboards.widgets.shared.ways import to_page
from inspection import acts
from inspection.store.views import ControlView
from inspection.time_of import now

_PARTS = {
    "found": found_part,
    "answers": answers_part,
    "onsite": onsite_part,
    "checks": checks_part,
    "exhibits": control_exhibits.exhibits_part,
    "people": control_people.people_part,
    "exchange": exchange_part,
    "chain": chain_part,
    "guarded": control_guarded.guarded_part,
}
_MASKED = ("found", "answers", "onsite")  # what can be shown without a name


def show() -> None:
    """Show the controls that this person may see, and the one that is chosen."""
    desk = current_desk()
    head(desk.say("controls.title"))
    one, two = st.columns([1, 2])
    places = desk.districts() if desk.district else [None, *desk.districts()]
    district = one.selectbox(
        desk.say("word.district"),
        places,
        format_func=lambda d: desk.place(d) if d else desk.say("word.all"),
        key="controls_district",
    )
    listing = lambda look: acts.chasing.list_controls(desk.acting(), district=district, again=look)  # noqa: E731
    seen = look_at_list(desk, "controls", listing, district)
    listed, choose = {control.id: control for control in seen}, desk.say("controls.choose")
    if st.query_params.get("control") in listed:
        st.session_state.setdefault("controls_one", st.query_params["control"])
    chosen = two.selectbox(
        desk.say("controls.which"), list(listed), None, lambda i: named(desk, listed[i]), "controls_one",
        placeholder=choose,
    )  # fmt: skip
    if chosen is None:
        forget_reason()
        to_page(desk.say("controls.to_list"), "/inspections")
    else:
        with looking_at(desk, chosen) as reason:
            _opened(desk, listed[chosen], "plain" if reason is None else f"plain:{reason.purpose}:{reason.case}")
    st.caption(desk.say("source.store", at=desk.moment(now())))


def _opened(desk: Desk, chosen: ControlView, part: str) -> None:
    """Show a control: masked, with the question why, until there is a reason to see it."""
    read = lambda: acts.controls.show_control(desk.acting(), chosen.id)  # noqa: E731
    shown = attempt(desk, lambda: once(desk, chosen, part, read))
    if shown is None or shown.is_masked:
        why(desk, chosen.id, chosen.id)
    if shown is None:
        return
    control_head(desk, chosen, shown.control)
    part_shown = st.pills(
        desk.say("controls.part"),
        [*(_MASKED if shown.is_masked else _PARTS)],
        format_func=lambda p: desk.say(f"controls.part.{p}"),
        default="found",
        required=True,
        key="controls_part",
    )
    attempt(desk, lambda: _PARTS[part_shown](desk, chosen, shown))
