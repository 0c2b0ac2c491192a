"""Thirty questions of police, magistrates and the team head, fixed before the pages were built.

Each is answered from where its asker lands in at most three clicks, and the answer stands on the screen of a desk (1440
by 1000) without scrolling. A question of the house is asked at the office's server, one of the portal at the portal's:
`test_board_questions.py` starts the one that is needed. Clicks are the names of links and buttons as English pages have
them, `*` stands for any further words; the words of an answer are sought the same way.
"""

import re
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator, Page

Server = Literal["house", "portal"]
MOST_CLICKS, HIGH = 3, 1000


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
_CELL, _AUDITORATE, _MAGISTRATE = "cell-1", "aud-1", "magistrate-1"  # of `portal_house`
_LATE, _ASKED, _TAKEN, _REFUSED = "2041", "118", "64", "903"  # numbers of the restaurants of `board_home`


def _house(n: int, role: str, question: str, clicks: tuple[str, ...], *answers: str) -> Asks:
    return Asks(n, "house", role, question, "/office", clicks, answers)


def _portal(n: int, role: str, question: str, clicks: tuple[str, ...], *answers: str) -> Asks:
    return Asks(n, "portal", role, question, "/", clicks, answers)


_BOARD, _OPEN_IT = "Referrals*", "Open and answer*"
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
    _portal(
        16,
        _CELL,
        "What is new, what is asked, and by when?",
        (),
        "wait* for your answer",
        "You are asked:",
        "in * minutes",
    ),
    _portal(17, _CELL, "Where is it: street and number?", (_OPEN_IT,), "Rue de l’Essai 13, 2018 Antwerpen"),
    _portal(18, _CELL, "Is there danger, and what does the employer know?", (_OPEN_IT,), "Danger", "employer knows"),
    _portal(19, _CELL, "Where are the people now?", (_OPEN_IT,), "Where they are", "stayed there"),
    _portal(20, _CELL, "Whom do I ring of the inspection?", (_OPEN_IT,), "Inspector’s number", "0400 00 00 14"),
    _portal(21, _CELL, "How do I take it on, now?", (_OPEN_IT,), "Who takes it on", "Acknowledge"),
    _portal(22, _CELL, "How do I ask something?", (_OPEN_IT, "Ask a question"), "Your question", "Send the question"),
    _portal(23, _CELL, "How do I send back what is not ours?", (_OPEN_IT, "Refuse"), "Refuse"),
    _portal(24, _CELL, "Who answers for us while I am away?", ("On call and absences",), "Who stands in for you"),
    # The magistrates
    _portal(25, _AUDITORATE, "How do I put an embargo on it?", (_OPEN_IT, "Put under embargo"), "Last day"),
    _portal(26, _AUDITORATE, "Has the police taken it on?", ("Chantier Exemple 39439*",), "has taken it on"),
    _portal(27, _AUDITORATE, "Which of our cases are still open?", ("Open*",), "R-26-"),
    _portal(
        28,
        _AUDITORATE,
        "Are there earlier referrals, or linked cases?",
        ("Chantier Exemple 39439*", "Linked cases and earlier referrals*"),
        "Atelier Exemple 64",
    ),
    _portal(29, _MAGISTRATE, "How do I tell what became of it?", (), "Tell the outcome"),
    _portal(30, _MAGISTRATE, "What does this week’s list say?", ("Weekly list*",), "R-26-"),
)


def pattern(words: str) -> re.Pattern[str]:
    """Words as a page has them: `*` stands for any others, and every gap for any gap."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in words.split("*"))
    return re.compile(r"[\s\S]*".join(parts))


def to_press(page: Page, name: str) -> Locator:
    """What is pressed by a name: a link, a button or a summary."""
    whole = re.compile(rf"^\s*{pattern(name).pattern}\s*$")
    found = page.get_by_role("link", name=whole).or_(page.get_by_role("button", name=whole))
    return found.or_(page.locator("summary").filter(has_text=whole)).first


def is_seen(page: Page, words: str) -> bool:
    """Tell whether words stand on the screen as it is, without scrolling."""
    for found in page.get_by_text(pattern(words)).all():
        box = found.bounding_box()
        if found.is_visible() and box is not None and box["y"] >= 0 and box["y"] + min(box["height"], 40) <= HIGH:
            return True
    return False


def unseen(page: Page, url: str, one: Asks) -> list[str]:
    """Ask a question on a server: what of its answer cannot be seen after its clicks."""
    page.goto(f"{url}{one.lands}")
    for name in one.clicks:
        to_press(page, name).click()
        page.wait_for_load_state()
    return [words for words in one.answers if not is_seen(page, words)]
