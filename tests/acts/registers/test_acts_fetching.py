"""The Crossroads Bank's files are fetched from a real SFTP server, sealed like any delivery, and taken in in order."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import builders_registers as b
import paramiko
import pytest
from builders_acts import AT
from transport_servers import sftp_server

from inspection.acts.registers import fetch_kbo, note_taken, source_of
from inspection.errors import AccessRefused, IntakeFault, SettingsFault
from inspection.registers.delivered import KboAccount, RawState, kbo_account, note, wanted
from inspection.registers.lake import Lake
from inspection.trust import AppContext

USER, SECRET = "vigie-test", "not-a-real-password"
INSPECTOR, DPO = "insp-liege-1", "dpo-1"


class Owner:
    """The server of the Crossroads Bank: a folder named after the account, and a key of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home" / USER
        self.home.mkdir(parents=True)
        self.key: Any = paramiko.ECDSAKey.generate()

    def publish(self, day: date, number: int) -> None:
        """Offer the full file and the update of a day."""
        other = b.an_activity(b.establishment(1), "01110")
        update = b.kbo_update_files(day, number, {"activity": [b.establishment(1)]}, {"activity": [other]})
        for kind, files in (
            ("Full", {**b.kbo_files(), "meta.csv": b.kbo_meta(day, "full", number)}),
            ("Update", update),
        ):
            made = b.zipped(b.write(self.folder / f"{number}{kind}", files))
            shutil.move(made, self.home / f"KboOpenData_{number:04d}_{day:%Y_%m_%d}_{kind}.zip")

    @contextmanager
    def running(self, password: str = SECRET, *, is_known: bool = True) -> Iterator[KboAccount]:
        """Run it, and give the account by which it is asked."""
        with sftp_server(self.folder, faults=[], host_key=self.key, allowed=(USER, SECRET)) as port:
            known = self.folder / "known_hosts"
            line = f"[127.0.0.1]:{port} {self.key.get_name()} {self.key.get_base64()}\n"
            known.write_text(line if is_known else "", encoding="utf-8")
            yield KboAccount(user=USER, password=password, host="127.0.0.1", port=port, known_hosts=known)


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    """Give a server that has two days."""
    made = Owner(tmp_path / "owner")
    for number, day in ((10, b.FULL_DAY), (11, b.UPDATE_DAY)):
        made.publish(day, number)
    return made


def _fetched(house: AppContext, account: KboAccount) -> list[tuple[str, int | None]]:
    """Fetch and take in all that is there; what each delivery was."""
    lake, told = Lake(house.settings.lake, house.store.keys), []
    for one in (one for found in fetch_kbo(house.acting(at=AT), account) for one in found):
        assert not list((house.settings.registers / "kbo").glob("*.zip"))  # sealed before it is read
        report = b.take("kbo", source_of(house, one.folder), lake, date(2030, 1, 1))
        note_taken(house, one.folder, report, AT)
        told.append((report.kind, report.extract))
    return told


@pytest.mark.few(1)
def test_first_the_newest_full_file_then_updates_one_by_one(house: AppContext, owner: Owner) -> None:
    """Nothing where nothing is newer; after a gap the full file again."""
    with owner.running() as account:
        assert _fetched(house, account) == [("full", 11)]
        assert _fetched(house, account) == []
        for number in (12, 13):
            owner.publish(b.FULL_DAY + timedelta(days=number - 10), number)
        assert _fetched(house, account) == [("update", 12), ("update", 13)]
        owner.publish(b.FULL_DAY + timedelta(days=6), 16)
        assert _fetched(house, account) == [("full", 16)]


@pytest.mark.parametrize("state", [RawState.REFUSED, RawState.REJECTED])
@pytest.mark.few(1)
def test_after_an_update_that_was_refused_or_rejected_the_full_file_comes(
    house: AppContext, owner: Owner, state: RawState
) -> None:
    """Else each run would fetch that update again, and never get beyond it."""
    with owner.running() as account:
        assert _fetched(house, account) == [("full", 11)]
        for number in (12, 13):
            owner.publish(b.FULL_DAY + timedelta(days=number - 10), number)
        (found,) = next(iter(fetch_kbo(house.acting(at=AT), account)))
        note(found, state=state)
        assert _fetched(house, account) == [("full", 13)]


def test_another_full_file_than_the_refused_one_is_asked_for_where_there_is_one() -> None:
    """Else its refusal is told again: that the server has nothing newer would not be true. Who asks for one gets it."""
    pairs = [SimpleNamespace(index=n, update=None, full=SimpleNamespace(filename=f"full{n}")) for n in (7, 8)]
    offered: Any = SimpleNamespace(pairs=pairs)
    assert wanted(None, offered, closed=["full8"]) == ("full7",)
    assert wanted(7, offered, closed=["full8"]) == wanted(8, offered, full=True) == ("full8",)
    assert wanted(8, offered) == ()


def test_a_wrong_password_or_an_unknown_server_gives_nothing(house: AppContext, owner: Owner, tmp_path: Path) -> None:
    """The error names the server and neither the account nor the password; nothing lies in the folder."""
    for changed in ({"password": "wrong"}, {"is_known": False}):
        with owner.running(**changed) as account, pytest.raises(IntakeFault) as fault:  # type: ignore[arg-type]
            _fetched(house, account)
        assert fault.value.code == "INTAKE-075"
        assert not {USER, account.password} & set(str(fault.value).split())
    assert not (house.settings.registers / "kbo").exists()


@pytest.mark.parametrize("user", [DPO, INSPECTOR])
def test_who_may_receive_nothing_fetches_nothing(house: AppContext, owner: Owner, user: str) -> None:
    """Whoever may not receive a delivery asks no server for one."""
    with owner.running() as account, pytest.raises(AccessRefused):
        list(fetch_kbo(house.acting(user, AT), account))


def test_the_password_comes_from_the_environment_or_a_credential(tmp_path: Path) -> None:
    """And shows in no text of the account."""
    (tmp_path / "vigie-kbo-password").write_text(f"{SECRET}\n", encoding="utf-8")
    env = {"VIGIE_KBO_USER": USER, "CREDENTIALS_DIRECTORY": str(tmp_path)}
    for given in (env, {"VIGIE_KBO_USER": USER, "VIGIE_KBO_PASSWORD": SECRET}):
        account = kbo_account(given)
        assert account.password == SECRET
        assert SECRET not in repr(account)
    for lacking in ({"VIGIE_KBO_USER": USER}, {"VIGIE_KBO_PASSWORD": SECRET}):
        with pytest.raises(SettingsFault) as fault:
            kbo_account(lacking)
        assert fault.value.code == "SETTING-086"
