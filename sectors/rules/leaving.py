"""Before an inspector leaves: the proof that a finding usually lacks, and what the employer keeps of the visit."""

from typing import Literal

from pydantic import Field

from sectors.rules.values import Sourced, Text

Proof = Literal["photo", "comment", "lookup", "hearing", "pay"]


class UsualEvidence(Sourced):
    """A proof that is easy to get on the spot, and hard to get afterwards: named, never demanded.

    offences
        Keys of the offences that it usually shows.
    met_by
        What in a control counts as this proof: something attached, noted, looked up, heard or typed of that person.
    registers
        Of a look-up: keys of the registers that it is of.
    """

    key: str
    label: Text
    offences: tuple[str, ...] = Field(min_length=1)
    met_by: Proof
    registers: tuple[str, ...] = ()


class VisitRecordRules(Sourced):
    """The paper that an employer keeps of every visit: where, when, by whom, and which documents are asked.

    due_days
        In how many days, working or not, the documents are asked; nobody's law, and the inspector may set another day.
    """

    due_days: int = Field(ge=1)
    title: Text
    service: Text
    opening: Text
    place: Text
    day: Text
    hours: Text
    inspectors: Text
    documents: Text
    no_documents: Text
    closing: Text
