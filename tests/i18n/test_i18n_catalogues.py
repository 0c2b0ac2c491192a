"""The four catalogues say the same things, and everything that the code asks for."""

import ast
import re
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest

from inspection.i18n import LANGUAGES, bound, decimal_text, keys, language_name, money_text, spoken_languages, t

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"\bt\(")
WORD = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']""")

DUTCH = re.compile(r"\bnl: *(.+)")
REJECTED = re.compile(r"doorverw|\bverwijzing", re.IGNORECASE)  # of a referral


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


def literal_keys():
    """Every key that Python code or a template asks for by a literal: t("…")."""
    found = {}
    for package in ("inspection", "flows", "dashboards"):
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text()
            for node in ast.walk(ast.parse(text)) if CALL.search(text) else ():
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        found.setdefault(first.value, path.name)
        for path in sorted((ROOT / package).rglob("*.html")):
            for key in WORD.findall(path.read_text()):
                if not key.endswith("."):
                    found.setdefault(key, path.name)
    return found


def test_the_four_catalogues_have_the_same_keys():
    """A screen has no hole in one language only."""
    for lang in LANGUAGES:
        assert sorted(keys(lang) ^ keys("en")) == [], lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_places_are_filled_in_every_language(lang):
    """A translation that forgot {day} would say less, one with another name would break."""
    wrong = {key for key in keys("en") if placeholders(t(key, lang)) != placeholders(t(key, "en"))}
    assert sorted(wrong) == []


def test_every_key_that_the_code_names_exists():
    """Found here, never by an inspector."""
    asked = literal_keys()
    assert len(asked) > 40
    assert {key: where for key, where in asked.items() if key not in keys("en")} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty_or_still_its_key(lang):
    """A key without a wording is not a wording."""
    assert [key for key in sorted(keys(lang)) if not t(key, lang).strip() or t(key, lang) == key] == []


def test_dutch_has_one_word_for_a_referral():
    """`melding`, as the glossary says: a second word for it is a second thing to whoever reads both."""
    told = {key: t(key, "nl") for key in keys("nl")}
    for path in sorted((ROOT / "sectors").rglob("*.yaml")):
        told |= {f"{path.name}, {text[:40]}": text for text in DUTCH.findall(path.read_text())}
    assert [key for key, text in sorted(told.items()) if REJECTED.search(text)] == []
    assert REJECTED.search("Doorverwijzingen, de dringendste eerst")


@pytest.mark.parametrize("act", ["approving", "superseding"])
def test_why_a_week_cannot_be_approved_is_said_in_the_readers_language(act):
    """An approval is a button on a screen: each refusal of it says more there than that something went wrong."""
    raised = set(re.findall(r'"(PLAN-[23]2[0-9])"', (ROOT / "inspection/acts/weeks" / f"{act}.py").read_text()))
    assert raised
    assert {code for code in raised if f"screen.fault.{code}" not in keys("en")} <= {"PLAN-222"}  # raised by a proposal


@pytest.mark.parametrize(
    ("lang", "text", "shown"),
    [
        ("fr", "Qui ? « oui » ; non : R-26 !", "Qui\u00a0? «\u00a0oui\u00a0»\u00a0; non\u00a0: R-26\u00a0!"),
        ("nl", "Wie ? ja : nee", "Wie ? ja : nee"),
    ],
)
def test_no_line_of_a_french_screen_begins_with_a_sign(lang, text, shown):
    """The signs that French sets apart are bound to the word before them; other languages set none apart."""
    assert bound(text, lang) == shown


@pytest.mark.parametrize(
    ("lang", "whole", "finer", "number"),
    [
        ("fr", "1\u202f234,50\u00a0€", "12,2575\u00a0€", "7,5"),
        ("nl", "€\u00a01.234,50", "€\u00a012,2575", "7,5"),
        ("de", "1.234,50\u00a0€", "12,2575\u00a0€", "7,5"),
        ("en", "1.234,50\u00a0€", "12,2575\u00a0€", "7,5"),
    ],
)
def test_an_amount_is_written_as_in_belgium(lang, whole, finer, number):
    """Cents are whole, but for the hundredths of a cent of a scale."""
    assert money_text(123450, lang) == whole
    assert money_text(Decimal("1225.75"), lang) == finer
    assert decimal_text(Decimal("7.5"), lang) == number


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_interpreter_can_be_asked_for_in_languages_without_a_code_of_two_letters(lang):
    """Romani, Sorani and Dari have a name in each language, as Polish has."""
    spoken = dict(spoken_languages(lang))
    for code in ("rom", "ckb", "fa-af", "pl", "ro", "ar"):
        assert spoken[code] == language_name(code, lang) != code
