"""The controls of a district, and one of them opened part by part; what bears on a suspicion opens by a click only."""

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.control_view import control_exhibits, control_guarded, control_people, control_reviews
from dashboards.widgets.control_view.control_chain import chain_part
from dashboards.widgets.control_view.control_checks import checks_part
from dashboards.widgets.control_view.control_content import answers_part, found_part, onsite_part
from dashboards.widgets.control_view.control_dossier import dossier_part
from dashboards.widgets.control_view.control_exchange import exchange_part
from dashboards.widgets.control_view.control_head import control_head, control_table, named
from dashboards.widgets.shared.looking import look
from dashboards.widgets.shared.notices import attempt, head
from dashboards.widgets.shared.reading_once import once
from inspection import acts
from inspection.store.queries import controls
from inspection.store.views import ControlView
from inspection.time_of import now

_PARTS = {
    "found": found_part,
    "answers": answers_part,
    "onsite": onsite_part,
    "checks": checks_part,
    "exhibits": control_exhibits.exhibits_part,
    "reviews": control_reviews.reviews_part,
    "dossier": dossier_part,
    "people": control_people.people_part,
    "exchange": exchange_part,
    "chain": chain_part,
    "guarded": control_guarded.guarded_part,
}


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
    seen = look(desk, "control", f"list:{district or 'all'}", "inspection", lambda: _listed(desk, district), district)
    listed, choose = {control.id: control for control in seen}, desk.say("controls.choose")
    chosen = two.selectbox(
        desk.say("controls.which"), list(listed), None, lambda i: named(desk, listed[i]), "controls_one",
        placeholder=choose,
    )  # fmt: skip
    if chosen is None:
        control_table(desk, seen)
    else:
        _opened(desk, listed[chosen])
    st.caption(desk.say("source.store", at=desk.moment(now())))


def _listed(desk: Desk, district: str | None) -> list[ControlView]:
    return controls(desk.app.store, district, None, desk.user.service, desk.user, desk.user.id)


def _opened(desk: Desk, chosen: ControlView) -> None:
    read = lambda: acts.controls.show_control(desk.acting(), chosen.id)  # noqa: E731
    if (shown := attempt(desk, lambda: once(desk, chosen, "plain", read))) is None:
        return
    control_head(desk, chosen, shown.control)
    part = st.pills(
        desk.say("controls.part"),
        list(_PARTS),
        format_func=lambda p: desk.say(f"controls.part.{p}"),
        default="found",
        required=True,
        key="controls_part",
    )
    attempt(desk, lambda: _PARTS[part](desk, chosen, shown))
