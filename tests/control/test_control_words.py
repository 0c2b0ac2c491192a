"""Rules said in words: what a person follows on paper, where no program skips a question."""

import pytest
from builders_control import DAY, the_checklist, the_rules
from builders_expressions import a_form, a_question, a_text

from inspection.control.expressions.words import to_words
from inspection.i18n import LANGUAGES
from sectors.expressions import parse

QUESTIONS = {
    question.id: question
    for question in (
        a_question("sleeps", "choice", choices=("own", "employer")),
        a_question("seen", "choices", choices=("lock", "guard")),
        a_question("price", "number"),
        a_question("known", "yes_no"),
        a_question("since", "date"),
        a_question("told", "text"),
    )
}
OWN = a_question("heard", "text")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("sleeps = 'own'", "only if “sleeps”: own"),
        ("sleeps in ('own', 'employer')", "only if “sleeps”: own / employer"),
        ("not sleeps = 'own'", "unless “sleeps”: own"),
        ("not sleeps = 'own' and not answered(told)", "unless “sleeps”: own or “told”: answered"),
        ("not answered(told) or price >= 2.5", "only if “told”: not answered or “price” ≥ 2.5"),
        ("known = true and sleeps != 'own'", "only if “known”: yes and “sleeps”: not own"),
        ("known = false and (price > 3 or price < 1)", "only if “known”: no and (“price” > 3 or “price” < 1)"),
        ("selected(seen, 'lock') and count(seen) > 1", "only if “seen”: lock and “seen” (number) > 1"),
        ("since <= '2026-03-01'", "only if “since” ≤ 01/03/2026"),
        ("(not known = true or price = 1)", "only if not (“known”: yes) or “price”: 1"),
        (". = told", "only if the answer: “told”"),
    ],
)
def test_a_rule_is_said_in_words(rule: str, words: str):
    """What excepts a question reads better as an exception."""
    assert to_words(parse(rule, QUESTIONS, OWN, own=True), QUESTIONS, "en") == words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_condition_stands_on_paper_in_the_language_of_the_sheet(lang):
    """Each question that may be skipped has its line, and none that is always asked has one."""
    form = the_checklist("agriculture")
    shown = {q["id"]: q["only_if"] for s in form.paper(lang)["sections"] for q in (*s["workplace"], *s["person"])}
    skipped = {question.id for question in form.questions if question.relevant is not None}
    assert {id_ for id_, words in shown.items() if words} == skipped
    stay = the_rules().on(DAY).questions["q09_stay"]
    assert stay.choices[0].label.say(lang) in shown["q09_permit"]


def test_a_discreet_sheet_names_no_sensitive_question():
    """The line would say what is asked from memory."""
    secret = a_question("secret", "yes_no", sensitive=True, label=a_text("SECRET"))
    form = a_form(secret, a_question("open", "text", relevant="secret = true"))
    assert "SECRET" in str(form.paper("en"))
    assert "SECRET" not in str(form.paper("en", discreet=True))
