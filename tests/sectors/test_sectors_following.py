"""Rules of a process that lives for days: what changed in the home is read again, and a mistake changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sectors.reader import Followed, FollowedRules, RuleFault, load_rules

DAY = date(2026, 12, 1)
LINE = """last_reviewed: 2026-12-01
recipients:
  aud-liege:
    dated:
      2026-01-01: {telephone: "%s", source: their letter, origin: ours, confidence: L}
"""


def telephone(rules: FollowedRules) -> str | None:
    """The number of the auditorate of Liège."""
    return rules.on(DAY).recipients["aud-liege"].telephone


def twice(reload: Callable[[], bool]) -> tuple[bool, bool]:
    """Files take effect after two checks in a row found them the same."""
    return reload(), reload()


def test_a_file_that_is_laid_over_or_changed_takes_effect_after_two_checks(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    rules = FollowedRules([folder])
    before, shipped, pinned = telephone(rules), rules.sha256, rules.now()
    folder.mkdir()
    (folder / "addressee-1.yaml").write_text(LINE % "+32 4 000 00 01")
    assert telephone(rules) == before
    assert twice(rules.reload_if_changed) == (False, True)
    assert telephone(rules) == "+32 4 000 00 01"
    assert rules.sha256 == load_rules([folder]).sha256 != shipped
    assert (pinned.sha256, pinned.now() is pinned) == (shipped, True)
    (folder / "addressee-1.yaml").write_text(LINE % "+32 4 000 00 02")
    assert rules.reload_if_changed(at_once=True)
    assert telephone(rules) == "+32 4 000 00 02"
    assert twice(rules.reload_if_changed) == (False, False)


def test_what_is_gone_or_empty_stays_in_force_until_the_next_start(tmp_path: Path) -> None:
    """A folder that is away for a while must not take the wages and numbers of the house with it."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "addressee-1.yaml").write_text(LINE % "+32 4 000 00 01")
    rules = FollowedRules([folder])
    folder.rename(tmp_path / "away")
    with pytest.raises(FileNotFoundError):
        rules.reload_if_changed(at_once=True)
    assert telephone(rules) == "+32 4 000 00 01"
    folder.mkdir()
    (folder / "addressee-1.yaml").write_text("")
    with pytest.raises(FileNotFoundError):
        rules.reload_if_changed(at_once=True)
    assert telephone(rules) == "+32 4 000 00 01"
    (folder / ".addressee-1.yaml.swp").write_text("an editor's own")
    (folder / "addressee-1.yaml").unlink()
    assert telephone(FollowedRules([folder])) != "+32 4 000 00 01"


def test_a_file_that_cannot_be_right_leaves_the_rules_of_before_and_is_refused_at_a_start(tmp_path: Path) -> None:
    (tmp_path / "addressee-1.yaml").write_text(LINE % "+32 4 000 00 01")
    rules = FollowedRules([tmp_path])
    (tmp_path / "addressee-1.yaml").write_text("recipients: [")
    with pytest.raises(RuleFault):
        rules.reload_if_changed(at_once=True)
    assert telephone(rules) == "+32 4 000 00 01"
    with pytest.raises(RuleFault):
        FollowedRules([tmp_path])


def test_what_failed_is_tried_again_when_the_files_change_or_a_minute_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at every look: reading all rules takes seconds."""
    tried: list[str] = []

    def read() -> str:
        tried.append((tmp_path / "one").read_text())
        if tried[-1] == "wrong":
            raise ValueError("wrong")
        return tried[-1]

    (tmp_path / "one").write_text("a")
    value = Followed(read, tmp_path.iterdir)
    (tmp_path / "one").write_text("wrong")
    with pytest.raises(ValueError, match="wrong"):
        value.reload_if_changed(at_once=True)
    assert (value.reload_if_changed(at_once=True), value.value, len(tried)) == (False, "a", 2)
    monkeypatch.setattr("sectors.reader.following._TRIED_AGAIN_SECONDS", 0)
    with pytest.raises(ValueError, match="wrong"):
        value.reload_if_changed(at_once=True)
    (tmp_path / "one").write_text("b")
    assert (value.reload_if_changed(at_once=True), value.value) == (True, "b")


def test_a_file_that_somebody_is_writing_takes_effect_when_it_stays_the_same(tmp_path: Path) -> None:
    file = tmp_path / "one"
    file.write_text("whole")
    value = Followed(file.read_text, lambda: [file])
    for half in ("", "wh", "who"):
        file.write_text(half)
        assert (value.reload_if_changed(), value.value) == (False, "whole")
    file.write_text("whole again")
    assert (*twice(value.reload_if_changed), value.value) == (False, True, "whole again")
