"""The errors that Vigie raises on purpose.

    InspectionError
    ├── IntakeFault        a register's structure is wrong: nothing of it is taken in
    ├── TerritoryFault     a place cannot be found, or no office is competent there
    ├── PlanningFault      a week cannot be planned as asked
    ├── ControlFault       a filled control is refused whole
    ├── ReferralFault      a referral or an acknowledgement is refused
    ├── AccessRefused      this person may not do or see this
    ├── StoreFault         the database or its trail is not as it must be
    └── SettingsFault      this installation is incomplete

`RuleFault`, for a rule that cannot be used, is the one of `sectors` (family RULE, the same shape): that package imports
nothing of this one.

Each carries a code that support can look up, what happened, where, and what to do. None may ever hold a name, a
person's number or a free text about somebody: an exception ends in logs.
"""

from typing import ClassVar


class InspectionError(Exception):
    """Base of every error this project raises on purpose."""

    family: ClassVar[str] = "VIGIE"

    def __init__(self, what: str, *, where: str, advice: str, code: str = "000") -> None:
        self.what, self.where, self.advice = what, where, advice
        self.code = f"{self.family}-{code}"
        super().__init__(f"[{self.code}] {what}\n  where:  {where}\n  advice: {advice}")

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with every part intact."""
        return _rebuild, (type(self), self.what, self.where, self.advice, self.code.rpartition("-")[2])


def _rebuild(kind: type[InspectionError], what: str, where: str, advice: str, code: str) -> InspectionError:
    return kind(what, where=where, advice=advice, code=code)


class IntakeFault(InspectionError):
    """A register's file cannot be read as what it should be; nothing of it was taken in."""

    family = "INTAKE"


class TerritoryFault(InspectionError):
    """A place cannot be found, or no office is competent for it on that day."""

    family = "PLACE"


class PlanningFault(InspectionError):
    """A week cannot be planned as asked."""

    family = "PLAN"


class ControlFault(InspectionError):
    """A filled control is refused whole."""

    family = "CONTROL"


class ReferralFault(InspectionError):
    """A referral, a delivery or an acknowledgement is refused."""

    family = "REFER"


class AccessRefused(InspectionError):
    """This person may not do or see this."""

    family = "ACCESS"


class StoreFault(InspectionError):
    """The database, its keys or its trail are not as they must be."""

    family = "STORE"


class SettingsFault(InspectionError):
    """This installation lacks something, or has a setting that cannot be right."""

    family = "SETTING"
