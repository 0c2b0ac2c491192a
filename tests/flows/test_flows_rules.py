"""`vigie rules`: all faults at once, what a change alters, what the rules say of an offence."""

from pathlib import Path

import pytest
from builders_flows import vigie

SITUATIONS = Path(__file__).parents[1] / "situations"
BROKEN = {
    "pay.yaml": """
defaults: {source: "decision", confidence: L}
offences:
  PAY_UNPAID: {dated: {2027-01-01: {levels: 3}, 2205-01-01: {level: 9}}}
  SS_DIMONA_INN: {dated: {2027-01-01: {level: 3}}}
  DOC_PAYSLIP: {dated: {2027-01-01: {effects: [nothing], excludes: [PAY_UNPAYED]}}}
""",
    "fines.yaml": """
sanctions:
  dated:
    2027-01-01:
      levels:
        1: {prison_months: null, criminal_base_cents: null, administrative_base_cents: [10000, 1000]}
      source: "decision"
      confidence: L
""",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that holds rules of its own, and nothing else."""
    (tmp_path / "rules").mkdir()
    return tmp_path


def test_rules_that_hold_together_are_told_so(tmp_path: Path) -> None:
    """In a home that does not exist, too: nothing is made there."""
    said = vigie(tmp_path / "nowhere", "rules", "check")
    assert said.out.endswith("files hold together.\n")
    assert not (tmp_path / "nowhere").exists()


def test_all_faults_of_a_broken_tree_are_told_at_once(home: Path) -> None:
    """Each with file and line, in their order, and no traceback."""
    for name, text in BROKEN.items():
        (home / "rules" / name).write_text(text)
    told = vigie(home, "rules", "check", "--json", expected=2).value
    assert [(fault["where"], fault["code"]) for fault in told["faults"]] == [
        ("rules/fines.yaml, line 6", "RULE-210"),
        ("rules/pay.yaml, line 4", "RULE-107"),
        ("rules/pay.yaml, line 4", "RULE-209"),
        ("rules/pay.yaml, line 5", "RULE-212"),
        ("rules/pay.yaml, line 6", "RULE-403"),
        ("rules/pay.yaml, line 6", "RULE-403"),
    ]
    said = vigie(home, "rules", "check", expected=2)
    assert said.out.count(": [RULE-") == len(told["faults"])
    assert "did you mean 'SS_DIMONA_IN'?" in said.out
    assert said.out.endswith("6 faults in 2 files.\n")
    assert "Traceback" not in said.out + said.err


def test_what_cannot_be_read_at_all_does_not_hide_the_rest(home: Path) -> None:
    """And it is said that whether rules fit together was not looked at."""
    (home / "rules" / "a.yaml").write_text("offences: [\n")
    (home / "rules" / "b.yaml").write_text(BROKEN["fines.yaml"])
    said = vigie(home, "rules", "check", expected=2).out
    assert "[RULE-106]" in said
    assert "[RULE-210]" in said
    assert "was not looked at" in said


def test_a_folder_that_is_named_takes_the_place_of_the_houses_own(home: Path) -> None:
    """A change is looked at before it is put into the house."""
    (home / "rules" / "fines.yaml").write_text(BROKEN["fines.yaml"])
    draft = home / "draft.yaml"
    draft.write_text(
        "defaults: {source: s, confidence: L}\noffences: {PAY_UNPAID: {dated: {2027-01-01: {level: 4}}}}\n"
    )
    assert vigie(home, "rules", "check", "--extra", str(draft)).out.endswith("hold together.\n")
    assert "[SETTING-072]" in vigie(home, "rules", "check", "--extra", str(home / "gone"), expected=2).err


def test_situations_are_tried_before_and_after(home: Path) -> None:
    """What a change alters is a list; an expectation that no longer holds is exit status 1."""
    (home / "rules" / "ours.yaml").write_text(
        "defaults: {source: s, confidence: L}\noffences: {OBSTRUCTION: {dated: {2026-02-01: {level: 3}}}}\n"
    )
    whole = (SITUATIONS / "sanctions.yaml").read_text(encoding="utf-8")
    tried = home / "sanctions.yaml"
    tried.write_text(
        "\n- name:".join(whole.split("\n- name:")[:10]), encoding="utf-8"
    )  # all are tried by their own test
    said = vigie(home, "rules", "try", str(tried), expected=1)
    assert "findings.OBSTRUCTION.level: 4 -> 3" in said.out
    told = vigie(home, "rules", "try", str(tried), "--json", expected=1).value
    assert told["tried"][0]["after"]["holds"]
    assert told["held"] < told["held_before"] == len(told["tried"])
    assert 0 < told["changed"] < len(told["tried"])
    assert "[SETTING-072]" in vigie(home, "rules", "try", "gone.yaml", expected=2).err


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "par travailleur"), ("nl", "per betrokken"), ("de", "je betroffenen"), ("en", "by worker concerned")],
)
def test_an_offence_is_shown_in_four_languages(tmp_path: Path, lang: str, said: str) -> None:
    """Article, level, fines with surcharge, effects, questions, and the dated lines with what they rest on."""
    out = vigie(tmp_path, "rules", "show", "PAY_UNPAID", "--on", "2026-03-01", "--lang", lang, columns=100).out
    assert said in out
    shown = ("2026-03-01", "2,000–20,000 EUR", "× 10", "q11_pay", "2024-07-01", "sectors/common/offences.yaml, line")
    assert [word for word in shown if word not in out] == []


def test_a_region_and_a_legal_person_stand_on_the_sheet(tmp_path: Path) -> None:
    """The fine of a legal person, the stay that it is about, whose law applies where, its scale and its decrees."""
    shown = vigie(tmp_path, "rules", "show", "FW_NO_STAY", "--on", "2026-03-01", "--json").value
    (grave,) = shown["risks"]
    assert (shown["stay"], grave["criminal_legal_cents"]) == ("none", [3000000, 72000000])
    regions = {one["key"]: one for one in shown["regional"]}
    assert {(one["is_federal"], one["is_own"]) for one in regions.values()} == {(True, True)}
    assert regions["brussels"]["scale"]["criminal_base_cents"] == [60000, 600000]
    assert regions["wallonia"]["scale"] is None
    assert "2025005298" in {one["numac"] for one in regions["flanders"]["instruments"]}
    permit = vigie(tmp_path, "rules", "show", "FW_NO_PERMIT", "--on", "2026-03-01", "--json").value["regional"]
    assert [one["key"] for one in permit if one["is_federal"]] == ["wallonia"]
    out = vigie(tmp_path, "rules", "show", "FW_NO_STAY", "--on", "2026-03-01", columns=250).out
    said = ("30,000–720,000 EUR", "without a right to stay", "federal law and its own law apply", "(2025005298)")
    assert [word for word in said if word not in out] == []
    assert "Regional law" not in vigie(tmp_path, "rules", "show", "SS_DIMONA_IN", "--on", "2026-03-01").out


def test_what_a_variant_asks_for_stands_on_the_sheet(tmp_path: Path) -> None:
    """How many of which others, and how often its fines count, by the rules of the day."""
    before, after = (
        vigie(tmp_path, "rules", "show", "PAY_UNPAID", "--on", day, "--json").value["variant"]
        for day in ("2024-01-01", "2027-03-01")
    )
    assert [(one["at_least"], one["times"], one["confidence"]) for one in (before, after)] == [
        (2, 12, "L"),
        (2, 1, "L"),
    ]
    assert "TIME_SUNDAY" in {one["key"] for one in after["only_with"]}
    words = vigie(tmp_path, "rules", "show", "PAY_UNPAID", "--on", "2024-01-01").out
    assert "at least 2 of these infringements" in words
    assert "× 12" in words
    assert vigie(tmp_path, "rules", "show", "SS_DIMONA_IN", "--on", "2026-03-01", "--json").value["variant"] is None


def test_an_offence_is_shown_to_a_machine(tmp_path: Path) -> None:
    """Amounts are integer cents; what holds on the day is marked."""
    told = vigie(tmp_path, "rules", "show", "SS_DIMONA_IN", "--on", "2024-06-30", "--json").value
    assert told["risks"][0]["criminal_cents"] == [480000, 4800000]
    assert [line["holds"] for line in told["lines"]].count(True) == 1
    assert {one["question"] for one in told["shown_by"]} >= {"q02_dimona"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["ss_dimona"], "CONTROL-887"),
        (["DOC_PAYSLIP", "--on", "1999-01-01"], "RULE-501"),
        (["PAY_UNPAID", "--lang", "it"], "SETTING-071"),
    ],
)
def test_what_cannot_be_shown_is_one_message(tmp_path: Path, typed: list[str], code: str) -> None:
    """And it says what to write instead."""
    assert f"[{code}]" in vigie(tmp_path, "rules", "show", *typed, expected=2).err
