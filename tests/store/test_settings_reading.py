"""Settings come from the environment, checked at the door."""

from pathlib import Path

import pytest

from inspection.errors import SettingsFault
from inspection.settings import settings


def test_without_anything_the_home_is_var():
    """A clone works without being configured."""
    here = settings({})
    assert (here.home, here.database_url, here.service) == (Path("var"), None, "ONSS")
    assert here.store_file == Path("var/store/vigie.db")


def test_the_environment_decides():
    """Every setting has its variable."""
    given = {
        "VIGIE_HOME": "elsewhere",
        "VIGIE_DATABASE_URL": "postgresql+psycopg://u:secret@h/d",
        "VIGIE_SERVICE": "TSW",
        "VIGIE_LEASE_SECONDS": "5",
        "VIGIE_RETRY_SECONDS": "6",
        "VIGIE_PLANNING_SECONDS": "7",
    }
    here = settings(given)
    assert (here.home, here.service) == (Path("elsewhere"), "TSW")
    assert (here.lease_seconds, here.retry_seconds, here.planning_seconds) == (5, 6, 7)
    assert "secret" not in repr(here)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VIGIE_SERVICE", "FBI"),
        ("VIGIE_LEASE_SECONDS", "0"),
        ("VIGIE_LEASE_SECONDS", "soon"),
        ("VIGIE_RETRY_SECONDS", "-1"),
        ("VIGIE_PLANNING_SECONDS", "0"),
        ("VIGIE_DATABASE_URL", "sqlite:///x.db"),  # the embedded database is opened by us only
        ("VIGIE_DATABASE_URL", "postgresql://u:secret@h/d"),  # another driver
    ],
)
def test_a_wrong_setting_is_named_and_not_repeated_when_secret(name, value):
    """The message says which variable; a password is never in it."""
    with pytest.raises(SettingsFault, match=name) as fault:
        settings({name: value})
    assert "secret" not in str(fault.value)
