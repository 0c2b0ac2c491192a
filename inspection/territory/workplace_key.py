"""What a workplace is called: `est:` with the establishment's number, or `site:` with the declaration of works."""

import re

WORKPLACE = r"(est:[2-8]\d{9}|site:[0-9A-Za-z-]{1,40})"
# What the word before the colon of a workplace's id means; the number after it is the one of that register.
_REGISTERS = {"est": "establishment", "site": "works"}
_UNNUMBERED = re.compile(r"site:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def names_a_workplace(text: str) -> bool:
    """Tell whether a text can be the key of a workplace; whether there is one is for the registers to say."""
    return re.fullmatch(WORKPLACE, text) is not None


def unnumbered_site(control_id: str) -> str:
    """Return the key of a place that no register knows: the id of the unplanned control there is its number."""
    return f"site:{control_id}"


def register_of(workplace: str) -> tuple[str, str] | None:
    """Return what a workplace's number is, and the number; None where it has none but the control's own id.

    A door that no register knows is found by its sign: nobody can look an id of ours up.
    """
    register, _, number = workplace.partition(":")
    if register not in _REGISTERS or _UNNUMBERED.fullmatch(workplace):
        return None
    return _REGISTERS[register], number
