"""A principal: who acts, of which service, in which roles, and how and when that was proven."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Method = Literal["password", "passkey", "oidc", "enrolment", "device", "flow", "house", "demo", "portal"]
_UNATTENDED = frozenset({"device", "flow", "house", "portal"})  # nobody is there who could prove it again
SessionKind = Literal["browser", "command"]


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Somebody, or a flow, whose identity was proven, never by what a client says.

    Acts of identity make those of people, from a session in the store; `flow_principal` makes that of a flow.

    method
        How: "password", "passkey", "oidc" at a provider; "enrolment", by a code that was handed over; "device", by the
        secret of an enrolled telephone; "flow", a schedule of this house; "house", the house itself, before anybody is
        known; "demo", by nothing at all, in a home that bears the demo's mark;
        "portal", on the portal, whose word the office takes in.
    proven_at
        When, the last time; a step-up proves it again.
    credential
        Id of the session or device that stands for it, or `flow:` and its name: what a refusal may name.
    rights
        The only acts that it may do; None where its roles alone say.
    """

    user: str
    service: str
    roles: frozenset[str]
    method: Method
    proven_at: datetime
    credential: str
    rights: frozenset[str] | None = field(default=None)

    @property
    def can_prove_again(self) -> bool:
        """Whether somebody is there who could prove it now."""
        return self.method not in _UNATTENDED

    def is_fresh(self, at: datetime, minutes: int) -> bool:
        """Tell whether it was proven at most so many minutes ago: what a stolen session must not do asks for it."""
        return timedelta() <= at - self.proven_at <= timedelta(minutes=minutes)

    def may_do(self, act: str) -> bool:
        """Tell whether an act is among its rights, where it has only some; its roles are asked besides."""
        return self.rights is None or act in self.rights
