"""Figures against a recount by hand: random controls, corrected and completed ones, and a week that was replanned."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest
from builders_acts import LIEGE, NAMUR, SIGNS, WEEK, a_control, a_part, a_yes, later
from builders_control import the_checklist
from builders_controls_random import a_random_control
from builders_replans import approve, approved, replanned
from sqlalchemy import text

from inspection.acts.controls import correct_control, save
from inspection.acts.figures import figure_facts
from inspection.acts.orders import order_visit, permit
from inspection.acts.referrals import decide
from inspection.acts.weeks import visit_codes
from inspection.control.reading import read_control
from inspection.reporting.figures import FIGURES, count
from inspection.trust import AppContext

BY, INSPECTOR = "supervisor-liege", "insp-liege-1"
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)
DISTRICT = {LIEGE: "liege", NAMUR: "namur"}


def some_days(random: Random, many: int) -> list[date]:
    """Days of three autumn months."""
    return [date(2026, 9, 1) + timedelta(days=random.randrange(80)) for _ in range(many)]


def save_some(house: AppContext, seed: int, many: int = 12) -> list[dict]:
    """Save random controls, decide on some, correct some; returns what was typed in last."""
    random, typed = Random(seed), []
    for on in some_days(random, many):
        sector = random.choice(("restaurants", "construction"))
        raw = a_random_control(random, the_checklist(sector, on), on, place=random.choice((LIEGE, NAMUR)))
        at = datetime.fromisoformat(raw["entered_at"])
        control = read_control(raw, lambda name, on=on: the_checklist(name, on))
        save(house.acting(INSPECTOR, at), control)
        if raw["left_at"] and random.random() < 0.3 and raw["persons"]:
            raw = {**raw, "persons": raw["persons"][:-1]}
            control = read_control(raw, lambda name, on=on: the_checklist(name, on))
            correct_control(house.acting(INSPECTOR, at), control, "one too many")
        decision = random.choice((None, None, "yes", "no", "undecided"))
        if decision:
            decide(house.acting(INSPECTOR, at), control.control_id, decision, grounds="seen")
        typed.append({**raw, "decision": decision})
    return typed


def cell(raw: dict) -> tuple[str, str]:
    """Month and district of a control, from what was typed in."""
    return raw["entered_at"][:7], DISTRICT[raw["place"]]


def outcome(raw: dict) -> str:
    """What the figure calls its outcome."""
    return "unfinished" if raw["outcome"] == "done" and raw["left_at"] is None else raw["outcome"]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.few(1)
def test_figures_are_what_was_typed_in(house: AppContext, seed: int) -> None:
    """Controls, persons, decisions and referrals by month and district; findings as the table holds them."""
    typed = save_some(house, seed)
    facts = figure_facts(house.acting(BY, later(1)), FIRST, LAST)

    def by(figure: str, *cut: str) -> dict:
        return count(figure, facts, FIRST, LAST).by("period", "district", *cut)

    assert by("controls", "outcome") == Counter((*cell(raw), outcome(raw)) for raw in typed)
    persons: Counter = Counter()
    for raw in typed:
        persons[cell(raw)] += len(raw["persons"])
    assert by("persons_found") == {place: n for place, n in persons.items() if n}
    decided = [(*cell(raw), raw["decision"]) for raw in typed if raw["decision"]]
    assert by("suspicions_decided", "decision") == Counter(decided)
    assert by("referrals") == Counter(cell(raw) for raw in typed if raw["decision"] == "yes")
    with house.store.read() as session:
        offences = session.connection().execute(text("SELECT offence FROM finding")).scalars().all()
        linked = session.connection().execute(text("SELECT DISTINCT control_id FROM finding")).scalars().all()
    assert count("findings", facts, FIRST, LAST).by("offence") == Counter((key,) for key in offences)
    assert count("controls_with_finding", facts, FIRST, LAST).total == len(linked)


def test_months_loaded_apart_add_up_to_the_months_loaded_together(house: AppContext) -> None:
    """A thing belongs to one month, whichever period is asked for."""
    save_some(house, 3)
    whole = figure_facts(house.acting(BY, later(1)), FIRST, LAST)
    ends = [date(2026, 9, 30), date(2026, 10, 31), LAST]
    spans = list(zip((FIRST, date(2026, 10, 1), date(2026, 11, 1)), ends, strict=True))
    parts = [(figure_facts(house.acting(BY, later(1)), *span), span) for span in spans]
    for figure in FIGURES:
        apart = sum((Counter(count(figure, facts, *span).counts) for facts, span in parts), Counter())
        assert apart == count(figure, whole, FIRST, LAST).counts


def test_a_replanned_week_counts_each_visit_once(house: AppContext) -> None:
    """The version that was approved last stands alone, with the answers of the first."""
    old = approved(house)
    before = count("visits", figure_facts(house.acting(BY, later(1)), FIRST, LAST), FIRST, LAST)
    code = visit_codes("ONSS", str(WEEK), [a_part("liege"), a_part("namur")])[a_part("liege").visits[1].workplace]
    control = a_control(visit=code, workplace=a_part("liege").visits[1].workplace)
    save(house.acting(INSPECTOR, later(1)), control, place=LIEGE)
    approve(house, replanned(house, old))
    facts = figure_facts(house.acting(BY, later(3)), FIRST, LAST)
    visits = count("visits", facts, FIRST, LAST)
    assert before.by("arm", "visit_state")[("random", "unplaced")] == 2  # one in each district
    assert visits.by("visit_state")[("carried_out",)] == 1
    assert visits.by("arm")[("random",)] == before.by("arm")[("random",)] == 4
    assert visits.by("arm")[("mandated",)] == before.by("arm")[("mandated",)] == 2
    assert count("controls", facts, FIRST, LAST).by("arm") == {("random",): 1}
    made = count("prevalence", facts, FIRST, LAST).estimate(house.catalogue(LAST).measuring)
    assert made.drawn == 4
    assert made.is_bounds, "three of four were not seen"


@pytest.mark.parametrize("seed", [4, 5])
@pytest.mark.few(1)
def test_twins_with_and_without_ordered_work_have_the_same_figures(house: AppContext, seed: int) -> None:
    """Whatever a magistrate ordered: its controls, findings, persons, referrals and their deliveries."""
    save_some(house, seed, 8)
    without = figure_facts(house.acting(BY, later(9)), FIRST, LAST)
    for n in range(4):
        workplace = f"est:29999{n:05d}"
        order = order_visit(
            house.acting(BY, later(1)),
            workplace,
            authority="aud-liege",
            authority_reference=f"LI.69.99.{n:03d}-26",
            place=LIEGE,
        )
        permit(house.acting(BY, later(1)), order.id, "user", INSPECTOR)
        persons = [{"ref": "P1", "answers": {"q02_dimona": "absent", "q02_worker_knew": True}}]
        control = a_control(workplace=workplace, answers=dict(SIGNS), persons=persons, suspicion=a_yes())
        save(house.acting(INSPECTOR, later(2)), control, place=LIEGE)
    assert figure_facts(house.acting(BY, later(9)), FIRST, LAST) == without
