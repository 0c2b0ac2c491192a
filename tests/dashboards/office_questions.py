"""Thirty questions of supervisor, inspector, bureau and administrator, fixed before the pages were mended for them.

The first are those that nobody could answer on a screen when the office was tried. Each is answered from the first page
in at most three clicks, and its answer stands on the screen of a desk (1440 by 900) without scrolling. Clicks are the
names of links, buttons and folds as English pages have them, `*` stands for any further words; `FIELD = words` types
into a field and presses Enter. `{case}` is a referral of the home.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from board_questions import pattern, to_press
from office_days import ADMINISTRATOR, DIRECTION, INSPECTOR, NEVER_TRIED, SUPERVISOR
from playwright.sync_api import Page

HIGH, LANDS = 900, "/office"
_LONGEST_SECONDS = 8  # a screen of Streamlit draws itself afterwards


@dataclass(frozen=True)
class Asks:
    """A question.

    role
        Who asks: an account of `office_days`.
    clicks
        What is pressed from the first page on, in its order.
    answers
        Words that must be seen then, without scrolling.
    """

    n: int
    role: str
    question: str
    clicks: tuple[str, ...]
    answers: tuple[str, ...]


def _asked(
    role: str, *told: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [(role, *one) for one in told]


_WEEK, _CALENDAR, _ADMINISTRATION, _CONTROLS = (
    "Rounds of the week",
    "Calendar of teams",
    "Administration",
    "Saved controls",
)
_NOTE = "Monthly note to the bureau*"
_QUESTIONS = [
    *_asked(
        SUPERVISOR,
        # Those of the findings
        ("Whom do I ring, and on which number?", ("Referrals*",), ("Ring these first.", "Ring 02 000 00 31")),
        ("How do I swap two stops?", (_WEEK, "Exemple*10:*", "Swap, take out, pin"), ("Swap with", "Try")),
        ("Who is off on Wednesday?", (_CALENDAR, "Week after"), ("Away this week", "insp-liege-2", "leave")),
        ("When were we last at Exemple 3?", ("Firm, address* = Exemple 3", "Exemple 3"), ("Last visit", "2 offences")),
        (
            "How does next week stand beside this one?",
            ("Friday", "See the week", "Compare with week*"),
            ("Two weeks side by side", "Required ones placed"),
        ),
        ("Does targeting help?", ("Targeting",), ("There is nothing to measure yet*",)),
        ("How do I print a sheet?", ("Friday", "Print all*"), ("Team 1, liege*", "Rue de l’Essai*")),
        # The others
        (
            "What stops the approval of next week?",
            ("Friday",),
            ("1 thing to look at before you approve.", "1 required visit has no place."),
        ),
        (
            "Which required visit has no place, and what would give it one?",
            ("Friday",),
            ("Exemple 1, 4000 Liège", "Let Team 1, liege end * later"),
        ),
        ("What changed since last week?", ("Friday", "1"), ("What changed since week*", "Exemple 3", "up")),
        ("Are we on course?", ("Friday", "1 of 2"), ("Objectives of*", "Agriculture* fewer than expected")),
        (
            "What does moving this stop cost?",
            ("Friday", "See the week", "Exemple*10:*"),
            ("What it costs", "* min on the road"),
        ),
        ("Who works on Wednesday and speaks Dutch?", (_CALENDAR,), ("Wed*", "Team 2, liege", "Dutch, French")),
    ),
    *_asked(
        DIRECTION,
        # Those of the findings: bureau, administration
        (
            "How many victims this month?",
            ("Documents", "Read and approve"),
            ("Presumed victims detected, month by month",),
        ),
        ("What is the trend?", ("Documents", "Read and approve"), ("Rounded counts, as released for each month.*",)),
        ("Where is the note that was published?", ("Documents", _NOTE), ("Take away", "Of * referrals can be shown*")),
        ("How do I add a person?", (_ADMINISTRATION, "People and teams", "Add a person"), ("Takes effect on*", "Role")),
        (
            "How do I move a team?",
            (_ADMINISTRATION, "People and teams", "liege-1"),
            ("Change from a day on", "District"),
        ),
        (
            "Who looked at this case?",
            (_ADMINISTRATION, "Who looked", "About what* = {case}"),
            ("*insp-liege-1",),
        ),
        # The others
        ("What is late?", ("Documents", "Read and approve"), ("One measure is late*",)),
        ("Where is the note as a workbook?", ("Documents", _NOTE), ("Workbook (XLSX)",)),
    ),
    *_asked(
        INSPECTOR,
        ("Where do I go first, and how?", ("My day",), ("1. Exemple*", "Rue de l’Essai*")),
        ("Which control came back?", ("My day",), ("Came back for correction", "Exemple 3")),
        ("What must I correct?", ("My day", "Exemple 3"), ("Say the hour.",)),
        ("Which deadline ends first?", (_CONTROLS,), ("* passed.", "* days late")),
        (
            "When were we last there, and what came of it?",
            (_CONTROLS, "Story of the place"),
            ("Last visit", "* offence*"),
        ),
    ),
    *_asked(
        ADMINISTRATOR,
        ("Who is away next week?", (_ADMINISTRATION, "Absences"), ("insp-liege-2", "leave")),
        ("Which duty number was never tried?", (_ADMINISTRATION, "Duty numbers"), (NEVER_TRIED, "never tried")),
        (
            "Which register is held, and why?",
            (_ADMINISTRATION, "Registers"),
            ("Deliveries held: 1.", "BeSt Address*", "known units that vanished"),
        ),
        ("Which schedule failed?", (_ADMINISTRATION, "Flows"), ("Reminders and escalations", "failed")),
    ),
]
QUESTIONS = tuple(Asks(n, *one) for n, one in enumerate(_QUESTIONS, 1))


def is_seen(page: Page, words: str) -> bool:
    """Tell whether words stand on the screen as it is, without scrolling."""
    for found in page.locator("main, [data-testid=stMain]").get_by_text(pattern(words)).all():
        box = found.bounding_box()
        if found.is_visible() and box is not None and box["y"] >= 0 and box["y"] + min(box["height"], 24) <= HIGH:
            return True
    return False


def unseen(page: Page, url: str, one: Asks, known: Mapping[str, str]) -> list[str]:
    """Ask a question: what of its answer cannot be seen after its clicks.

    Arguments: `known` stands in the place of names in braces.
    """
    page.goto(f"{url}{LANDS}")
    for click in one.clicks:
        name, _, typed = click.partition(" = ")
        if typed:
            page.get_by_label(pattern(name)).or_(page.get_by_placeholder(pattern(name))).first.fill(
                typed.format(**known)
            )
            page.keyboard.press("Enter")
        else:
            to_press(page, name).click()
        page.wait_for_load_state()
    return still_unseen(page, one.answers)


def still_unseen(page: Page, answers: tuple[str, ...]) -> list[str]:
    """Wait until a page has drawn an answer: what is not seen of it in the end."""
    until = time.monotonic() + _LONGEST_SECONDS
    while (missing := [words for words in answers if not is_seen(page, words)]) and time.monotonic() < until:
        page.wait_for_timeout(250)
    return missing
