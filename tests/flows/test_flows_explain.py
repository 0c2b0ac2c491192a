"""`vigie explain`: what an error's code says; and the page of reference that is made from the same registries."""

from pathlib import Path

import pytest
from builders_flows import vigie

from flows.command.house.explaining import page
from inspection.errors import known_codes

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "errors.md"


def test_the_page_of_reference_is_what_the_registries_say() -> None:
    """Write it again with `vigie explain --markdown > docs/reference/errors.md`."""
    assert PAGE.read_text(encoding="utf-8") == page() + "\n"


@pytest.mark.parametrize("typed", ["STORE-013", "store-013", "[STORE-013]"])
def test_a_code_says_what_happened_where_and_what_to_do(tmp_path: Path, typed: str) -> None:
    """As it was told, however it is typed; it needs no home."""
    said = vigie(tmp_path, "explain", typed).out
    assert said.startswith("[STORE-013] There is no database here\n  where:  {folder}/{file} under $VIGIE_HOME\n")
    assert "advice: See that VIGIE_HOME" in said
    assert "status: 503" in said


def test_a_machine_is_answered_too(tmp_path: Path) -> None:
    """With the names of what is filled in later, without how it is written."""
    assert vigie(tmp_path, "explain", "INTAKE-014", "--json").value == {
        "code": "INTAKE-014",
        "what": "A line is longer than {longest_line} bytes",
        "where": "{source}, {file}",
        "advice": "This is no register file, or its line ends were lost; fetch it again.",
        "status": None,
    }


@pytest.mark.parametrize("typed", ["STORE-999", "nothing", ""])
def test_an_unknown_code_is_one_message(tmp_path: Path, typed: str) -> None:
    """And it says how a code is written."""
    assert vigie(tmp_path, "explain", typed, expected=2).err.startswith("[SETTING-070] No error has the code")


def test_every_code_is_told() -> None:
    """Each stands once in the page."""
    told = page().split("\n")
    assert all(sum(line.startswith(f"| {code} |") for line in told) == 1 for code in known_codes())
