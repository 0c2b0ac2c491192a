"""Short references that people read over the telephone: a year, a serial, a check digit.

The check digit is ISO 7064 MOD 11,10: it finds every wrong digit and nearly every swapped pair, so that an answer typed
from a bad line never lands on somebody else's file.
"""

import re
from datetime import datetime

from stdnum.iso7064 import mod_11_10

from inspection.errors import ReferralFault

_SHAPE = re.compile(r"R[-. ]?(\d{2})[-. ]?(\d{6})[-. ]?(\d)")


def new_reference(year: int, serial: int) -> str:
    """Return the reference of the `serial`-th referral of `year`, such as `R-26-000123-` and its check digit.

    year
        2000 to 2099.
    serial
        1 to 999,999, counted by the store within the year.

    Raises ReferralFault outside these ranges.
    """
    if not (2000 <= year <= 2099 and 1 <= serial <= 999_999):
        raise ReferralFault("REFER-201", year=year, serial=serial)
    digits = f"{year % 100:02d}{serial:06d}"
    return f"R-{digits[:2]}-{digits[2:]}-{mod_11_10.calc_check_digit(digits)}"


def check_reference(text: str) -> str:
    """Return a typed reference in its one written form; case, spaces, dots and missing hyphens are forgiven.

    Raises ReferralFault where it is not a reference or its check digit is wrong.
    """
    match = _SHAPE.fullmatch(text.strip().upper())
    if match is None:
        raise ReferralFault("REFER-202")
    year, serial, check = match.groups()
    if mod_11_10.calc_check_digit(year + serial) != check:
        raise ReferralFault("REFER-203")
    return f"R-{year}-{serial}-{check}"


def require_moment(at: datetime) -> None:
    """Refuse a moment without time zone: an hour's error decides whether an answer was late."""
    if at.tzinfo is None:
        raise ReferralFault("REFER-401")
