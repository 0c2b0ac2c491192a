"""The context of an act: one moment for all that it writes, also where several acts follow each other."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders_acts import an_office

from inspection.settings import Settings
from inspection.trust import SYSTEM, AppContext

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give an open installation."""
    opened = an_office(Settings(home=Path(tmp_path_factory.mktemp("context")) / "home"))
    yield opened
    opened.store.close()


def test_a_moment_that_was_given_stays(app: AppContext) -> None:
    """Whoever says when something is done decides it for every act that follows."""
    context = app.acting("insp-liege-1", AT)
    assert (context.by, context.at, context.refreshed().at) == ("insp-liege-1", AT, AT)


def test_without_one_each_act_of_a_row_has_its_own(app: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sending that took long is written at the hour at which it came back; one act keeps one hour throughout."""
    hours = iter(range(1, 9))
    monkeypatch.setattr("inspection.trust.context.now", lambda: AT + timedelta(hours=next(hours)))
    context = app.at_the_door()
    assert (context.by, context.at, context.at) == (SYSTEM, AT + timedelta(hours=1), AT + timedelta(hours=1))
    assert context.refreshed().at == AT + timedelta(hours=2)
    assert context.refreshed().refreshed().at == AT + timedelta(hours=4)
