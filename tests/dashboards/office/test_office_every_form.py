"""No typed text is lost on any form: each field of each template is kept, or stands here with the reason why not.

The browser tries each of them where it can be lost (`test_office_losing_browser.py`); here none is forgotten.
The form of the field keeps its own (`test_dashboards_field_unlost.py`).
"""

import re

import pytest
from losing_pages import ELSEWHERE, PAGES
from office_forms import DASHBOARDS, asking_forms, fields, kept_keys, templates

PROOF = "a code, a password and the label of a passkey are kept nowhere: they are good once, or a secret"
ASKS = "a form that only asks: what was asked stands in the address, and nothing waits for it"
PERSON = "the number of a person is typed for one look with a purpose, and kept nowhere"
LOOK = "about whom or what was asked who looked stands on the trail, and in no other place"
SHOWN = "nobody types in it: it tells a browser's own keeper of passwords whose password is meant"

UNKEPT = {
    ("base.html", "q"): ASKS,
    ("board.html", "q"): ASKS,
    ("_week_edit.html", "earlier"): ASKS,
    ("_week_edit.html", "later"): ASKS,
    ("portal/closed.html", "reference"): ASKS,
    ("administration/proof.html", "subject"): ASKS,
    ("search.html", "number"): PERSON,
    ("administration/looks.html", "about"): LOOK,
    ("paper.html", "code"): PROOF,
    ("sign_in.html", "name"): PROOF,
    ("sign_in.html", "password"): PROOF,
    ("prove.html", ""): SHOWN,
    ("prove.html", "password"): PROOF,
    ("link.html", "code"): PROOF,
    ("enrol.html", "code"): PROOF,
    ("enrol.html", "password"): PROOF,
    ("enrol.html", "again"): PROOF,
    ("passkey_enrol.html", "code"): PROOF,
    ("passkey_enrol.html", "label"): PROOF,
    ("passkeys.html", "label"): PROOF,
}
# Screens of Streamlit, which cannot keep what is half typed: what pages replace of them is lost no more.
STREAMLIT = {"shared", "targeting"}


def test_every_field_that_is_typed_in_is_kept_or_named_with_its_reason() -> None:
    """A field of a new form is red until it is marked `data-keep`, or named above."""
    lost = {(one.template, one.name) for one in fields() if one.is_typed and not one.key}
    assert lost - UNKEPT.keys() == set(), "mark it data-keep (docs/reference/kept-text.md), or name it with the reason"
    assert UNKEPT.keys() - lost == set(), "kept by now, or gone"
    assert len(fields()) > 100


def test_whether_a_field_is_kept_depends_on_nothing() -> None:
    for template, text in templates().items():
        assert not re.search(r"\{%\s*if[^%]*%\}\s*data-keep=", text), template


def test_a_form_that_only_asks_keeps_nothing() -> None:
    """Its script would send it as one that does something."""
    assert asking_forms()
    assert [template for template, inside in asking_forms() if "data-keep" in inside] == []


def test_every_field_is_in_a_template() -> None:
    """None is put together by a script, or in Python, where this would not find it."""
    made = re.compile(r"<(input(?! type=\"hidden\")|textarea)\b|createElement\(\"(input|textarea)\"\)")
    for path in (*DASHBOARDS.rglob("*.py"), *DASHBOARDS.rglob("*.js")):
        if not {"field", "node_modules"} & set(path.relative_to(DASHBOARDS).parts):
            assert not made.search(path.read_text(encoding="utf-8")), path.name


def test_every_template_with_a_kept_field_is_a_page_that_the_browser_tries() -> None:
    """A new page is red until the tour opens it."""
    told = {template for page in PAGES for template in page.templates} | ELSEWHERE.keys()
    assert kept_keys().keys() - told == set()
    assert told - kept_keys().keys() == set()


@pytest.mark.parametrize(("part", "take_text"), [("widgets", STREAMLIT), ("screens", set())])
def test_no_new_screen_of_streamlit_takes_text(part: str, take_text: set[str]) -> None:
    """Nor is one named above that takes none any more."""
    typed = re.compile(r"\.(text_input|text_area|number_input|chat_input)\(")
    found = {path for path in (DASHBOARDS / part).rglob("*.py") if typed.search(path.read_text(encoding="utf-8"))}
    assert {path.relative_to(DASHBOARDS / part).parts[0] for path in found} == take_text
