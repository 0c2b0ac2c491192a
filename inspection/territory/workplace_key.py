"""What a workplace is called: `est:` with the establishment's number, or `site:` with the declaration of works."""

import re

WORKPLACE = r"(est:[2-8]\d{9}|site:[0-9A-Za-z-]{1,40})"


def names_a_workplace(text: str) -> bool:
    """Tell whether a text can be the key of a workplace; whether there is one is for the registers to say."""
    return re.fullmatch(WORKPLACE, text) is not None


def unnumbered_site(control_id: str) -> str:
    """Return the key of a place that no register knows: the id of the unplanned control there is its number."""
    return f"site:{control_id}"
