"""Rules of a process that lives for days: what changes in the home counts a second later, a mistake changes nothing."""

from datetime import date
from pathlib import Path

import pytest

from sectors.reader import Followed, RuleFault, load_rules
from sectors.reader.following import FollowedRules

DAY = date(2026, 12, 1)
LINE = """last_reviewed: 2026-12-01
recipients:
  aud-liege:
    dated:
      2026-01-01: {telephone: "%s", source: their letter, origin: ours, confidence: L}
"""


def followed(folder: Path) -> FollowedRules:
    """Rules that look at their files at every question."""
    return FollowedRules([folder], every_seconds=0)


def telephone(rules: FollowedRules) -> str | None:
    return rules.on(DAY).recipients["aud-liege"].telephone


def test_a_file_that_is_laid_over_changed_or_taken_away_counts_at_the_next_question(tmp_path: Path) -> None:
    rules = followed(tmp_path / "rules")
    before, shipped = telephone(rules), load_rules().sha256
    (tmp_path / "rules").mkdir()
    file = tmp_path / "rules" / "addressee-1.yaml"
    file.write_text(LINE % "+32 4 000 00 01")
    assert telephone(rules) == "+32 4 000 00 01"
    assert rules.sha256 == load_rules([file.parent]).sha256 != shipped
    file.write_text(LINE % "+32 4 000 00 002")
    assert telephone(rules) == "+32 4 000 00 002"
    file.unlink()
    assert telephone(rules) == before


def test_a_file_that_cannot_be_right_leaves_the_rules_of_before_and_is_refused_at_a_start(tmp_path: Path) -> None:
    (tmp_path / "addressee-1.yaml").write_text(LINE % "+32 4 000 00 01")
    rules = followed(tmp_path)
    (tmp_path / "addressee-1.yaml").write_text("recipients: [")
    assert telephone(rules) == "+32 4 000 00 01"
    with pytest.raises(RuleFault):
        followed(tmp_path)


def test_files_are_looked_at_once_in_a_while_and_read_only_where_they_changed(tmp_path: Path) -> None:
    made: list[str] = []

    def read() -> str:
        made.append((tmp_path / "one").read_text())
        return made[-1]

    (tmp_path / "one").write_text("a")
    seldom, always = Followed(read, tmp_path.iterdir, 3600), Followed(read, tmp_path.iterdir, 0)
    assert (always.now(), always.now(), len(made)) == ("a", "a", 2)
    (tmp_path / "one").write_text("bc")
    assert (seldom.now(), always.now(), len(made)) == ("a", "bc", 3)
