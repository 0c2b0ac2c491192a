"""A chain of contracts as an inspector types it: who had the work done by whom, down to the employer.

Names, numbers and words stay out of every `repr`, as in the rest of a control.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from inspection.control.filled.offenders import OffenderRef
from inspection.control.filled.onsite import IDENTIFIER_LENGTH, NAME_LENGTH, TEXT_LENGTH, Input, Key, Person

ChainRole = Literal["principal", "contractor", "intermediate", "employer"]
Said = Literal["yes", "no", "unknown"]
LINK_REF = r"C\d{1,2}"
MOST_LINKS = 50
MOST_PRICE_CENTS = 1_000_000_000_000

Link = Annotated[str, Field(pattern=f"^{LINK_REF}$")]


class ChainLink(Input):
    """One party of a chain, and the contract by which the party above it gave it the work.

    under
        Reference of the party above; None for the first.
    role
        "principal" has the work done; "contractor" contracted with them; "intermediate" stands between; "employer" has
        persons found at work.
    offender
        Reference of the offender that this party is, if it is one.
    employs
        The persons found who work for it; empty: all that were found, where the chain has one employer.
    number
        Its enterprise number; of a party of another country, whatever number it has there.
    country
        ISO 3166-1 alpha-2.
    is_private
        Whether it is a natural person who has the work done for private purposes.
    activity
        Key of the rules' `chain_activities`: what the party above contracted it for.
    contract_on, price_cents
        Day and price of that contract, in euro cents without VAT.
    passed_on
        Whether it passed the whole of its contract on.
    stay_statement, pay_statement
        Whether the party above holds this one's written statement that it employs nobody without a right to stay, or
        that it pays its wages; each with the day of the statement.
    knew_stay, knew_pay
        Whether this party knew, before any notice, of illegal stay or of unpaid wages below it; each with the day since
        when.
    knew_facts
        The facts that show it, in words.
    """

    ref: Link
    under: Link | None = None
    role: ChainRole
    offender: OffenderRef | None = None
    employs: tuple[Person, ...] = Field(default=(), max_length=1000)
    name: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    number: str = Field(default="", max_length=IDENTIFIER_LENGTH, repr=False)
    country: str = Field(default="BE", pattern=r"^[A-Z]{2}$")
    address: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    is_private: bool | None = None
    activity: Key | None = None
    joint_committee: str | None = Field(default=None, pattern=r"^\d{3}(\.\d{2})?$")
    contract_on: date | None = None
    price_cents: int | None = Field(default=None, ge=0, le=MOST_PRICE_CENTS, repr=False)
    passed_on: Said = "unknown"
    stay_statement: Said = "unknown"
    stay_statement_on: date | None = None
    pay_statement: Said = "unknown"
    pay_statement_on: date | None = None
    knew_stay: Said = "unknown"
    knew_stay_since: date | None = None
    knew_pay: Said = "unknown"
    knew_pay_since: date | None = None
    knew_facts: str = Field(default="", max_length=TEXT_LENGTH, repr=False)
