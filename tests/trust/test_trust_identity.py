"""Values of identity: waits, lives of sessions, codes, passwords, and rights of schedules."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import flows
from flows.command.shell.open_commands import SCHEDULED
from inspection.keys import NAMES, Keys, make_keys, open_keys
from inspection.trust.identity import (
    Guesses,
    closed_until,
    code_of,
    ends_at,
    fits,
    fits_nobody,
    flow_principal,
    hashed,
    is_acceptable,
    is_alive,
    new_code,
    new_token,
    one_more,
    token_key,
)
from inspection.trust.rights import rights
from sectors.reader import load_rules

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def limits():
    """Give the limits of the day."""
    return load_rules().on(AT.date()).identity


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Give the keys of a house."""
    made = open_keys(tmp_path_factory.mktemp("keys"), {})
    make_keys(made, NAMES)
    return made


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, None), (1, None), (5, None), (6, 15), (7, 30), (8, 60), (11, 480), (12, 900), (99, 900)],
)
def test_waits_begin_late_double_and_end(limits, failures: int, seconds: int | None) -> None:
    """Five for fingers that slip; then 15 s, twice as long each time, a quarter of an hour at most."""
    until = closed_until(Guesses(failures, AT, AT), limits)
    assert until == (None if seconds is None else AT + timedelta(seconds=seconds))


def test_wrong_passwords_of_long_ago_count_no_more() -> None:
    """A day without one, and the next is the first again."""
    first = one_more(None, AT, DAY)
    assert one_more(first, AT + DAY - timedelta(seconds=1), DAY).failures == 2
    assert one_more(first, AT + DAY, DAY) == Guesses(1, AT + DAY, AT + DAY)


def test_a_session_ends_when_nobody_uses_it_and_at_its_end(limits) -> None:
    """To the second, in a browser and at the command."""
    for kind, idle, longest in (("browser", 10, 480), ("command", 60, 480)):
        ends = ends_at(kind, AT, limits)
        assert ends == AT + timedelta(minutes=longest)
        assert is_alive(kind, AT, ends, AT + timedelta(minutes=idle, seconds=-1), limits)
        assert not is_alive(kind, AT, ends, AT + timedelta(minutes=idle), limits)
        assert not is_alive(kind, ends - timedelta(seconds=1), ends, ends, limits)


def test_tokens_and_codes_are_found_by_a_keyed_hash_of_their_kind(keys: Keys) -> None:
    """A token of the command is none of a browser; what is none has no hash; a code is read as it is written."""
    token, code = new_token(), new_code()
    assert token_key(token, "browser", keys=keys) == token_key(token, "browser", keys=keys)
    assert token_key(token, "browser", keys=keys) != token_key(token, "command", keys=keys)
    assert [token_key(t, "browser", keys=keys) for t in ("", token[1:], f"{token}=", "é" * 43, f"{token}\n")] == [
        None
    ] * 5
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", code)
    assert code_of(code, keys=keys) == code_of(f" {code.lower().replace('-', '')}\n", keys=keys) is not None
    assert [code_of(c, keys=keys) for c in ("", code[1:], code + "A", "A" * 61)] == [None] * 4
    assert len({new_code() for _ in range(1000)}) == len({new_token() for _ in range(1000)}) == 1000


def test_a_password_is_kept_as_argon2id_with_at_least_what_owasp_asks_for() -> None:
    """19 MiB and two rounds, at least; the same password has another hash each time; composed accents do not matter."""
    kept = hashed("été pluvieux à Liège")
    kind, _version, parameters = kept.split("$")[1:4]
    memory, rounds, _ = (int(part.split("=")[1]) for part in parameters.split(","))
    assert kind == "argon2id"
    assert memory >= 19 * 1024
    assert rounds >= 2
    assert hashed("été pluvieux à Liège") != kept
    assert fits(kept, "e\u0301te\u0301 pluvieux à Liège")
    assert not fits(kept, "ete pluvieux a Liege")
    assert not fits("what was damaged", "x")
    assert not fits_nobody("x")


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("four horses under rain", True),
        ("été à Liège", False),  # eleven
        ("insp-liege-1", False),
        ("INSP-LIEGE-1!!", False),
        ("insp-liege-1 four horses under rain", True),
        ("aaaaaaaaaaaaaaa", False),
        ("x" * 201, False),
    ],
)
def test_which_password_is_taken(password: str, is_taken: bool) -> None:
    """By its length, whatever letters it has."""
    assert is_acceptable(password, "insp-liege-1", 12) is is_taken


def test_each_schedule_has_rights_of_its_own_and_none_that_the_system_has_not() -> None:
    """Every flow is named, and what a machine gives as a command; each right is one that the system has."""
    files = {
        p.stem for p in Path(flows.__file__).parent.glob("*.py") if re.search(r"^@flow", p.read_text(), re.MULTILINE)
    }
    assert set(rights().flows) == files | set(SCHEDULED.values()) | {"doctor", "history", "portal", "write_sheets"}
    assert set(rights().flows) - files == {"import_teams", "take_answer", "doctor", "history", "portal", "write_sheets"}
    for flow, its in rights().flows.items():
        principal = flow_principal(flow, "ONSS", AT)
        assert {right for right in rights().rules if principal.may_do(right)} == its
    with pytest.raises(KeyError):
        flow_principal("stranger", "ONSS", AT)
