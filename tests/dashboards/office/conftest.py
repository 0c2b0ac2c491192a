"""A home for each file, and a browser that nobody used before for each test."""

from collections.abc import Iterator

import pytest
from office_shell import Caller, a_home
from sqlmodel import delete

from inspection.store.people import SignInFailureRow
from inspection.trust import AppContext


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home in which people prove who they are."""
    with a_home(tmp_path_factory.mktemp("office") / "home") as opened:
        yield opened


@pytest.fixture
def caller(home: AppContext) -> Iterator[Caller]:
    """Give a browser that has not signed in, where nobody guessed a password lately."""
    yield Caller(home)
    with home.store.write() as session:
        session.exec(delete(SignInFailureRow))
