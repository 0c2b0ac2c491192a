"""The shape of how people found at work are looked after, of where a control stops, and of passing findings on."""

from typing import Literal

from pydantic import Field

from sectors.rules.on_call import OnCallRole
from sectors.rules.values import Sourced, Text

Forbidden = Literal["entry", "hearing", "police_call", "exchange"]
AREA_CENTRE = "area"


class ProtectionRules(Sourced):
    """Whom a person who agrees is brought to, and who is told of every unaccompanied minor.

    centres
        The order of ringing: ids of recipients; `AREA_CENTRE` stands for the default of the routing table.
    centre_call_minutes
        How long an agreed contact may wait for its call before somebody is told.
    texts
        Offices that may get a text on routes and patterns once two people stand for it.
    """

    centres: tuple[str, ...] = Field(min_length=1)
    centre_call_minutes: int = Field(ge=1)
    guardian: str
    texts: tuple[str, ...]


class StoppingPath(Sourced):
    """What a "yes" to one question stops, and who alone is told where a suspicion follows.

    told, minors
        Kinds of office that a suspicion goes to, in place of those of its form; what a minor adds.
    forbids
        What may not be done from then on unless the magistrate permits it. Software refuses what it does itself, a call
        or an exchange; of what people do it can only warn.
    role
        Whose number stands on the card that stops.
    """

    key: str
    question: str
    told: tuple[Literal["labour_auditorate", "public_prosecutor"], ...] = Field(min_length=1)
    minors: tuple[Literal["labour_auditorate", "public_prosecutor", "guardianship"], ...] = ()
    forbids: tuple[Forbidden, ...] = Field(min_length=1)
    role: OnCallRole
    label: Text
    hint: Text


class ExchangeRules(Sourced):
    """How findings are passed on between inspection services.

    basis
        The article on which services exchange.
    permission_basis
        The one by which a magistrate must permit what comes from a judicial file.
    answer_days
        Within how many days the other service is expected to say whether it takes them.
    """

    basis: str
    permission_basis: str
    answer_days: int = Field(ge=1)


class CompetentService(Sourced):
    """An inspection service, and the offences that are its own.

    service
        The one of ours that it is, which passes nothing on to itself; None for another.
    areas
        Areas of the routing table in which it is competent; empty: everywhere.
    """

    key: str
    recipient: str
    offences: tuple[str, ...] = Field(min_length=1)
    service: Literal["ONSS", "TSW"] | None = None
    areas: tuple[str, ...] = ()
