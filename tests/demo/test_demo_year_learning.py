"""The demo's service learns as a real one does: the schedule proposes, somebody of the direction approves, once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from builders_acts import AT, an_office
from builders_learning import HEAD, a_country, a_proposal, signed

from inspection import acts
from inspection.demo.year import learning
from inspection.demo.year.rewound import Rewound
from inspection.registers.lake import Lake
from inspection.settings import DEMO_MARK, settings
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext
from sectors import load_rules

TODAY = day_in_brussels(AT)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[AppContext]:
    """Give a house that may learn, with the registers of two restaurants."""
    opened = an_office(settings({"VIGIE_HOME": str(tmp_path / "home")}))
    (opened.home / DEMO_MARK).write_text("{}")  # where its own people are believed
    signed(opened)
    a_country(opened)
    yield opened
    opened.store.close()


def fits(monkeypatch: pytest.MonkeyPatch, *better: object) -> list[object]:
    """Have a fit find these cards better; returns the days on which it was asked."""
    asked: list[object] = []

    def fit(_: object, on: object) -> object:
        asked.append(on)
        return SimpleNamespace(better=[SimpleNamespace(proposal=lambda one=one: one) for one in better])

    monkeypatch.setattr("inspection.acts.learning.fit_sectors", fit)
    return asked


def adopt(house: AppContext) -> int:
    """Learn today, on the registers of the house as they stood."""
    return learning.adopt_better_cards(house, Rewound(Lake(house.settings.lake, house.store.keys), TODAY), AT)


def test_a_better_card_is_in_force_the_day_after_two_said_so(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fits(monkeypatch, a_proposal())
    assert adopt(house) == 1
    assert asked == [TODAY]
    (made,) = acts.learning.list_proposals(house.acting(HEAD, AT))
    assert (made.state, made.proposed_by, made.decided_by) == ("approved", "system", HEAD)
    rules = load_rules([house.settings.rules])
    assert rules.on(TODAY).sectors["restaurants"].card != rules.on(TOMORROW).sectors["restaurants"].card


def test_a_year_in_which_it_learnt_already_goes_on(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = fits(monkeypatch, a_proposal())
    assert (adopt(house), adopt(house), len(asked)) == (1, 0, 1)


def test_where_nothing_is_better_nothing_is_proposed(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    fits(monkeypatch)
    assert adopt(house) == 0
    assert acts.learning.list_proposals(house.acting(HEAD, AT)) == ()
