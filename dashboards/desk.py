"""The desk: who is working, in which language, in which installation; every screen starts from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

import streamlit as st

from dashboards.guard import LANGUAGE_COOKIE
from inspection import acts
from inspection.errors import AccessRefused
from inspection.i18n import LANGUAGES, Lang, bound, decimal_text, t
from inspection.store.queries import ClockView
from inspection.store.views import AlertView, UserView
from inspection.territory import arrondissement_label
from inspection.time_of import BRUSSELS, today
from inspection.trust import AppContext, Context, is_everywhere, may
from inspection.trust.identity import Principal
from sectors import Catalogue


@dataclass
class Desk:
    """One person at work."""

    user: UserView
    lang: Lang
    app: AppContext
    principal: Principal

    def say(self, key: str, **values: object) -> str:
        """Return a text of the screens in the reader's language."""
        return bound(t(f"screen.{key}", self.lang, **values), self.lang)

    def acting(self) -> Context:
        """Return the context of an act of this person, whose session the store is asked about once more.

        What a button does runs before its screen is drawn again: a session that ended between the two does nothing.

        Errors: `AccessRefused` 072.
        """
        return self.app.acting_as(acts.identity.renewed(self.app.at_the_door(), self.principal))

    def may(self, act: str) -> bool:
        """Tell whether to offer an act to this person: the table that the act asks says it, never a screen."""
        return may(self.user, act)

    @property
    def district(self) -> str | None:
        """The only district that this person works in, None for the whole country."""
        return None if is_everywhere(self.user) else self.user.district

    def districts(self) -> list[str]:
        """Return the districts that this person may choose."""
        return (
            [self.district]
            if self.district
            else sorted({team.district for team in acts.staff.working_teams(self.acting())})
        )

    def team(self, key: str) -> str:
        """Return what a team is called; its id where it goes out no more."""
        return self._teams.get(key, key)

    @cached_property
    def _teams(self) -> Mapping[str, str]:
        return {one.id: one.name for one in acts.staff.working_teams(self.acting())} if self.may("staff.list") else {}

    def place(self, district: str) -> str:
        """Return what a district is called; what belongs to none, such as a register, belongs to the whole service."""
        return arrondissement_label(district, self.lang) if district else self.say("word.everywhere")

    @cached_property
    def rules(self) -> Catalogue:
        """The rules as they stand today."""
        return self.app.catalogue(today())

    def sector(self, key: str) -> str:
        """Return what a sector is called."""
        return self.rules.sectors[key].label.say(self.lang)

    def recipient(self, key: str) -> str:
        """Return what an addressee is called."""
        known = self.rules.recipients.get(key)
        return known.name.say(self.lang) if known else key

    def alert(self, alert: AlertView, names: Mapping[str, str]) -> str:
        """Return what an alert says, and of what, by the `names` of its subjects."""
        said = self.say(f"alert.{alert.kind}")
        register = self.rules.registers.get((*alert.subject.split(":"), "")[1])
        if register is not None:
            return f"{register.label.say(self.lang)} · {said}"
        if alert.kind.startswith("run_"):
            return f"{alert.subject.partition(':')[0]} · {said}"  # the name of its flow
        return f"{names[alert.subject]} · {said}" if alert.subject in names else said

    def clock(self, clock: ClockView) -> str:
        """Return what a legal deadline asks for."""
        known = self.rules.clocks.get(clock.key)
        return known.label.say(self.lang) if known else clock.key

    def day(self, day: date) -> str:
        """Return a day as people write it here."""
        return f"{day:%d/%m/%Y}"

    def count(self, number: int) -> str:
        """Return a number as people write it here."""
        return decimal_text(Decimal(number), self.lang)

    def moment(self, moment: datetime | None) -> str:
        """Return a moment as the clock on the wall shows it, or nothing."""
        return f"{moment.astimezone(BRUSSELS):%d/%m/%Y %H:%M}" if moment else ""


def language(own: str = "") -> Lang:
    """Return the language of this session: as chosen here or at the sign-in, else the reader's own, else the browser's.

    own
        The language of the user, where one is known.
    """
    for chosen in (st.session_state.get("lang"), st.context.cookies.get(LANGUAGE_COOKIE), own):
        if chosen in LANGUAGES:
            return chosen
    asked = (st.context.locale or "")[:2].lower()
    return next((lang for lang in LANGUAGES if lang == asked), "fr")


def current_desk() -> Desk:
    """Return the desk of whoever has signed in; stops the screen for anybody else."""
    app = acts.app()
    principal = st.session_state.get("principal")
    try:
        known = acts.staff.own_user(app.acting_as(principal)) if principal is not None else None
    except AccessRefused:
        known = None
    if principal is None or known is None:
        st.stop()
    return Desk(known, language(known.language), app, principal)
