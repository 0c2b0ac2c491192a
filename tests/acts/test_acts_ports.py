"""The n-th call of each port fails, also as "done but reported failed": run again, nothing is lost or doubled."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from builders_ports import PORTS, How, failing
from builders_whole_way import Case, a_case, home_of, judged, run_out, the_whole_way
from few_cases import spread
from sqlmodel import Session

from inspection.errors import ReferralFault, StoreFault
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle, Sent, Transport
from inspection.settings import Settings
from inspection.store.core import Store


class Forgetful(FileDrop):
    """A planted fault: an addressee's folder that does not recognise a bundle that it has already."""

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        place = self._root / bundle.recipient
        for had in list(place.glob(f"{bundle.reference}-*")):
            had.rename(place / f"{had.name}-{time.monotonic_ns()}")
        return super().send(bundle, at=at)


class Boastful(FileDrop):
    """A planted fault: a transport that says "delivered" whatever came of it."""

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        with suppress(ReferralFault):
            return super().send(bundle, at=at)
        return Sent(state=DeliveryState.DELIVERED, at=at, receipt="ok")


WAYS = [(port, how) for port, hows in PORTS.items() for how in hows]
IN_EVERY_RUN = {("commit", "done"), ("send", "done"), ("files", "error")}
CALLS = int(os.environ.get("VIGIE_CALLS", "0"))  # most calls of each port that the battery fails; 0 for all
SOME = [one if one in IN_EVERY_RUN else pytest.param(*one, marks=pytest.mark.battery) for one in WAYS]


def tried(
    case: Case, port: str, nth: int, how: How, monkeypatch: pytest.MonkeyPatch, transport: type[Transport] = FileDrop
) -> int:
    """Go the whole way with one failing call, then as its schedule would without one; returns the calls of the port."""
    case.settings.home.mkdir(parents=True, exist_ok=True)
    for name, value in home_of(case).items():
        monkeypatch.setenv(name, value)
    with failing(port, nth, how) as calls, suppress(Exception):
        the_whole_way(case, transport)
    run_out(case)
    the_whole_way(case, transport)
    judged(case)
    return calls.seen


def new_case(folder: Path, name: str) -> Case:
    """Give a house of its own beside others."""
    home = folder / name
    return a_case(Settings(home=home), folder / f"{name}.witness")


@pytest.mark.parametrize(("port", "how"), SOME)
@pytest.mark.few(2)
def test_one_call_in_the_middle(tmp_path: Path, port: str, how: How, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call of each port, where most of them are: in the middle of the way."""
    whole = tried(new_case(tmp_path, "whole"), port, 0, how, monkeypatch)
    assert whole > 1, "this port is not called on the way: the test sees nothing of it"
    assert tried(new_case(tmp_path, "middle"), port, whole // 2, how, monkeypatch)


@pytest.mark.battery  # 700 houses, each with two referrals: a quarter of an hour
@pytest.mark.parametrize(("port", "how"), WAYS)
def test_every_call(tmp_path: Path, port: str, how: How, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call of each port in turn; VIGIE_CALLS of them, evenly spread, where it says how many."""
    whole = tried(new_case(tmp_path, "whole"), port, 0, how, monkeypatch)
    calls = range(1, whole + 1) if not 1 < CALLS < whole else sorted(one + 1 for one in spread(whole, CALLS))
    for nth in calls:
        tried(new_case(tmp_path, f"at-{nth}"), port, nth, how, monkeypatch)
    print(f"{port}, {how}: {len(calls)} of {whole} calls failed; nothing lost, nothing doubled", file=sys.stderr)


@pytest.mark.parametrize(("transport", "how"), [(Forgetful, "done"), (Boastful, "error")])
@pytest.mark.few(1)
def test_a_planted_transport_is_found(
    tmp_path: Path, transport: type[Transport], how: How, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bundle that is there twice, and one that never arrived, are both seen."""
    with pytest.raises(AssertionError):
        tried(new_case(tmp_path, "planted"), "send", 1, how, monkeypatch, transport)


def test_an_act_that_hides_a_failed_commit_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An inspector was told a reference that nothing stands behind: the witness knows it, the store does not."""
    real = Store.write

    @contextmanager
    def hiding(self: Store, name: str = "") -> Iterator[Session]:
        with suppress(StoreFault), real(self, name) as session:
            yield session

    case = new_case(tmp_path, "planted")
    with patch.object(Store, "write", hiding), pytest.raises(AssertionError):
        tried(case, "commit", 1, "error", monkeypatch)
