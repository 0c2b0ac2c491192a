"""What a finished week could not give is excused by what was taken out; a drafted policy is a rule that loads."""

from dataclasses import replace
from datetime import date

from builders_acts import WEEK, a_part

from inspection.planning.bookings import take_out
from inspection.targeting.model import SectorRoom
from inspection.weeks import as_rule, policies, with_held_back
from sectors.reader import load_rules


def test_a_sector_that_came_short_by_what_was_taken_out_is_excused():
    """Its only visit by risk is gone; where the room was none, or nothing was taken out, nobody is excused."""
    part = a_part("liege")
    risk = next(c for c in part.selection.chosen if c.arm == "risk")

    def excuse(room: float, unavailable: frozenset) -> str | None:
        given = SectorRoom(district="liege", sector="restaurants", share=1, owed=0, room=room, offered=4)
        selection = replace(part.selection, rooms=(given,))
        left = {"liege": take_out(part.plan, part.visits, unavailable)}
        (done,) = with_held_back(selection, {"liege": part.visits}, {"liege": part.plan}, left).rooms
        return done.excuse

    gone = frozenset({(risk.workplace, WEEK.monday)})
    assert [excuse(1.0, gone), excuse(0.4, gone), excuse(1.0, frozenset())] == ["held_back", None, None]


def test_a_drafted_policy_is_a_rule_of_the_house(tmp_path):
    """Put into the rules as it is printed, it gives the shares of the year and leaves the year before alone."""
    file = tmp_path / "objectives.yaml"
    file.write_text(as_rule({"namur": {"restaurants": 400, "garment": 12}}, 2027), encoding="utf-8")
    rules = load_rules([file])
    meant = policies(rules.on(date(2027, 1, 4))).selection
    assert meant.year_visits == {"namur": {"restaurants": 400, "garment": 12}}
    assert meant.risk_shares == rules.on(date(2026, 12, 31)).selection.risk_shares
    assert not policies(rules.on(date(2026, 12, 31))).selection.year_visits
