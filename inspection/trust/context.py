"""The context of an act: in which installation, by whom, and at which moment. Every act takes it first.

An act has one moment: what it writes, records and alerts bears the same time, however long it takes. Hints stay texts:
every act loads this file, and few of them the reader of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import sectors
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.time_of import now
from inspection.trust.reasons import Reason, given_reason

if TYPE_CHECKING:
    from inspection.registers.lake import Lake
    from inspection.trust.identity import Principal

SYSTEM = "system"  # the user that schedules act as


@dataclass(frozen=True)
class AppContext:
    """An installation that is open: its store, its rules and its settings."""

    store: Store
    rules: sectors.Rules
    settings: Settings

    @property
    def home(self) -> Path:
        return self.settings.home

    def catalogue(self, on: date) -> sectors.Catalogue:
        """Return the rules as they stand on a day."""
        return self.rules.on(on)

    def lake(self, on: date) -> Lake:
        """Return the registers as weeks and controls may read them on a day: see `inspection.registers.lake.lawful`.

        This is the only way to them but for those who keep them, which a test holds.
        """
        from inspection.registers.lake import Lake, lawful  # few acts read a register

        whole = Lake(self.settings.lake, self.store.keys)
        return lawful(whole, self.catalogue(on), is_demo=self.settings.is_demo)

    def pinned(self) -> Self:
        """Return this installation with the rules of this moment: an act goes by the same ones until its end."""
        rules = self.rules.now()
        return self if rules is self.rules else replace(self, rules=rules)

    def acting_as(self, principal: Principal, at: datetime | None = None) -> Context:
        """Return the context of an act by somebody who has proven who they are.

        Arguments: `at` a moment that stays as it is given, else that of the call.
        """
        return Context(self.pinned(), principal, at or now(), has_given_moment=at is not None, reason=given_reason())

    def acting_as_flow(self, flow: str, at: datetime | None = None) -> Context:
        """Return the context of an act by a schedule, under its own identity and with the few rights that it needs.

        Errors: KeyError for a flow that the table of rights does not name.
        """
        from inspection.trust.identity import flow_principal  # every act loads this file, and few act for a schedule

        moment = at or now()
        return Context(
            self.pinned(),
            flow_principal(flow, self.settings.service, moment),
            moment,
            has_given_moment=at is not None,
            reason=given_reason(),
        )

    def at_the_door(self, at: datetime | None = None) -> Context:
        """Return the context in which somebody proves who they are: the house, which may let them, and no more."""
        from inspection.trust.identity import house_principal

        moment = at or now()
        return Context(
            self.pinned(),
            house_principal(self.settings.service, moment),
            moment,
            has_given_moment=at is not None,
            reason=given_reason(),
        )


@dataclass(frozen=True)
class Context:
    """Who acts, when, and in which installation.

    principal
        Whoever has proven to act, and how; no act is anybody's who only says a name.
    has_given_moment
        Whoever made it chose the moment, so that `refreshed` keeps it.
    reason
        Why whoever acts looks at what speaks of a person; None where nothing was said, or it follows from the case.
    """

    app: AppContext
    principal: Principal
    at: datetime
    has_given_moment: bool = True
    reason: Reason | None = None

    @property
    def by(self) -> str:
        """The id of the user who acts."""
        return self.principal.user

    @property
    def store(self) -> Store:
        return self.app.store

    @property
    def settings(self) -> Settings:
        return self.app.settings

    def because(self, purpose: str, case: str = "") -> Self:
        """Return the context of the same act for a purpose, in a case."""
        return replace(self, reason=Reason(purpose, case))

    def refreshed(self) -> Self:
        """Return the context of the next of several acts in a row: the moment is that of now, unless it was given."""
        return self if self.has_given_moment else replace(self, at=now())
