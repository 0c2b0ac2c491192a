"""Days on which somebody is away: who keeps whose, and which kinds there are."""

import pytest
from builders_acts import AT

from inspection import acts
from inspection.errors import AccessRefused, SettingsFault
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

TODAY = day_in_brussels(AT)
BY, HEAD = "direction-1", "head-liege"


def test_a_head_keeps_the_days_of_their_own_people_only(house: AppContext) -> None:
    with pytest.raises(AccessRefused, match="ACCESS-086"):
        acts.absences.keep_absence(house.acting(HEAD, AT), "insp-namur-1", "leave", TODAY, TODAY)
    with pytest.raises(SettingsFault, match="SETTING-045"):
        acts.absences.keep_absence(house.acting(HEAD, AT), "insp-liege-1", "ill", TODAY, TODAY)
    acts.absences.keep_absence(house.acting(BY, AT), "insp-namur-1", "leave", TODAY, TODAY)
    assert acts.absences.list_absences(house.acting(HEAD, AT), TODAY, TODAY) == []
