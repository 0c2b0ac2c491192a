"""Which workplace a typed number means, and how its number is written."""

from inspection.errors import ControlFault


def workplace_of(number: str, where: str) -> str:
    """Return the workplace's key: ten digits are an establishment, the rest a declaration of works.

    Errors: `ControlFault` 261 for a number that is neither.
    """
    plain = number.replace(".", "").replace(" ", "")
    if plain.isdecimal() and len(plain) == 10 and plain[0] in "2345678":
        return f"est:{plain}"
    if (plain.isdecimal() and len(plain) == 10) or not plain.isascii() or not plain.replace("-", "").isalnum():
        raise ControlFault("CONTROL-261", where=where)
    return f"site:{plain}"


def number_of(workplace: str) -> str:
    """Return the number of a workplace as people write it: an establishment's in groups, a declaration's as it is."""
    kind, _, number = workplace.partition(":")
    if kind != "est" or len(number) != 10:
        return number or workplace
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


def firm_number_of(number: str) -> str:
    """Return the number of an employer as people write it, in groups; what has not ten digits as it is."""
    plain = number.replace(".", "").replace(" ", "")
    return f"{plain[:4]}.{plain[4:7]}.{plain[7:]}" if plain.isdecimal() and len(plain) == 10 else number
