"""Tables in a terminal of eighty columns: nothing that is typed again is broken, and nothing to show is said so."""

from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType

import pytest
from rich.console import Console
from typer.testing import CliRunner

from flows.command import app
from inspection.store.core import new_id

Printed = Callable[..., list[str]]
IDS = [new_id() for _ in range(12)]
COLUMNS = ["id", "reference", "recipient", "message", "state", "answer due"]
ROWS = [
    (id_, f"R-26-0000{n:02}-1", "pjf-west-vlaanderen", "report", "acknowledged", "2026-11-28 08:41")
    for n, id_ in enumerate(IDS)
]


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module that prints, as the other tests of the command have it: wide."""
    monkeypatch.setenv("COLUMNS", "200")
    return import_module("flows.command.shell.console")


@pytest.fixture
def printed(console: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Printed:
    """Give a function that prints a table in a terminal of so many columns, and returns its lines."""

    def lines(width: int, columns: list[str] = COLUMNS, rows: Sequence[tuple[object, ...]] = ROWS) -> list[str]:
        monkeypatch.setattr(console, "_out", Console(width=width, highlight=False, soft_wrap=True))
        console.table("Deliveries", columns, rows)
        return capsys.readouterr().out.splitlines()

    return lines


def test_a_narrow_table_breaks_nothing_that_is_typed_again(printed: Printed) -> None:
    """References, offices, states and ids stand whole, no line is longer than the terminal, rows carry numbers."""
    lines = printed(80)
    for row in ROWS:
        for cell in (*row[:3], row[4]):
            assert sum(cell in line for line in lines) >= 1, cell
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines[-12:]] == [[str(n), id_] for n, id_ in enumerate(IDS, 1)]


def test_a_wide_table_has_its_ids_in_its_rows(printed: Printed) -> None:
    """Where there is room, nothing is taken apart."""
    lines = printed(200)
    for row in ROWS:
        assert any(all(cell in line for cell in row) for line in lines)


def test_a_table_that_is_too_wide_breaks_words_and_no_line(printed: Printed) -> None:
    """However narrow the terminal."""
    assert max(map(len, printed(60, COLUMNS[1:], [row[1:] for row in ROWS]))) <= 60


def test_columns_that_do_not_fit_stand_above_one_another(printed: Printed) -> None:
    """Eighty columns break no district and no outcome: "west-vlaand/eren" is no place."""
    columns = ["id", "facts on", "district", "sector", "outcome", "findings", "suspicion", "referral"]
    rows = [
        (IDS[0], "2026-11-27", "west-vlaanderen", "construction", "refused_access", 2, "undecided", "R-26-000011-1")
    ]
    lines = printed(80, columns, rows)
    for cell in (*columns[1:], *map(str, rows[0])):
        assert any(cell in line for line in lines), cell
    assert max(map(len, lines)) <= 80


def test_nothing_to_show_is_said(printed: Printed) -> None:
    """No empty frame."""
    assert printed(80, rows=[]) == ["Deliveries: none."]


@pytest.mark.parametrize("group", ["refer", "on-call", "protect", "exchange"])
def test_the_list_of_commands_says_each_in_one_whole_line(group: str) -> None:
    """What is cut with dots in eighty columns tells nobody which command to take."""
    said = CliRunner().invoke(app, [group, "--help"], env={"COLUMNS": "80"}).output
    assert "Commands:" in said
    assert "..." not in said.split("Commands:")[1]
