"""The controls of a district, and one of them opened part by part; what bears on a suspicion opens by a click only."""

import streamlit as st

from dashboards.desk import Desk, desk
from dashboards.widgets.control_view.control_checks import checks_part
from dashboards.widgets.control_view.control_content import answers_part, found_part, onsite_part
from dashboards.widgets.control_view.control_dossier import dossier_part
from dashboards.widgets.control_view.control_exchange import exchange_part
from dashboards.widgets.control_view.control_exhibits import exhibits_part
from dashboards.widgets.control_view.control_guarded import guarded_part
from dashboards.widgets.control_view.control_head import control_head, control_table, named
from dashboards.widgets.control_view.control_people import people_part
from dashboards.widgets.control_view.control_reviews import reviews_part
from dashboards.widgets.shared.looking import look
from dashboards.widgets.shared.notices import attempt, done
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
    "exhibits": exhibits_part,
    "reviews": reviews_part,
    "dossier": dossier_part,
    "people": people_part,
    "exchange": exchange_part,
    "guarded": guarded_part,
}


def show() -> None:
    """Show the controls that this person may see, and the one that is chosen."""
    here = desk()
    st.title(here.say("controls.title"))
    done()
    one, two = st.columns([1, 2])
    places = here.districts() if here.district else [None, *here.districts()]
    district = one.selectbox(
        here.say("word.district"),
        places,
        format_func=lambda d: here.place(d) if d else here.say("word.all"),
        key="controls_district",
    )
    seen = look(here, "control", f"list:{district or 'all'}", "inspection", lambda: _listed(here, district), district)
    listed, choose = {control.id: control for control in seen}, here.say("controls.choose")
    chosen = two.selectbox(
        here.say("controls.which"), list(listed), None, lambda i: named(here, listed[i]), "controls_one",
        placeholder=choose,
    )  # fmt: skip
    if chosen is None:
        control_table(here, seen)
    else:
        _opened(here, listed[chosen])
    st.caption(here.say("source.store", at=here.moment(now())))


def _listed(here: Desk, district: str | None) -> list[ControlView]:
    return controls(here.office.store, district, None, here.user.service, here.user, here.user.id)


def _opened(here: Desk, chosen: ControlView) -> None:
    read = lambda: acts.controls.show_control(chosen.id, here.user.id, office=here.office)  # noqa: E731
    if (shown := attempt(here, lambda: once(here, chosen, "plain", read))) is None:
        return
    control_head(here, chosen, shown.control)
    part = st.pills(
        here.say("controls.part"),
        list(_PARTS),
        format_func=lambda p: here.say(f"controls.part.{p}"),
        default="found",
        required=True,
        key="controls_part",
    )
    attempt(here, lambda: _PARTS[part](here, chosen, shown))
