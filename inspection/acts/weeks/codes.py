"""Visit codes: short, spoken on the telephone, all that a calendar shows of a visit."""

from collections.abc import Sequence

from inspection.acts.weeks.parts import Offered
from inspection.sealing import short_code

_LENGTH = 5


def visit_codes(service: str, week: str, parts: Sequence[Offered]) -> dict[str, str]:
    """Return the code of each workplace that was chosen in a week: five letters or digits, and one that checks them.

    A code follows from the selection alone, so the same week gives the same codes; it holds nothing of the arm, and
    whoever does not know the frame's hash cannot tell for which workplace it stands.
    """
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for part in sorted(parts, key=lambda p: p.district):
        secret = f"{service}|{week}|{part.selection.seed}|{part.selection.frame_sha256}"
        for workplace in sorted({visit.workplace for visit in part.visits}):
            codes[workplace] = _free(f"{secret}|{workplace}", taken)
            taken.add(codes[workplace])
    return codes


def _free(material: str, taken: set[str]) -> str:
    turn = 0
    while (code := short_code(f"{material}|{turn}", _LENGTH)) in taken:
        turn += 1
    return code
