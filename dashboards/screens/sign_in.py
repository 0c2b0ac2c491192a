"""Who works here: picks somebody of the roster. A demonstration: it asks for no proof, and says so."""

import streamlit as st

from dashboards.desk import Desk, language
from dashboards.sessions import sessions
from dashboards.widgets.header import choose_language
from inspection import acts
from inspection.i18n import t
from inspection.store import UserView, users
from inspection.time_of import now

_ORDER = ("inspector", "team_head", "supervisor", "direction", "auditor_dpo")


def show() -> None:
    """Show the choice of a role, a district and a person."""
    lang, house = language(), acts.office()

    def say(key: str, **values: object) -> str:
        return t(f"screen.{key}", lang, **values)

    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Vigie")
        st.write(say("sign_in.intro"))
        choose_language(say("header.language"))
        people = [person for person in users(house.store) if person.role in _ORDER]
        if not people:
            st.info(say("sign_in.nobody"), icon=":material/info:")
            return
        person = _person(people, Desk(people[0], lang, house))
        st.warning(say("sign_in.demo"), icon=":material/warning:")
        if st.button(say("sign_in.enter"), type="primary", width="stretch", disabled=person is None) and person:
            st.session_state["session"] = sessions().begin(person.id, now())
            st.rerun()


def _person(people: list[UserView], here: Desk) -> UserView | None:
    roles = [role for role in _ORDER if any(person.role == role for person in people)]
    role = st.selectbox(here.say("sign_in.role"), roles, format_func=lambda r: here.say(f"role.{r}"), key="in_role")
    same = [person for person in people if person.role == role]
    districts = sorted({person.district for person in same if person.district})
    if len(districts) > 1:
        district = st.selectbox(here.say("word.district"), districts, format_func=here.place, key="in_district")
        same = [person for person in same if person.district == district]
    return st.selectbox(here.say("sign_in.person"), same, format_func=_called, key="in_person")


def _called(person: UserView) -> str:
    return f"{person.id} · {person.team}" if person.team else person.id
