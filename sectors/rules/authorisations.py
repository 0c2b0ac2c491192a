"""The decision of a body outside by which a house may receive a closed register, for which purposes and how long."""

from datetime import date

from pydantic import Field

from sectors.rules.registers import Purpose
from sectors.rules.values import Sourced


class Authorisation(Sourced):
    """A decision by which a house may receive a register.

    register_key
        The register that it is about.
    body, number, decided_on
        Who gave it, under which number, and on which day.
    valid_until
        The last day on which it holds; None: until it is withdrawn.
    withdrawn_on
        Day from which it is withdrawn: nothing more comes in, and what came in by it has to go.
    purposes
        What the house may do with the register.
    fields
        Columns of the register, as its owner names them, that may be delivered; any other one stays empty. Of a name
        that several tables have, each is named with its table (`works.WorkDeclarationNbr`).
    retention_days
        Days that a snapshot may be kept after its day.
    """

    key: str
    register_key: str
    body: str = Field(min_length=1)
    number: str = Field(min_length=1)
    decided_on: date
    valid_until: date | None = None
    withdrawn_on: date | None = None
    purposes: tuple[Purpose, ...] = Field(min_length=1)
    fields: tuple[str, ...] = Field(min_length=1)
    retention_days: int = Field(ge=1, le=3660)

    def is_withdrawn(self, day: date) -> bool:
        """Tell whether it is withdrawn on a day."""
        return self.withdrawn_on is not None and self.withdrawn_on <= day

    def is_over(self, day: date) -> bool:
        """Tell whether its last day has passed."""
        return self.valid_until is not None and self.valid_until < day

    def is_in_force(self, day: date) -> bool:
        """Tell whether something may come in by it on a day."""
        return self.decided_on <= day and not self.is_withdrawn(day) and not self.is_over(day)
