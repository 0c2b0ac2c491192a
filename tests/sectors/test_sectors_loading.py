"""Rules as of a day, and local changes laid over them."""

import pickle
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from sectors.reader import RuleFault, Rules, check_rules, load_rules, loading

LOCAL = """
defaults: {source: "decision of the service", confidence: H}
offences:
  SS_DIMONA_IN: {dated: {2027-01-01: {level: 2}, 2028-01-01: null}}
  LOCAL_RULE:
    from: 2027-01-01
    domain: DX
    article: "SPC 181"
    level: null
    multiplied_by_workers: null
    competence: regional
    label: {fr: "a", nl: "a", de: "a", en: "a"}
"""


def _local(folder: Path, text: str = LOCAL, name: str = "ours.yaml") -> Path:
    (folder / "rules").mkdir(exist_ok=True)
    (folder / "rules" / name).write_text(text, encoding="utf-8")
    return folder / "rules"


def test_a_local_line_changes_the_rule_from_its_day_on(tmp_path: Path) -> None:
    """The day before is judged by the product's line, the day itself by the local one; null ends it."""
    rules = load_rules([_local(tmp_path)])
    assert rules.on(date(2026, 12, 31)).offence("SS_DIMONA_IN").level == 3
    changed = rules.on(date(2027, 1, 1)).offence("SS_DIMONA_IN")
    assert (changed.level, changed.source, changed.article) == (2, "decision of the service", "SPC 181")
    assert "SS_DIMONA_IN" not in rules.on(date(2028, 1, 1)).offences


def test_an_unknown_entry_in_a_local_file_is_a_new_entry(tmp_path: Path) -> None:
    """A service may have a rule of its own."""
    rules = load_rules([_local(tmp_path)])
    assert "LOCAL_RULE" not in rules.on(date(2026, 12, 31)).offences
    assert rules.on(date(2027, 1, 1)).offences["LOCAL_RULE"].competence == "regional"


def test_a_local_file_switches_a_sector_on(tmp_path: Path) -> None:
    """Only the changed field is written; the rest stays the product's."""
    text = 'key: car_wash\ndated:\n  2027-01-01: {enabled: true, source: "decision", confidence: H}\n'
    rules = load_rules([_local(tmp_path, text)])
    before, after = rules.on(date(2026, 12, 31)).sectors["car_wash"], rules.on(date(2027, 1, 1)).sectors["car_wash"]
    assert (before.enabled, after.enabled) == (False, True)
    assert after.nace == before.nace
    assert after.sources["sector"].source == "decision"


def test_fields_without_dated_hold_from_their_own_day(tmp_path: Path) -> None:
    """A single new line may be written plainly, with `from`."""
    text = 'selection: {from: 2027-01-01, random_share: 0.2, source: "decision", confidence: H}\n'
    rules = load_rules([_local(tmp_path, text)])
    assert rules.on(date(2026, 12, 31)).selection.random_share == 0.15
    assert rules.on(date(2027, 1, 1)).selection.random_share == 0.2
    assert (
        rules.on(date(2027, 1, 1)).selection.cooling_off_days == rules.on(date(2026, 1, 1)).selection.cooling_off_days
    )


def test_two_local_files_may_not_give_the_same_day(tmp_path: Path) -> None:
    """Which of the two would hold is not for the reader to guess."""
    folder = _local(tmp_path)
    _local(tmp_path, LOCAL, "again.yaml")
    with pytest.raises(RuleFault, match="start on 2027-01-01"):
        load_rules([folder])


def test_the_hash_covers_local_files_and_not_their_place(tmp_path: Path) -> None:
    """The same rules have the same hash on another machine, and another one as soon as a word changes."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = load_rules([_local(tmp_path / "a")]), load_rules([_local(tmp_path / "b")])
    assert one.sha256 == other.sha256 != load_rules().sha256
    changed = load_rules([_local(tmp_path / "b", LOCAL.replace("level: 2", "level: 1"))])
    assert changed.sha256 != one.sha256


def test_a_day_before_the_rules_reach_is_refused(rules: Rules) -> None:
    """No silent answer about a day for which no sanctions are known."""
    with pytest.raises(RuleFault, match="No 'sanctions' is known for 2016-12-31"):
        rules.on(date(2016, 12, 31))
    assert rules.on(date(2017, 1, 1)).sanctions.surcharge_factor == 8


def test_asking_a_day_again_gives_the_same_catalogue(rules: Rules) -> None:
    """A finding a day costs nothing: days of one period share their contents."""
    one, other = rules.on(date(2026, 5, 4)), rules.on(date(2026, 5, 5))
    assert rules.on(date(2026, 5, 4)) is one
    assert one.offences is other.offences
    assert (one.day, other.day) == (date(2026, 5, 4), date(2026, 5, 5))
    assert one.sha256 == rules.sha256


def test_rules_survive_the_way_to_a_worker_process(rules: Rules) -> None:
    """Each district is planned in its own process."""
    again = pickle.loads(pickle.dumps(rules))  # noqa: S301
    assert again.on(date(2026, 5, 4)).sanctions == rules.on(date(2026, 5, 4)).sanctions
    fault = RuleFault("RULE-104", file_name="a")
    assert str(pickle.loads(pickle.dumps(fault))) == str(fault)  # noqa: S301


def test_a_clock_whose_event_nobody_asks_for_is_refused(tmp_path: Path) -> None:
    """A deadline that nothing can start would be law that never runs."""
    root = tmp_path / "sectors"
    shutil.copytree(Path(loading.__file__).parents[1], root, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    questions = root / "common" / "questions.yaml"
    questions.write_text(questions.read_text(encoding="utf-8").replace("    event: notice\n", ""), encoding="utf-8")
    with pytest.raises(RuleFault, match="Clock wage_joint_liability waits for the event 'notice'") as caught:
        load_rules(root=root)
    assert caught.value.code == "RULE-410"


def test_a_review_older_than_a_year_is_a_warning_and_no_error(tmp_path: Path) -> None:
    """The rules still load; a jurist is told which file to read again."""
    text = 'last_reviewed: 2026-01-01\nselection: {from: 2027-01-01, random_share: 0.2, source: "x", confidence: H}\n'
    rules = load_rules([_local(tmp_path, text)])
    due = date(2026, 1, 1) + timedelta(days=365)
    assert not [w for w in rules.warnings(due) if w.where == "rules/ours.yaml"]
    late = [w for w in rules.warnings(due + timedelta(days=1)) if w.where == "rules/ours.yaml"]
    assert [w.what for w in late] == ["Last reviewed on 2026-01-01"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{level: 2, source: ours, origin: ours, confidence: M}", "is ours, and yet its confidence is M"),
        ("{level: 2, source: ours, origin: hearsay, confidence: L}", "origin is refused"),
    ],
)
def test_what_is_ours_is_never_surer_than_to_be_verified(tmp_path: Path, line: str, expected: str) -> None:
    """A choice of one's own that claims to be checked would pass for law."""
    file = tmp_path / "ours.yaml"
    file.write_text(f"offences: {{SS_DIMONA_IN: {{dated: {{2027-01-01: {line}}}}}}}")
    with pytest.raises(RuleFault, match=expected):
        load_rules([file])


def test_an_origin_belongs_to_its_source(tmp_path: Path) -> None:
    """A line that rests on something else does not keep what the one before it rested on, nor a default."""
    file = tmp_path / "ours.yaml"
    file.write_text(
        "defaults: {source: decision, origin: ours, confidence: L}\n"
        "offences:\n"
        "  SS_DIMONA_IN: {dated: {2027-01-01: {level: 2}, 2028-01-01: {level: 3, source: a letter, confidence: M}}}\n"
    )
    rules = load_rules([file])
    found = [rules.on(date(year, 1, 1)).offence("SS_DIMONA_IN").origin for year in (2026, 2027, 2028)]
    assert found == ["secondary", "ours", None]


def test_every_fault_of_every_file_is_found_at_once(tmp_path: Path) -> None:
    """And whoever only loads is told the first, with how many there are."""
    for n in range(3):
        (tmp_path / f"{n}.yaml").write_text(
            "offences:\n"
            "  SS_DIMONA_IN:\n"
            "    dated:\n"
            f"      2027-01-0{n + 1}: {{level: 9, domein: D1, source: s, confidence: L}}\n"
            f"      2028-01-0{n + 1}: {{effects: [none], source: s, confidence: X}}\n"
        )
    checked = check_rules([tmp_path])
    assert [fault.code for fault in checked.faults] == ["RULE-210", "RULE-209", "RULE-210"] * 3
    assert {fault.where for fault in checked.faults} == {
        f"{tmp_path.name}/{n}.yaml, line {line}" for n in range(3) for line in (4, 5)
    }
    with pytest.raises(RuleFault, match="and 8 more"):
        load_rules([tmp_path])


def test_names_of_what_cannot_be_read_are_not_missed(tmp_path: Path) -> None:
    """A mistake in an offence does not make faults of every question that names it."""
    file = tmp_path / "ours.yaml"
    file.write_text(
        "defaults: {source: s, confidence: L}\n"
        "offences:\n"
        "  NEW_ONE: {from: 2027-01-01, level: 9}\n"
        "  SS_DIMONA_IN: {dated: {2027-01-01: {excludes: [NEW_ONE]}}}\n"
    )
    assert {fault.where for fault in check_rules([file]).faults} == {"ours.yaml, line 3"}
