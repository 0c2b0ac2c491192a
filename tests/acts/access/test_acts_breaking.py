"""Broken glasses: who may break one, what it opens, and who judges it."""

from builders_acts import AT
from builders_rights import a_control, code_of, may_look
from houses import House
from sqlmodel import select

from inspection import acts
from inspection.store.people import BrokenGlassRow
from inspection.store.queries import alerts
from inspection.store.records import AlertRow

INSPECTOR, DIRECTION = "insp-liege-1", "direction-1"
NAMUR, DPO = "insp-namur-1", "dpo-1"
WORDS = "nobody of Liège answers, the police ask for the address now"


def test_a_broken_glass_opens_one_control_for_some_minutes_with_an_alarm(house: House) -> None:
    """The direction and the data officer learn of it in the same transaction; one of them judges, the breaker never."""
    control = a_control(house)
    assert not may_look(house, NAMUR, control)
    ends = acts.access.break_glass(house.acting(NAMUR, AT), "control", control, WORDS)
    assert may_look(house, NAMUR, control)
    assert not may_look(house, NAMUR, control, ends)
    assert not may_look(house, "head-namur", control)
    with house.store.read() as session:
        alarms = session.exec(select(AlertRow).where(AlertRow.kind == "glass_broken")).all()
        assert {one.for_role for one in alarms} == {"direction", "auditor_dpo"}
        assert WORDS.encode() not in session.exec(select(BrokenGlassRow)).one().words
    (one,) = acts.access.broken_glasses(house.acting(DPO, AT))
    assert (one.user, one.words, one.was_right) == (NAMUR, WORDS, None)
    acts.access.judge_glass(house.acting(DPO, AT), one.id, was_right=False)
    assert "glass_broken" not in {alert.kind for alert in alerts(house.store)}  # of both: it was judged
    assert acts.access.broken_glasses(house.acting(DPO, AT))[0].was_right is False
    assert code_of(lambda: acts.access.judge_glass(house.acting(DPO, AT), one.id, was_right=True)) == "ACCESS-086"


def test_a_glass_is_not_broken_without_a_reason_or_for_what_is_not_there(house: House) -> None:
    """Absent and of another service are told alike; the direction does not judge what it broke itself."""
    control = a_control(house)
    breaking = acts.access.break_glass
    assert code_of(lambda: breaking(house.acting(NAMUR, AT), "control", control, "short")) == "ACCESS-089"
    for kind, subject in (("control", "nothing"), ("user", INSPECTOR), ("planet", control)):
        act = lambda kind=kind, subject=subject: breaking(house.acting(NAMUR, AT), kind, subject, WORDS)  # noqa: E731
        assert code_of(act) == "ACCESS-060"
    assert code_of(lambda: breaking(house.acting(DPO, AT), "control", control, WORDS)) == "ACCESS-020"
    breaking(house.acting(DIRECTION, AT), "control", control, WORDS)
    (one,) = acts.access.broken_glasses(house.acting(DPO, AT))
    judge = lambda: acts.access.judge_glass(house.acting(DIRECTION, AT), one.id, was_right=True)  # noqa: E731
    assert code_of(judge) == "ACCESS-041"
