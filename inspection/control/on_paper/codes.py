"""The code of a page that comes back: which visit, which version of its checklist, which page; nothing else.

It is printed and lies in front of the employer. It follows from the visit's code and the list's hash alone, so it is
the same whatever the reason for a visit, and opens nothing for anybody who is not signed in and of the visit's team.
"""

import re
from dataclasses import dataclass
from typing import Final

from inspection.errors import ControlFault
from inspection.sealing import is_short_code, short_code, with_check_letter

_VISIT: Final = 6
_VERSION: Final = 4
_PARTS: Final = re.compile(rf"(.{{{_VISIT}}})(.{{{_VERSION}}})([12])(.)")
_BETWEEN: Final = re.compile(r"[\s\-./]")
_MISREAD: Final = str.maketrans("ILOZ", "1102")  # letters that the code never holds, as they are misread on paper


@dataclass(frozen=True)
class PaperCode:
    """What the code of a page says.

    version
        `version_letters` of the checklist that the page was printed from.
    page
        1 for the grid of the persons, 2 for the questions about the place.
    """

    visit: str
    version: str
    page: int


def version_letters(sha256: str) -> str:
    """Return four letters that stand for the hash of a checklist on paper."""
    return short_code(f"paper {sha256}", _VERSION)[:_VERSION]


def paper_code(visit: str, sha256: str, page: int) -> str:
    """Return the code of a page of a visit; its last letter finds a mistyped one."""
    whole = with_check_letter(f"{visit}{version_letters(sha256)}{page}")
    return f"{whole[:_VISIT]}-{whole[_VISIT : _VISIT + _VERSION]}-{whole[_VISIT + _VERSION :]}"


def read_paper_code(typed: str) -> PaperCode:
    """Return what a code says that was typed or scanned; spaces, hyphens and small letters make no difference.

    Errors: `ControlFault` 410 for what is no code of a page.
    """
    text = _BETWEEN.sub("", typed.upper()).translate(_MISREAD)
    found = _PARTS.fullmatch(text)
    if found is None or not is_short_code(text):
        raise ControlFault("CONTROL-410")
    return PaperCode(found[1], found[2], int(found[3]))
