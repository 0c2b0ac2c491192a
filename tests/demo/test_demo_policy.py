"""The demo's past is divided by the policy of today, and a rule of the house's own stays."""

from datetime import date
from pathlib import Path

from inspection.demo.policy import lay_objectives, lay_policy
from inspection.settings import Settings
from sectors.reader import load_rules

TODAY, YEAR_AGO = date(2026, 11, 30), date(2025, 12, 1)


def test_a_week_of_a_year_ago_follows_the_policy_of_today(tmp_path: Path) -> None:
    here = Settings(home=tmp_path)
    plain = load_rules()
    assert plain.on(YEAR_AGO).selection.risk_shares != plain.on(TODAY).selection.risk_shares
    lay_policy(here, TODAY, plain)
    laid = load_rules((here.rules,))
    assert laid.on(YEAR_AGO).selection.risk_shares == plain.on(TODAY).selection.risk_shares
    assert laid.on(YEAR_AGO).selection.owed_at_most == plain.on(TODAY).selection.owed_at_most
    assert laid.on(TODAY).selection.risk_shares == plain.on(TODAY).selection.risk_shares


def test_a_rule_that_is_there_stays(tmp_path: Path) -> None:
    here = Settings(home=tmp_path)
    here.rules.mkdir()
    own = here.rules / "selection.yaml"
    own.write_text("selection: {}\n")
    lay_policy(here, TODAY)
    assert own.read_text() == "selection: {}\n"


def test_the_objectives_of_a_whole_year_stand_beside_its_policy(tmp_path: Path) -> None:
    here = Settings(home=tmp_path)
    lay_policy(here, TODAY)
    lay_objectives(here, {"namur": {"restaurants": 40, "garment": 3}})
    laid = load_rules((here.rules,))
    for day in (YEAR_AGO, TODAY):
        assert laid.on(day).selection.year_visits == {"namur": {"restaurants": 40, "garment": 3}}
        assert laid.on(day).selection.risk_shares == load_rules().on(TODAY).selection.risk_shares
