"""A principal: who acts, of which service, in which roles, and how and when that was proven."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Method = Literal["password", "passkey", "oidc", "device", "flow", "demo"]
SessionKind = Literal["browser", "command"]


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Somebody, or a flow, whose identity was proven; made by the acts of identity only, never from what a client says.

    method
        How: "password"; "passkey"; "oidc", by a provider of identities; "device", by the secret of an enrolled
        telephone; "flow", a schedule of this house; "demo", by nothing at all, in a home that the demo made.
    proven_at
        When, the last time; a step-up proves it again.
    credential
        Id of the session, device or flow that stands for it, for the trail.
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

    def is_fresh(self, at: datetime, minutes: int) -> bool:
        """Tell whether it was proven at most so many minutes ago: what a stolen session must not do asks for it."""
        return timedelta() <= at - self.proven_at <= timedelta(minutes=minutes)

    def may_do(self, act: str) -> bool:
        """Tell whether an act is among its rights, where it has only some; its roles are asked besides."""
        return self.rights is None or act in self.rights
