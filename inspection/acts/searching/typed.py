"""What somebody typed into the box: a number, a reference, a code, an id of a control, or words."""

import re
import unicodedata
from dataclasses import dataclass, field

from stdnum.be import nn

_BETWEEN = re.compile(r"[\s.\-/]")
_REFERENCE = re.compile(r"R[-. ]?(\d{2})[-. ]?(\d{6})[-. ]?(\d)", re.IGNORECASE)
# As firms print it: with the name of the tax or the country before it, or without the nought of older numbers.
_FIRM = re.compile(r"(?:TVA|BTW|MWST)?(?:BE)?(\d{9,10})")
_CODE = re.compile(r"[A-Z0-9]{6}")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SHORTEST = 2  # letters of a word that is looked for


@dataclass(frozen=True)
class Typed:
    """What the words may be, each empty where they are none.

    number
        The digits of a firm or a unit, or what stands in the key of a declaration of works, which may be as long.
    words
        Without accents and capitals; all of them must be found.
    """

    number: str = ""
    reference: str = ""
    code: str = ""
    control: str = ""
    words: tuple[str, ...] = field(default=(), repr=False)


def read_typed(text: str) -> Typed:
    """Return what somebody typed; a person's number is never looked for."""
    said = text.strip()[:100]
    if is_person_number(said):
        return Typed()
    plain, known = _BETWEEN.sub("", said).upper(), _REFERENCE.fullmatch(said)
    firm = _FIRM.fullmatch(plain)
    bare = firm[1] if firm else plain.removeprefix("EST:").removeprefix("SITE:")
    words = tuple(word for word in folded(said).split() if len(word) >= _SHORTEST)
    return Typed(
        number=bare if any(sign.isdigit() for sign in bare) else "",
        reference=f"R-{known[1]}-{known[2]}-{known[3]}" if known else "",
        code=plain if _CODE.fullmatch(plain) else "",
        control=said.lower() if _ID.fullmatch(said.lower()) else "",
        words=words,
    )


def is_person_number(text: str) -> bool:
    """Tell whether a text is the national or bis number of a person, by its check digits."""
    return bool(nn.is_valid(text) or _is_bis(text))


def folded(text: str) -> str:
    """Return a text without accents, marks and capitals, its words apart by one space."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def _is_bis(text: str) -> bool:
    """Tell whether a text has the check digits of a national number, whatever its months say."""
    digits = _BETWEEN.sub("", text.strip())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 11):
        return False
    return any(97 - int(f"{lead}{digits[:9]}") % 97 == int(digits[9:]) for lead in ("", "2"))
