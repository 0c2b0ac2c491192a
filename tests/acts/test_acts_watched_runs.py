"""A scheduled run that went wrong is told to the direction, once until somebody has seen it."""

import pytest
from builders_acts import AT, later

from inspection.acts.alerts import alert_run, see_alert
from inspection.acts.chasing import list_alerts
from inspection.acts.context import Office
from inspection.errors import AccessRefused
from inspection.trust import verify_trail

DIRECTION = "direction-1"


def test_a_run_that_went_wrong_is_told_to_the_direction(house: Office) -> None:
    """With the name of its flow and the scheduler's id; the trail tells of it."""
    before = verify_trail(house.store).entries
    assert alert_run("run_failed", "plan-week", "0193-a", at=AT, office=house)
    (alert,) = list_alerts(DIRECTION, at=AT, office=house)
    assert (alert.kind, alert.subject) == ("run_failed", "plan-week:0193-a")
    assert verify_trail(house.store).entries > before
    assert list_alerts("insp-liege-1", at=AT, office=house) == []


def test_what_waits_unseen_is_not_told_again(house: Office) -> None:
    """A flow that fails every five minutes is one alert; once it was seen, the next failure is another."""
    assert alert_run("run_failed", "chase", "1", at=AT, office=house)
    assert not alert_run("run_failed", "chase", "1", at=AT, office=house)
    assert not alert_run("run_failed", "chase", "2", at=later(hours=1), office=house)
    assert alert_run("run_crashed", "chase", "2", at=later(hours=1), office=house)
    assert alert_run("run_failed", "keep", "3", at=later(hours=1), office=house)
    (first,) = [a for a in list_alerts(DIRECTION, at=AT, office=house) if a.subject == "chase:1"]
    see_alert(first.id, DIRECTION, at=later(hours=2), office=house)
    assert not alert_run("run_failed", "chase", "1", at=later(hours=3), office=house)
    assert alert_run("run_failed", "chase", "4", at=later(hours=3), office=house)


def test_an_inspector_does_not_tell_of_runs(house: Office) -> None:
    """It is the schedule's, or the office's."""
    with pytest.raises(AccessRefused):
        alert_run("run_failed", "chase", "1", "insp-liege-1", office=house)
