"""The form that books a joint action: where, which teams, when, and who is asked to come."""

from datetime import time, timedelta
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import workplace_of
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.reporting.pages import partner_text
from inspection.time_of import today

_PARTNERS = 3
_QUARTER = timedelta(minutes=15)


def booking_form(desk: Desk) -> None:
    """Let somebody book an action: a fixed moment, or a span of one day in which the planner chooses."""
    with st.expander(desk.say("actions.book")), st.form("book_action", border=False):
        one, two = st.columns(2)
        number = one.text_input(desk.say("control.number"), max_chars=44, help=desk.say("control.number_help"))
        sectors = [sector.key for sector in desk.rules.enabled_sectors()]
        sector = two.selectbox(desk.say("word.sector"), sectors, format_func=desk.sector)
        shares = _shares(desk)
        moment = _moment(desk)
        partners = [partner for n in range(1, _PARTNERS + 1) if (partner := _partner(desk, n))]
        if st.form_submit_button(desk.say("actions.book_it"), type="primary", icon=":material/group_add:"):
            if not number.strip() or moment is None:
                st.error(desk.say("actions.incomplete"), icon=":material/block:")
                return
            press(
                desk,
                lambda: acts.joint_actions.book_action(
                    desk.acting(),
                    acts.joint_actions.NewAction(
                        workplace=workplace_of(number, "joint action"),
                        district=next(iter(shares)),
                        sector=sector,
                        shares=shares,
                        moment=moment,
                        partners=tuple(partners),
                    ),
                ),
                lambda made: desk.say("actions.booked", reference=made.reference, n=made.waits_for),
            )


def _shares(desk: Desk) -> dict[str, int]:
    """Ask for the teams of the district that leads and, of whoever works everywhere, for those of another one."""
    one, two = st.columns(2)
    leads = one.selectbox(desk.say("actions.leads"), desk.districts(), format_func=desk.place)
    count = two.number_input(desk.say("actions.teams_of_it"), 1, 9, 2)
    if desk.district is not None:
        return {leads: int(count)}
    nobody = desk.say("actions.alone")
    others = [None, *desk.districts()]
    one, two = st.columns(2)
    other = one.selectbox(desk.say("actions.other"), others, format_func=lambda d: desk.place(d) if d else nobody)
    more = two.number_input(desk.say("actions.teams_of_other"), 1, 9, 1)
    return {leads: int(count)} | ({other: int(more)} if other and other != leads else {})


def _moment(desk: Desk) -> acts.joint_actions.FixedMoment | acts.joint_actions.FreeMoment | None:
    """Ask for a day, and from when until when it may start; the same time twice is a fixed moment."""
    one, two, three = st.columns(3)
    day = one.date_input(desk.say("word.day"), value=None, min_value=today(), format="DD/MM/YYYY")
    first = two.time_input(desk.say("actions.from"), time(10), step=_QUARTER, help=desk.say("actions.fixed_help"))
    last = three.time_input(desk.say("actions.until"), time(10), step=_QUARTER)
    if day is None:
        return None
    opens, closes = (60.0 * at.hour + at.minute for at in (first, last))
    if opens == closes:
        return acts.joint_actions.FixedMoment(day=day, minute=opens)
    return acts.joint_actions.FreeMoment(days=(day,), windows=((opens, closes),))


def _partner(desk: Desk, n: int) -> acts.joint_actions.NewPartner | None:
    one, two, three = st.columns(3)
    kinds = [None, *get_args(acts.joint_actions.PartnerKind)]
    nobody = desk.say("actions.nobody")
    kind = one.selectbox(
        desk.say("actions.partner", n=n),
        kinds,
        format_func=lambda k: partner_text(k, desk.lang) if k else nobody,
        key=f"partner_kind_{n}",
    )
    contact = two.text_input(
        desk.say("actions.contact"), help=desk.say("actions.contact_help"), max_chars=80, key=f"partner_contact_{n}"
    )
    language = three.text_input(
        desk.say("actions.language"), help=desk.say("actions.language_help"), max_chars=3, key=f"partner_language_{n}"
    )
    if kind is None:
        return None
    return acts.joint_actions.NewPartner(
        kind=kind, contact=contact.strip().lower(), language=language.strip().lower() or None
    )
