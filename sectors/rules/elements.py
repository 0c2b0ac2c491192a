"""The elements of the offence of trafficking, and which signs speak for each: what a magistrate reads page 2 by."""

from typing import Literal

from sectors.rules.model import Sourced, Text
from sectors.rules.signs import Sign


class Element(Sourced):
    """One element of the offence, with what an inspector may have seen or been told that speaks for it.

    It says where a reader finds what; it proves nothing, and an element for which nothing speaks holds nothing back.

    part
        An act, a purpose, or an aggravating circumstance.
    forms
        For a purpose: the forms of exploitation that it belongs to; empty for the other parts.
    indicators, dignity, offences
        Keys of the indicators, factors of human dignity and offences that speak for it.
    signs
        Answers that speak for it beside those.
    of_minors
        True where a minor among the persons found speaks for it.
    """

    key: str
    part: Literal["act", "purpose", "aggravating"]
    label: Text
    forms: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    dignity: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    of_minors: bool = False
