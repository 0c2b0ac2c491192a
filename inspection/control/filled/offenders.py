"""Who is held to account in a control, in which capacity, and what the inspector notes of one offence by hand.

None of it has to be typed: without it the offender is whoever the offence is committed by (its role in the rules), the
facts are of the day of the control, found on that day, and count the persons whom the answers name.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from inspection.control.filled.onsite import IDENTIFIER_LENGTH, NAME_LENGTH, TEXT_LENGTH, Input, Key, Person

OFFENDER_REF = r"O\d{1,3}"
MOST_DECISIONS = 50

OffenderRef = Annotated[str, Field(pattern=f"^{OFFENDER_REF}$")]


class EarlierDecision(Input):
    """A final decision against an offender, such as a fine or a judgment: a warning or a report is none.

    final_on
        The day from which nobody can appeal against it any more.
    level
        The level of the infringement that it was about, where it says so.
    """

    authority: str = Field(min_length=1, max_length=NAME_LENGTH, repr=False)
    final_on: date
    level: int | None = Field(default=None, ge=1, le=4)


class OffenderFound(Input):
    """Somebody in the capacity in which an offence is held against them; `ref` (O1, O2 ...) is how all else names them.

    role
        Key of the rules' `offender_roles`: employer, posting employer, Belgian user, principal ...
    person
        Who of the persons found it is, where it is one.
    number
        Enterprise number, or that of a register abroad.
    is_legal_person
        What decides which scale of fines applies; None where nobody knows yet.
    identified_on
        The day on which it was established who they are; without it, the day on which each offence was found.
    earlier
        Final decisions against them, as they were told or looked up.
    """

    ref: OffenderRef
    role: Key
    person: Person | None = None
    name: str = Field(default="", max_length=NAME_LENGTH, repr=False)
    number: str = Field(default="", max_length=IDENTIFIER_LENGTH, repr=False)
    address: str = Field(default="", max_length=TEXT_LENGTH, repr=False)
    is_legal_person: bool | None = None
    identified_on: date | None = None
    earlier: tuple[EarlierDecision, ...] = Field(default=(), max_length=MOST_DECISIONS)


class FindingNoted(Input):
    """What the inspector notes of one offence that the answers do not say: whose it is, when, and about whom.

    offender
        Against whom it is held; None: whom the rules and the persons' employers say.
    from_on, to_on
        First and last day of the facts; None: those of the control.
    found_on
        The day on which the last element was known; None: the day of the control.
    persons
        Whose answers it counts. Of an answer about the workplace: whom it concerns, in place of what the rules say; of
        answers of persons: theirs, while those of others keep the days of the control. None: nothing is narrowed.
    """

    offence: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")]
    offender: OffenderRef | None = None
    from_on: date | None = None
    to_on: date | None = None
    found_on: date | None = None
    persons: tuple[Person, ...] | None = None
