"""Thirty questions of police, magistrates and the team head, fixed before the pages were built.

Each is answered from where its asker lands in at most three clicks, and the answer stands on the screen of a desk (1440
by 1000) without scrolling. A question of the house is asked at the office's server, one of the portal at the portal's:
`test_board_questions.py` starts the one that is needed. Clicks are the names of links and buttons as English pages have
them, `*` stands for any further words; the words of an answer are sought the same way.
"""

from dataclasses import dataclass
from typing import Literal

Server = Literal["house", "portal"]
MOST_CLICKS = 3


@dataclass(frozen=True)
class Asks:
    """A question.

    role
        Who asks: an account of the home that `server` serves.
    lands
        Where they land after signing in.
    clicks
        Links, buttons or summaries that are pressed, in their order.
    answers
        Words that must be seen then, without scrolling.
    """

    n: int
    server: Server
    role: str
    question: str
    lands: str
    clicks: tuple[str, ...]
    answers: tuple[str, ...]


_HEAD, _DIRECTION, _INSPECTOR = "head-liege", "direction-1", "insp-liege-1"
_CELL, _AUDITORATE, _MAGISTRATE = "police_cell", "auditorate", "reference_magistrate"
_LATE, _ASKED, _TAKEN, _REFUSED = "2041", "118", "64", "903"  # numbers of the restaurants of `board_home`


def _house(n: int, role: str, question: str, clicks: tuple[str, ...], *answers: str) -> Asks:
    return Asks(n, "house", role, question, "/office", clicks, answers)


def _portal(n: int, role: str, question: str, clicks: tuple[str, ...], *answers: str) -> Asks:
    return Asks(n, "portal", role, question, "/", clicks, answers)


_BOARD = "Referrals*"
QUESTIONS: tuple[Asks, ...] = (
    # The team head and the direction
    _house(1, _HEAD, "Which answers are late, and by how many days?", (_BOARD,), "answers are late", "285 days late"),
    _house(2, _HEAD, "Whom do I ring first, and on which number?", (_BOARD,), "Ring these first.", "Ring 02 000 00 31"),
    _house(3, _HEAD, "When was that number tried last?", (_BOARD, f"*{_LATE}"), "Duty number", "tried"),
    _house(4, _HEAD, "Where is it: street and number?", (_BOARD, f"*{_LATE}"), "Rue de l’Essai 12, 4000 Liège"),
    _house(5, _HEAD, "How many people, and are there minors?", (_BOARD, f"*{_LATE}"), "2 persons", "Age unknown: 1"),
    _house(6, _HEAD, "Is somebody in danger now?", (_BOARD, f"*{_LATE}"), "Danger now", "unknown: ask the inspector"),
    _house(7, _HEAD, "What does the employer know?", (_BOARD, f"*{_LATE}"), "What the employer knows", "not noted"),
    _house(
        8, _HEAD, "Who has it, and what does each still owe?", (_BOARD, f"*{_LATE}"), "Say who takes it on", "taken on"
    ),
    _house(9, _HEAD, "What do we still owe ourselves?", (_BOARD, f"*{_LATE}"), "See how the person is (P1)"),
    _house(
        10,
        _HEAD,
        "Which office asked something that we have not answered?",
        (_BOARD, "Questions*"),
        "question",
        f"*{_ASKED}",
    ),
    _house(
        11,
        _HEAD,
        "Who refused, why, and who has it now?",
        (_BOARD, "Refused*"),
        "Refused: not competent",
        "Choose another office",
    ),
    _house(
        12,
        _HEAD,
        "Who promised to ring back, and when?",
        (_BOARD, f"*{_TAKEN}"),
        "Ring back, as promised",
        "rings back",
    ),
    _house(13, _DIRECTION, "Which cases are under embargo, and until when?", (_BOARD, "Embargo*"), "embargo until"),
    _house(14, _INSPECTOR, "Which of these are mine?", (_BOARD, "Filter:*"), "Only mine"),
    _house(
        15,
        _DIRECTION,
        "Has nobody a number for an office, and what do I do?",
        (_BOARD,),
        "No duty number",
        "No duty roster",
    ),
    # The police cell
    _portal(16, _CELL, "What is new, what is asked of me, and by when?", (), "answer by"),
    _portal(17, _CELL, "Where is it: street and number?", ("*",), "Rue"),
    _portal(18, _CELL, "Is somebody in danger, and does the employer know?", ("*",), "Danger"),
    _portal(19, _CELL, "Where are the people now?", ("*",), "now"),
    _portal(20, _CELL, "Whom do I ring of the inspection?", ("*",), "Inspector"),
    _portal(21, _CELL, "How do I take it on, now?", ("*",), "Take it on"),
    _portal(22, _CELL, "How do I ask something?", ("*",), "Ask"),
    _portal(23, _CELL, "How do I send back what is not ours?", ("*",), "Refuse"),
    _portal(24, _CELL, "Which of our cases are still open?", ("All open*",), "open"),
    _portal(25, _CELL, "Who answers for us while I am away?", ("Absence*",), "deputy"),
    # The magistrates
    _portal(26, _AUDITORATE, "How do I put an embargo on it?", ("*",), "Embargo"),
    _portal(27, _AUDITORATE, "Has the police taken it on?", ("*",), "taken on"),
    _portal(28, _AUDITORATE, "Were there earlier referrals of this workplace, or linked cases?", ("*",), "Earlier"),
    _portal(29, _MAGISTRATE, "How do I tell what became of it?", ("*",), "Outcome"),
    _portal(30, _MAGISTRATE, "What does this week’s list say?", ("Weekly list*",), "week"),
)
