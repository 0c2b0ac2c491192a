"""A rotation that is killed at any named point, and run again: every value opens, none by the old key, and it is gone.

A real process rotates and dies by SIGKILL. In between the house opens and works, whatever half was done.
"""

import random
import signal
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office
from builders_control import the_rules
from builders_rotating import BY, key_ids, lived_in, plain_values
from houses import House, as_user
from own_process import exit_code_of, killed_after

from inspection.acts.backups import take_backup
from inspection.acts.controls import save
from inspection.acts.rotating import key_troubles, rotate
from inspection.failpoints import REWRAPPING, REWRITING, ROTATING
from inspection.keys import DATABASE, FIELD, KEYRING, open_keys
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.trust import AppContext, verify_trail

# What a rotation of the database's key passes on its way.
OF_DATABASE = (
    *("rotation.made", "rotation.before_commit", "rotation.after_commit", "rotation.old_kept", "rotation.exchanged"),
    *REWRITING,
    *("rotation_end.before_commit", "rotation_end.after_commit", "rotation.retired"),
    *("rotation.put_aside", "rotation.overwritten"),
)
# What a rotation of the keyring's key passes: its own files, and each case in the keyring and its copies.
OF_KEYRING = (
    *("rotation.made", "rotation.before_commit", "rotation.after_commit", "rotation.old_kept", "rotation.exchanged"),
    *REWRAPPING,
    *("rotation.counted", "rotation_end.before_commit", "rotation_end.after_commit", "rotation.retired"),
    *("rotation.put_aside", "rotation.overwritten"),
)


def rotate_once(here: Settings, name: str) -> None:
    """What the process does."""
    house = House(open_store(here), the_rules(), here)
    rotate(house.at_the_door(), name)
    house.store.close()


def opened(here: Settings) -> AppContext:
    """Open a house as a process would that starts now."""
    open_keys(here.keys).forget()
    return House(open_store(here), the_rules(), here)


def killed_at(house: AppContext, name: str, failpoint: str) -> None:
    """Kill a rotation at a point, let the house work, and run it again until nothing is left to do."""
    lived_in(house)
    take_backup(house.acting("system", AT))
    before, (old,) = plain_values(house), key_ids(house)
    here, was = house.settings, house.store.keys.fingerprint(name)
    house.store.close()
    assert exit_code_of(rotate_once, here, name, failpoint=failpoint) == -signal.SIGKILL, failpoint
    between = opened(here)
    assert {place: value for place, value in plain_values(between).items() if place in before} == before
    save(as_user(between, BY, AT), a_suspicious_control("no"), place=LIEGE)
    between.store.close()
    assert exit_code_of(rotate_once, here, name, failpoint="") == 0
    after = opened(here)
    plain = plain_values(after)
    assert {place: plain[place] for place in before} == before
    assert list(key_troubles(after.store)) == []
    assert {file.name for file in here.keys.glob(f"{name}*")} == {f"{name}.key"}
    assert after.store.keys.fingerprint(name) != was
    assert len(key_ids(after)) == 1
    assert (old in key_ids(after)) == (name != FIELD)
    assert set(after.store.keyring.wrapped_by()) == {after.store.keys.fingerprint(KEYRING)[:8]}  # type: ignore[index]
    assert verify_trail(after.store).holds
    after.store.close()


@pytest.mark.parametrize("failpoint", ["reseal.after_commit"])
@pytest.mark.few(1)
def test_a_killed_rotation_of_the_field_key_finishes_when_run_again(house: AppContext, failpoint: str) -> None:
    """In the middle of it; the battery tries each point."""
    killed_at(house, FIELD, failpoint)


@pytest.mark.parametrize("failpoint", ["rotation.after_commit", "rotation.rewritten"])
@pytest.mark.few(1)
def test_a_killed_rotation_of_the_database_key_finishes_when_run_again(embedded: AppContext, failpoint: str) -> None:
    """Before its pages are written and after."""
    killed_at(embedded, DATABASE, failpoint)


@pytest.mark.parametrize("failpoint", ["rotation.case", "rotation.copy"])
def test_a_killed_rotation_of_the_keyring_key_finishes_when_run_again(embedded: AppContext, failpoint: str) -> None:
    """Between two cases and after the first copy."""
    killed_at(embedded, KEYRING, failpoint)


@pytest.mark.battery(reason="a process for each of thirteen points takes minutes")
@pytest.mark.parametrize("failpoint", ROTATING)
def test_the_field_key_at_every_point(house: AppContext, failpoint: str) -> None:
    """Each point is passed, and each killed there finishes."""
    killed_at(house, FIELD, failpoint)


@pytest.mark.battery(reason="a process for each of eleven points takes minutes")
@pytest.mark.parametrize("failpoint", OF_DATABASE)
def test_the_database_key_at_every_point(embedded: AppContext, failpoint: str) -> None:
    """Each point is passed, and each killed there finishes."""
    killed_at(embedded, DATABASE, failpoint)


@pytest.mark.battery(reason="a process for each of fourteen points takes minutes")
@pytest.mark.parametrize("failpoint", OF_KEYRING)
def test_the_keyring_key_at_every_point(house: AppContext, failpoint: str) -> None:
    """Each point is passed, and each killed there finishes."""
    killed_at(house, KEYRING, failpoint)


@pytest.mark.battery(reason="90 kills at any moment take minutes")
@pytest.mark.parametrize("name", [FIELD, DATABASE, KEYRING])
def test_a_rotation_that_is_killed_at_any_moment(tmp_path: Path, name: str) -> None:
    """Also inside a step, such as while SQLCipher writes the pages: the seed is printed."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    lots, kills = random.Random(seed), 0
    house = an_office(Settings(home=tmp_path / "home"))
    lived_in(house)
    before = plain_values(house)
    here = house.settings
    house.store.close()
    for _ in range(30):
        kills += killed_after(lots.uniform(0.0, 1.5), rotate_once, here, name)
        again = opened(here)
        assert plain_values(again) == before
        again.store.close()
    assert kills > 5
    rotate_once(here, name)
    last = opened(here)
    assert plain_values(last) == before
    assert list(key_troubles(last.store)) == []
    assert verify_trail(last.store).holds
    last.store.close()
