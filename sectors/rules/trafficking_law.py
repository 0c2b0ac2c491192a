"""The provisions on trafficking that a first report names, and the stages of protection as information."""

from typing import Annotated, Literal

from pydantic import Field

from sectors.rules.values import Sourced, Text


class TraffickingProvision(Sourced):
    """A provision of the Penal Code, as on the day of the facts; no penalty is ever computed from it.

    It is no offence of ours: nothing but the inspector's yes establishes it, and no finding or copy holds it.

    kind
        The offence itself, or information on how it is judged.
    forms
        The forms of exploitation that it is about; empty: all.
    """

    key: str
    kind: Literal["offence", "information"]
    rank: Annotated[int, Field(ge=1)]
    forms: tuple[str, ...] = ()
    article: str
    label: Text


class ProtectionStage(Sourced):
    """A stage of protection, as information for the person: which one somebody is in is never asked, kept or computed.

    says
        How long it lasts, what it allows and on what conditions.
    """

    key: str
    rank: Annotated[int, Field(ge=1)]
    label: Text
    says: Text
