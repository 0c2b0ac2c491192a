"""What the field form's screens say and how they read numbers, without a browser."""

import gzip
import random
import re
from pathlib import Path

from javascript import in_node

from inspection.i18n import bound, keys
from inspection.registers import identify_number

APP = Path(__file__).parents[2] / "dashboards" / "field" / "app"
SOURCES = sorted(APP.rglob("*.js"))
FAMILIES = {
    "attachment": ["photo", "signature", "document"],
    "card": ["given", "not_asked"],
    "dimension": ["DR", "CR", "RV", "EX", "CD", "VD"],
    "draft": ["queued", "sent", "stuck"],
    "form": ["economic", "sexual", "begging", "forced_crime", "organs", "smuggling"],
    "grid": ["open", "differs", "partly", "asked"],
    "hidden": ["item_1", "item_2", "item_3", "item_4"],
    "now_at": ["with_police", "with_centre", "stayed", "left", "unknown"],
    "number": ["national", "bis", "enterprise", "establishment", "nsso", "nsso_provisional"],
    "origin": ["own_initiative", "complaint", "police", "auditorate", "other_service"],
    "outcome": ["done", "closed", "refused_access", "moved", "called_off", "unsafe"],
    "record": ["given_shown", "given_printed", "given_later"],
    "question": ["needs_photo", "needs_comment", "add_photo", "add_comment"],
    "person": ["reach_through", "reach_when", "reach_language"],
    "reach": ["telephone", "message", "in_person", "through"],
    "register": ["dimona", "dmfa", "limosa", "checkin", "works", "single_permit", "residence", "kbo"],
    "result": ["found", "not_found", "unavailable"],
    "signed": ["signed", "refused", "unable"],
    "steps": ["done", "reached", "no_answer", "not_needed", "when_minor", "when_third_country"],
    "suspicion": ["yes", "no", "undecided"],
}


def test_every_word_that_the_screens_ask_for_exists():
    """A missing word would stand on the screen as its key: found here, never by an inspector."""
    asked = {key for path in SOURCES for key in re.findall(r"""\bt\(\s*["']([a-z_.]+)["']""", path.read_text())}
    asked |= {f"{family}.{name}" for family, names in FAMILIES.items() for name in names}
    assert len(asked) > 150
    assert sorted(key for key in asked if f"field.{key}" not in keys("en")) == []


def test_the_page_carries_no_script_or_style_of_its_own():
    """Everything is a file: a policy without exceptions lets nothing else run."""
    page = (APP / "index.html").read_text()
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\bstyle=|\bon[a-z]+=", page)
    assert not [
        p.name for p in SOURCES if re.search(r"innerHTML|insertAdjacentHTML|\beval\(|document\.write", p.read_text())
    ]


def test_the_first_load_is_under_400_kb_compressed():
    """Files of the form as they travel, with the longest checklist and a language."""
    sent = sum(len(gzip.compress(path.read_bytes())) for path in APP.rglob("*") if path.is_file())
    rules = len(gzip.compress((Path(__file__).parents[2] / "sectors/common/questions.yaml").read_bytes()))
    assert sent + rules < 400_000, sent + rules


def test_numbers_are_read_as_the_office_reads_them(tmp_path: Path):
    """Both centuries, BIS, enterprise, establishment and NSSO numbers, right ones, near misses and anything else."""
    drawn = random.Random(20261126)
    cases = [text for _ in range(400) for text in a_number(drawn)]
    source = (APP / "identifiers.js").read_text() + f"\nexport default {cases!r}.map((text) => identifyNumber(text));"
    found = in_node(source, tmp_path)
    expected = [identify_number(text) for text in cases]
    assert {kind for kind in expected if kind} == set(FAMILIES["number"])
    assert [(c, f, e) for c, f, e in zip(cases, found, expected, strict=True) if f != e] == []


def a_number(drawn: random.Random) -> list[str]:
    """Give one of each kind with its check digits, the same with a digit changed, and digits without any sense."""
    month = drawn.choice([0, drawn.randint(0, 15), drawn.randint(18, 34), drawn.randint(38, 54)])
    body = f"{drawn.randint(0, 99):02}{month:02}{drawn.randint(0, 33):02}{drawn.randint(0, 999):03}"
    ten = drawn.choice("012345678") + f"{drawn.randint(0, 9_999_999):07}"
    nine = f"{drawn.randint(0, 1_999_999)}"
    five = f"5{drawn.randint(0, 9_999_999):07}"
    made = [
        f"{body}{97 - int(body) % 97:02}",
        f"{body}{97 - int('2' + body) % 97:02}",
        f"{ten}{97 - int(ten) % 97:02}",
        f"{nine}{96 - int(nine) * 100 % 97:02}",
        f"{five}{96 - int(five) * 100 % 97:02}",
    ]
    at = drawn.randint(0, 6)
    changed = [text[:at] + drawn.choice("0123456789") + text[at + 1 :] for text in made]
    dressed = [f"{made[0][:6]}-{made[0][6:9]}.{made[0][9:]}", f" {made[2][:4]}.{made[2][4:7]}.{made[2][7:]} ", "P1 abc"]
    return [*made, *changed, *dressed, "".join(drawn.choice("0123456789") for _ in range(drawn.randint(5, 12)))]


def test_no_line_of_a_french_form_begins_with_a_sign(tmp_path: Path):
    """As on the office's screens."""
    text = "Qui ? « oui » ; non : !"
    asked = f"\nexport default ['fr', 'nl'].map((lang) => bound({text!r}, lang));"
    assert in_node((APP / "texts.js").read_text() + asked, tmp_path) == [bound(text, "fr"), text]
