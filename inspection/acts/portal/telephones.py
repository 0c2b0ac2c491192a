"""Whether something that an office gives as a direct number can be rung."""

import re

from sectors.rules.on_call import NUMBER

_FEWEST_DIGITS = 8


def is_telephone(said: str) -> bool:
    """Tell whether a text is a telephone number with its prefix."""
    number = said.strip()
    return re.match(NUMBER, number) is not None and sum(sign.isdigit() for sign in number) >= _FEWEST_DIGITS
