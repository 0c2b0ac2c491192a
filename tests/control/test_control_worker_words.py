"""What is said to a person in their own language: complete in every language, honest about who checked it."""

import re
import unicodedata
from pathlib import Path

import pytest
from builders_control import DAY, the_rules

from inspection.control.papers import worker_words

CODES = sorted(the_rules().on(DAY).worker_languages)
SCRIPTS = {
    "ar": "ARABIC",
    "ur": "ARABIC",
    "bg": "CYRILLIC",
    "uk": "CYRILLIC",
    "bn": "BENGALI",
    "pa": "GURMUKHI",
    "zh": "CJK",
}


def test_the_languages_of_the_issue_are_there() -> None:
    """The four of the inspectors, and twelve of those whom they meet."""
    assert {"fr", "nl", "de", "en", "ro", "bg", "pt", "pl", "tr", "ar", "zh", "vi", "ur", "bn", "pa", "uk"} <= set(
        CODES
    )


@pytest.mark.parametrize("code", CODES)
def test_a_language_says_everything_and_names_the_centres(code: str) -> None:
    """The number of the centres stands in the brochure, no place is left to fill in, nothing is empty."""
    words = worker_words(the_rules().on(DAY), code)
    texts = [*words["questions"].values(), *(line["text"] for line in words["brochure"])]
    assert all(text.strip() and "{" not in text for text in texts)
    number = the_rules().on(DAY).recipients["centres"].telephone
    assert sum(number in text for text in texts) == 1
    assert words["direction"] == ("rtl" if code in ("ar", "ur") else "ltr")


@pytest.mark.parametrize("code", CODES)
def test_a_text_is_written_in_its_own_script(code: str) -> None:
    """A line pasted under the wrong language is found: most of its letters are of another script."""
    words = worker_words(the_rules().on(DAY), code)
    for text in words["questions"].values():
        letters = [unicodedata.name(sign, "").split()[0] for sign in text if sign.isalpha()]
        assert letters.count(SCRIPTS.get(code, "LATIN")) > len(letters) / 2


def test_nobody_has_checked_a_language_yet_and_it_says_so() -> None:
    """A wording that no sworn translator read is marked as such; this fails, and is changed, with the first that is."""
    assert not any(worker_words(the_rules().on(DAY), code)["checked"] for code in CODES)


def test_every_question_and_line_has_a_pictogram() -> None:
    """For a person who may not read; one that stands for nothing any more is found too."""
    script = (Path(__file__).parents[2] / "dashboards/field/app/pictograms.js").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^  (\w+): \"M", script, re.MULTILINE))
    shown = dict(re.findall(r"^  (\w+): \"([a-z]+)\",$", script, re.MULTILINE))
    words = worker_words(the_rules().on(DAY), "fr")
    assert set(shown) == {*words["questions"], *(line["key"] for line in words["brochure"])}
    assert set(shown.values()) == drawn
