"""The doctor over every open file of a home: a number of a person is found, none is told, and it stays cheap."""

import gzip
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from builders_acts import AT

from inspection.acts.doctor import CHECKS, Found, examine, numbers
from inspection.acts.doctor.places import KNOWN
from inspection.files import put
from inspection.settings import Settings

ROOT = Path(__file__).parents[3]
OLD, YOUNG, BIS = "85073003328", "10123100171", "85473003317"
HASHES = [hash_ * 0x9E3779B97F4A7C15 % 2**64 for hash_ in range(1, 400)]


def clear(home: Path) -> list[Found]:
    """What is found of a home that lies in clear."""
    return list(examine(Settings(home=home), at=AT, checks=[one for one in CHECKS if one.key == "clear"]))


def wrong(home: Path) -> list[str]:
    """What is wrong of it; no word of it tells whose."""
    found = clear(home)
    assert not [one for one in found if re.search(r"85\D?0?7|1012310|8547300|Quidam", one.what + one.advice)]
    return [one.what for one in found if one.state == "wrong"]


def _zipped(told: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/shared.xml", f"<t>{'x' * 400}</t><t>{told}</t>")
    return held.getvalue()


def _column(values: list[object], kind: Any = None) -> bytes:
    held = io.BytesIO()
    pl.DataFrame({"on": ["x"] * len(values), "value": pl.Series(values, dtype=kind)}).write_parquet(held)
    return held.getvalue()


PLANTED: dict[str, tuple[str, bytes]] = {
    "a log": ("prefect/worker-1.log", f"took {BIS} in\n".encode()),
    "a page of the week": ("out/2026-W49/Quidam.html", b"<td>85.07.30-033.28</td>"),
    "a workbook": ("out/2026-W49/week.xlsx", _zipped(YOUNG)),
    "the cache": ("cache/parts/x.json", f'{{"who": "{YOUNG}"}}'.encode()),
    "a packed log": ("prefect/old.log.gz", gzip.compress(f"{'x' * 99} {OLD} {'y' * 99}".encode())),
    "a text of a table": ("lake/kbo/2026-11-30/x.parquet", _column(["a", "b", f"of {OLD}"])),
    "whole numbers of a table": ("lake/kbo/2026-11-30/x.parquet", _column([int(OLD), int(YOUNG), int(BIS)])),
    "a text of two bytes a letter": ("reports/list.csv", OLD.encode("utf-16")),
    "a file beside the database": ("store/notes.txt", OLD.encode()),
    "a text that begins as what is sealed": ("frames/x.sealed", f"VS1, {OLD}, {'x' * 80}".encode()),
    "a name of a file": (f"checkpoints/{OLD}.jsonl", b""),
    "a name of a folder": (f"cache/85.07.30-033.28/{OLD}/x", b""),
}


@pytest.mark.parametrize("place", PLANTED)
def test_a_number_of_a_person_is_found_and_its_folder_told(place: str, tmp_path: Path) -> None:
    """In whatever it is packed; of a folder in which a number stands, the place of the home alone."""
    name, content = PLANTED[place]
    put(tmp_path / "out/sound.txt", b"nothing")
    assert wrong(tmp_path) == []
    put(tmp_path / name, content)
    folder = "cache" if "folder" in place else str(Path(name).parent)
    assert wrong(tmp_path) == [f"numbers of persons stand in clear in 1 of 2 files: {folder}/ (1)"]


SOUND: dict[str, bytes] = {
    "a telephone number": b"+32470123456 0032470123456",
    "a place": b"4.85073003328 50.850730033",
    "a hash": b"a85073003328 85073003328ab 0185073003328",
    "a moment and a file of it": b"20261201T135007-00000001 20261123-013000-85073",
    "a number with a wrong check": b"85073003329 85.07.30-033.29 00000000000",
    "no date": b"85077003328 85734503358",
    "eleven digits of another kind, of which chance checks one": b"\n".join(
        str(12345678901 + 7919 * n).encode() for n in range(600)
    ),
    "numbers of firms": b"0403.019.261 BE0403019261 2.123.456.789",
}  # fmt: skip


@pytest.mark.parametrize("kind", SOUND)
def test_what_is_no_number_of_a_person_alarms_nobody(kind: str, tmp_path: Path) -> None:
    """Of many numbers of another kind chance makes some right."""
    put(tmp_path / "out/x.txt", SOUND[kind])
    assert [one.what for one in clear(tmp_path) if "number" in one.what] == ["no number of a person stands in 1 files"]


def test_a_column_of_hashes_alarms_nobody(tmp_path: Path) -> None:
    """Also where the only ones of so few digits look like a number of a person."""
    put(tmp_path / "lake/x.parquet", _column([*HASHES, int(OLD)]))
    put(tmp_path / "lake/small.parquet", _column([1, None], pl.Int8))
    put(tmp_path / "lake/damaged.parquet", b"PAR1 and no table")
    assert wrong(tmp_path) == []


def test_deliveries_and_keys_are_not_looked_into(tmp_path: Path) -> None:
    """Deliveries wait in clear and are told as that; keys are nothing to read."""
    put(tmp_path / "registers/dimona/dimona.csv", OLD.encode())
    put(tmp_path / "keys/field.key", OLD.encode())
    put(tmp_path / "portal/keys/field.key", OLD.encode())
    put(tmp_path / "store/vigie.db", OLD.encode())
    assert wrong(tmp_path) == []
    assert "no number of a person stands in 0 files" in [one.what for one in clear(tmp_path)]


def test_what_lies_where_nothing_of_vigie_writes_is_told_by_its_count(tmp_path: Path) -> None:
    """The name of the place is told neither, where a number stands in it."""
    put(tmp_path / "scales/x.csv", b"a")
    put(tmp_path / ".demo.json.0f3a.new", b"{}")
    assert [one for one in clear(tmp_path) if one.state == "look"] == []
    put(tmp_path / "Quidam/a.txt", b"x")
    put(tmp_path / "Quidam.csv", OLD.encode())
    told = [one.what for one in clear(tmp_path) if one.state == "look"]
    assert told == ["2 files lie in the home where nothing of Vigie writes"]
    assert wrong(tmp_path) == ["numbers of persons stand in clear in 1 of 4 files: elsewhere (1)"]


def test_it_reads_so_much_and_says_what_it_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The beginning of each file, the newest first, until enough was read."""
    monkeypatch.setattr(numbers, "PIECE_BYTES", 1_000)
    monkeypatch.setattr(numbers, "ALL_BYTES", 3_000)
    for n in range(5):
        put(tmp_path / f"out/{n}.txt", b"x" * 1_500 + OLD.encode())
    put(tmp_path / "out/packed.gz", gzip.compress(b"x" * 900_000))
    told = [one.what for one in clear(tmp_path) if "number" in one.what]
    (cut, left) = re.findall(r"of (\d) the beginning alone, (\d) others unread", told[0])[0]
    assert told[0].startswith(f"no number of a person stands in {6 - int(left)} files (")
    assert int(cut) in (1, 2)  # those of one moment are read in any order
    assert int(left) in (3, 4)


@pytest.mark.parametrize(("fault", "left"), [(PermissionError, 1), (FileNotFoundError, 0)])
def test_a_file_that_cannot_be_read_hides_no_other(
    fault: type[OSError], left: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It belongs to somebody else and is told as not looked at, or it went in the meantime."""
    opened = Path.open

    def refuses(self: Path, *args: Any, **more: Any) -> Any:
        if self.name == "shut.txt":
            raise fault
        return opened(self, *args, **more)

    put(tmp_path / "out/shut.txt", b"x")
    put(tmp_path / "out/there.txt", OLD.encode())
    monkeypatch.setattr(Path, "open", refuses)
    how_far = " (1 others unread)" if left else ""
    assert wrong(tmp_path) == [f"numbers of persons stand in clear in 1 of 1 files{how_far}: out/ (1)"]


def test_every_place_of_a_home_is_known(tmp_path: Path) -> None:
    """Each that the settings name, and each that stands in the page on what lies on the disk."""
    here = Settings(home=tmp_path)
    names = [name for name, one in vars(Settings).items() if isinstance(one, property)]
    of_settings = {getattr(here, name) for name in names if isinstance(getattr(here, name), Path)}
    assert {path.relative_to(tmp_path).parts[0] for path in of_settings} <= KNOWN
    page = (ROOT / "docs/how-to/what-lies-on-the-disk.md").read_text(encoding="utf-8")
    cells = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    told = {name for cell in cells for name in re.findall(r"`([a-z]+)/", cell)}
    assert len(told) > 18
    assert told == {name for name in KNOWN if "." not in name}
