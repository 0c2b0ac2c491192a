"""Answers that people give: a logged telephone call, and a reference that was typed back."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState, RefusalReason
from inspection.referral.references import check_reference, require_moment

_NUMBER = re.compile(r"(\+|0)[\d /.()-]{7,24}|1\d\d")  # or a short one, as 101 and 112 are
_LONGEST = 4000

Answer = Literal[DeliveryState.ACKNOWLEDGED, DeliveryState.REFUSED]
Role = Literal["duty_officer", "cell_member", "magistrate", "deputy", "secretariat", "centre_staff"]


@dataclass(frozen=True, kw_only=True)
class CallRecord:
    """A telephone call about a referral: it is a delivery, and the answer too where the addressee took it on.

    spoken_with
        The role of whoever answered, never a name.
    instruction
        What was asked of the inspector; shows in no repr, since it may speak of persons.
    acknowledged
        Whether the addressee said that it takes the file on.

    Raises ReferralFault where a part is missing or cannot be right.
    """

    reference: str
    recipient: str
    number: str
    spoken_with: Role
    by: str
    at: datetime
    instruction: str = field(repr=False)
    acknowledged: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "reference", check_reference(self.reference))
        require_moment(self.at)
        _require_person(self.by)
        if not is_number(self.number):
            raise ReferralFault("REFER-402")
        if not self.instruction.strip() or len(self.instruction) > _LONGEST:
            raise ReferralFault("REFER-403", longest=_LONGEST)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A reference that an addressee gave back: this delivery is acknowledged, or refused with a reason.

    by
        Id of the user who typed it, or of the addressee's account.

    Raises ReferralFault for a wrong reference, a naive moment, or a refusal without its reason.
    """

    reference: str
    recipient: str
    by: str
    at: datetime
    answer: Answer = DeliveryState.ACKNOWLEDGED
    reason: RefusalReason | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "reference", check_reference(self.reference))
        require_moment(self.at)
        _require_person(self.by)
        if (self.answer == DeliveryState.REFUSED) != (self.reason is not None):
            raise ReferralFault("REFER-404")


def is_number(text: str) -> bool:
    """Tell whether somebody can ring this."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _require_person(by: str) -> None:
    if not by.strip():
        raise ReferralFault("REFER-405")
