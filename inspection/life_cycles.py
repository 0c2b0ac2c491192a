"""Words in which a life cycle is told: each a closed set, named once for rows, acts, commands and screens."""

from enum import StrEnum


class RefusalReason(StrEnum):
    """Why an addressee sends something back."""

    NOT_COMPETENT = "not_competent"
    INCOMPLETE = "incomplete"
    DUPLICATE = "duplicate"
    OTHER = "other"


class ExchangeAnswer(StrEnum):
    """What another service answers to a finding that was passed on."""

    TAKEN = "taken"
    REFUSED = "refused"
