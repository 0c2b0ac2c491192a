"""A scheduled run that went wrong is told to the direction, once until somebody has seen it."""

import pytest
from builders_acts import AT, later

from inspection.acts.alerts import alert_run, see_alert
from inspection.acts.chasing import list_alerts
from inspection.errors import AccessRefused
from inspection.trust import AppContext, verify_trail

DIRECTION = "direction-1"


def test_a_run_that_went_wrong_is_told_to_the_direction(house: AppContext) -> None:
    """With the name of its flow and the scheduler's id; the trail tells of it."""
    before = verify_trail(house.store).entries
    assert alert_run(house.acting(at=AT), "run_failed", "plan-week", "0193-a")
    (alert,) = list_alerts(house.acting(DIRECTION, AT))
    assert (alert.kind, alert.subject) == ("run_failed", "plan-week:0193-a")
    assert verify_trail(house.store).entries > before
    assert list_alerts(house.acting("insp-liege-1", AT)) == []


def test_what_waits_unseen_is_not_told_again(house: AppContext) -> None:
    """A flow that fails every five minutes is one alert; once it was seen, the next failure is another."""
    assert alert_run(house.acting(at=AT), "run_failed", "chase", "1")
    assert not alert_run(house.acting(at=AT), "run_failed", "chase", "1")
    assert not alert_run(house.acting(at=later(hours=1)), "run_failed", "chase", "2")
    assert alert_run(house.acting(at=later(hours=1)), "run_crashed", "chase", "2")
    assert alert_run(house.acting(at=later(hours=1)), "run_failed", "keep", "3")
    (first,) = [a for a in list_alerts(house.acting(DIRECTION, AT)) if a.subject == "chase:1"]
    see_alert(house.acting(DIRECTION, later(hours=2)), first.id)
    assert not alert_run(house.acting(at=later(hours=3)), "run_failed", "chase", "1")
    assert alert_run(house.acting(at=later(hours=3)), "run_failed", "chase", "4")


def test_an_inspector_does_not_tell_of_runs(house: AppContext) -> None:
    """It is the schedule's, or the office's."""
    with pytest.raises(AccessRefused):
        alert_run(house.acting("insp-liege-1"), "run_failed", "chase", "1")
