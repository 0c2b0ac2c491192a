"""A live register service is asked over TLS with certificates at both ends, in a few seconds, strictly, and alone."""

import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from builders_live import LiveService, live_service
from builders_registers import enterprise, nobody
from transport_servers import Authority

from inspection.errors import SettingsFault
from inspection.registers.live import HttpRegister, LiveAnswer, LiveQuestion, in_force, live_register
from inspection.settings import LiveSettings, settings
from inspection.time_of import now

QUESTION = LiveQuestion(reference="5f0c", register_key="dimona", number=nobody(1), enterprise=enterprise(1))
DECLARED = {
    "company": enterprise(1),
    "declared_at": "2026-11-14T08:59:00+01:00",
    "period_from": "2026-11-14",
    "worker_type": "OTH",
    "joint_committee": "302",
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Give who vouches for the service and for us."""
    return Authority(tmp_path_factory.mktemp("ca"), now())


@pytest.fixture(scope="module")
def keys(authority: Authority) -> Path:
    """Give a keys folder with our certificate and who vouches for the service."""
    folder = authority.folder / "keys"
    folder.mkdir()
    for path in authority.issue("us"):
        shutil.copy(path, folder)
    shutil.copy(authority.pem, folder / "authority.pem")
    (folder / "us.key").chmod(0o600)
    return folder


@pytest.fixture
def service(authority: Authority) -> Iterator[LiveService]:
    """Give a service that knows of one declaration."""
    made = LiveService(declarations={"dimona": [DECLARED]})
    with live_service(made, authority.issue("server"), authority.pem) as running:
        yield running


def register(service: LiveService, keys: Path, **fields: Any) -> HttpRegister:
    """Our side of the service."""
    given = {
        "url": f"https://localhost:{service.port}/vigie",
        "registers": ("dimona", "limosa"),
        "authority": "authority.pem",
        "certificate": "us.pem",
        "key": "us.key",
        "seconds": 5,
        **fields,
    }
    return HttpRegister(LiveSettings(**given), keys)


def test_one_person_is_asked_about_and_the_answer_is_read(service: LiveService, keys: Path) -> None:
    """Nothing is sent but number, register, enterprise and a reference of the question."""
    said = register(service, keys).ask(QUESTION)
    assert said.why is None
    (one,) = said.declarations
    assert (one.company, one.worker_type, one.period_from) == (enterprise(1), "OTH", date(2026, 11, 14))
    assert one.declared_at == datetime(2026, 11, 14, 7, 59, tzinfo=UTC)
    assert service.paths == ["/vigie/lookups"]
    (asked,) = service.asked
    assert asked.keys() == {"schema", "reference", "register", "person", "enterprise"}
    assert (asked["person"], asked["register"]) == (nobody(1), "dimona")
    assert nobody(1) not in repr(QUESTION)


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ({"status": 503}, "away"),
        ({"status": 429}, "away"),
        ({"status": 403}, "refused"),
        ({"status": 302, "location": "https://localhost/elsewhere"}, "refused"),  # nobody is led to another address
        ({"pause": 1.6}, "away"),
        ({"changes": {"reference": "another"}}, "strange"),  # an answer to somebody else's question
        ({"changes": {"name": "A. Person"}}, "strange"),  # more than was agreed
        ({"declarations": {"dimona": [{**DECLARED, "declared_at": "2026-11-14T08:59:00"}]}}, "strange"),  # of no zone
        ({"declarations": {"dimona": [DECLARED] * 51}}, "strange"),
        ({"changes": {"reference": "x" * 100_000}}, "strange"),
    ],
)
def test_what_is_no_answer_is_told_by_its_kind(
    service: LiveService, keys: Path, behaviour: dict[str, Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It holds nobody up, and no number stands in a log."""
    for name, value in behaviour.items():
        setattr(service, name, value)
    with caplog.at_level(logging.DEBUG):
        assert register(service, keys, seconds=1).ask(QUESTION) == LiveAnswer(why=why)
    assert nobody(1) not in caplog.text
    assert len(service.asked) == 1


def test_a_server_nobody_vouches_for_and_a_stranger_of_ours_are_not_spoken_with(
    service: LiveService, keys: Path, tmp_path: Path
) -> None:
    """Another authority's certificate, at either end: nothing about anybody is sent."""
    other = Authority(tmp_path / "other", now())
    other.issue("us")
    mixed = tmp_path / "keys"
    shutil.copytree(keys, mixed)
    shutil.copy(other.pem, mixed / "authority.pem")
    assert register(service, mixed).ask(QUESTION).why == "away"
    shutil.copy(keys / "authority.pem", mixed / "authority.pem")
    for name in ("us.pem", "us.key"):
        shutil.copy(other.folder / name, mixed / name)
    (mixed / "us.key").chmod(0o600)
    assert register(service, mixed).ask(QUESTION).why == "away"
    assert register(service, keys, certificate=None, key=None).ask(QUESTION).why == "away"
    assert service.asked == []
    (mixed / "us.key").chmod(0o644)
    with pytest.raises(SettingsFault, match="SETTING-806"):
        register(service, mixed).ask(QUESTION)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"URL": "http://registers.internal"}, "SETTING-840"),
        ({"URL": "https://u:p@registers.internal"}, "SETTING-840"),
        ({"URL": "https://registers.internal/?key=1"}, "SETTING-840"),
        ({"REGISTERS": ""}, "SETTING-841"),
        ({"REGISTERS": "Dimona!"}, "SETTING-841"),
        ({"KEY": ""}, "SETTING-842"),
        ({"AUTHORITY": "../ca.pem"}, "SETTING-842"),
        ({"SECONDS": "31"}, "SETTING-037"),
    ],
)
def test_a_service_is_set_up_whole_or_not_at_all(given: dict[str, str], code: str) -> None:
    """Numbers of persons go there: no address in clear, no half of a certificate."""
    good = {
        "URL": "https://registers.internal/vigie/",
        "REGISTERS": "dimona, limosa",
        "CERTIFICATE": "us.pem",
        "KEY": "us.key",
    }
    made = settings({f"VIGIE_LIVE_{name}": value for name, value in good.items()}).live
    assert (made.url, made.registers) == ("https://registers.internal/vigie", ("dimona", "limosa"))
    with pytest.raises(SettingsFault) as fault:
        settings({f"VIGIE_LIVE_{name}": value for name, value in {**good, **given}.items()})
    assert fault.value.code == code


def test_without_an_address_nobody_is_asked(tmp_path: Path) -> None:
    """An installation has no service unless it was given one."""
    assert live_register(settings({}).live, tmp_path) is None


def a_dimona(**changes: Any) -> dict[str, Any]:
    """A row of our own copy."""
    row = {
        "dimona_period_id": "1",
        "company_id": enterprise(1),
        "form_type": "IN",
        "starts_on": "2026-11-14",
        "ends_on": None,
        "start_hour": None,
        "received_at": "2026-11-14T08:00:00+00:00",
        "worker_type": "OTH",
    }
    return {**row, **changes}


@pytest.mark.parametrize(
    ("rows", "is_in_force"),
    [
        ([a_dimona()], True),
        ([a_dimona(ends_on="2026-11-19")], False),
        ([a_dimona(), a_dimona(form_type="OUT", ends_on="2026-11-19", received_at="2026-11-18T08:00:00+00:00")], False),
        ([a_dimona(), a_dimona(form_type="CANCEL", received_at="2026-11-18T08:00:00+00:00")], False),
        ([a_dimona(starts_on="2026-11-21")], False),
        ([], False),
    ],
)
def test_our_own_copy_is_read_after_every_declaration_about_a_period(rows: list[Any], is_in_force: bool) -> None:
    """In the order in which they came; the newest words of it count."""
    assert bool(in_force("dimona", rows, date(2026, 11, 20))) is is_in_force


def test_an_hour_of_a_presence_is_a_moment_in_brussels() -> None:
    """And a cancelled posting is none."""
    on = date(2026, 11, 20)
    rows = [{"company_id": enterprise(1), "on_day": "2026-11-20", "in_at": "0705"}]
    (one,) = in_force("checkin", rows, on)
    assert one.declared_at == datetime(2026, 11, 20, 6, 5, tzinfo=UTC)
    posting = {"starts_on": "2026-11-01", "ends_on": "2026-12-01", "declared_at": "2026-10-30T10:00:00+00:00"}
    assert in_force("limosa", [{**posting, "state": "cancelled"}], on) == ()
    assert len(in_force("limosa", [{**posting, "state": "active"}], on)) == 1
    assert in_force("kbo", rows, on) == ()
