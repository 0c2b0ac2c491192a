"""One broken local rule file per mistake: each ends in one clear message, and nothing loads."""

from pathlib import Path

import pytest

from sectors.reader import RuleFault, load_rules

FOLDER = Path(__file__).parents[1] / "broken" / "rules"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.few(12)
def test_a_broken_file_is_refused_with_its_own_message(file: Path) -> None:
    """The fault says what its first line expects, names the file (not the machine), and gives advice."""
    expected = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    with pytest.raises(RuleFault) as caught:
        load_rules([file])
    assert expected in caught.value.what
    assert caught.value.where.startswith(file.name)
    assert str(FOLDER) not in str(caught.value)
    assert caught.value.advice
    assert caught.value.code.startswith("RULE-")


def test_there_is_a_file_for_at_least_fourteen_mistakes() -> None:
    """The table above is not empty by accident."""
    assert len(FILES) >= 14


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"offences: \x00", "not valid YAML"),  # a NUL byte
        (b"", "empty"),
        (b"? [a, b]\n: 1\n", "A key is a list"),
        (b"last_reviewed: soon\n", "'soon' is not a day"),
        (b"defaults: {level: 3}\n", "'defaults' holds something else"),
        (b"offences: {SS_DIMONA_IN: 4}\n", "is not a mapping of fields"),
        (b"offences: {SS_DIMONA_IN: {dated: [2027-01-01]}}\n", "Dated lines are a mapping"),
        (b"offences: {SS_DIMONA_IN: {dated: {2027-01-01: 3}}}\n", "neither fields nor null"),
        (b"key: restaurants\nnace: [56111]\n", "is not a mapping of NACE versions"),
    ],
)
@pytest.mark.few(4)
def test_damaged_bytes_end_in_one_message(tmp_path: Path, content: bytes, expected: str) -> None:
    """Whatever a file holds, a jurist gets a message and never a traceback."""
    file = tmp_path / "local.yaml"
    file.write_bytes(content)
    with pytest.raises(RuleFault, match=expected):
        load_rules([file])


def test_a_missing_file_is_a_fault_and_a_missing_folder_is_no_local_change(tmp_path: Path) -> None:
    """A file that somebody named must exist; a home without local rules has no folder for them."""
    with pytest.raises(RuleFault, match="does not exist"):
        load_rules([tmp_path / "gone.yaml"])
    assert load_rules([tmp_path / "rules"]).sha256 == load_rules().sha256
