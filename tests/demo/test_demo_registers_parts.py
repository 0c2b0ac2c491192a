"""A country that is invented in parts: as large as asked, nobody twice, read by our readers, in little memory."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest

from inspection.demo.registers import Demo, Size, registers, write_registers
from inspection.demo.registers.parts import Part
from inspection.progress import listening
from inspection.registers.lake import Lake

ON = date(2026, 11, 25)
SIZE = Size.of(600, 900, idle=400, activities=3)
PARTS = 3


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Demo, list[tuple[str, int, int]]]:
    """A country in three parts, and what was said while it was written."""
    heard: list[tuple[str, int, int]] = []
    with pytest.MonkeyPatch.context() as patch, listening(lambda *said: heard.append(said)):
        patch.setattr(registers, "_A_PART", sum(SIZE.establishments.values()) // PARTS)
        demo = write_registers(tmp_path_factory.mktemp("parts"), scale=SIZE, seed=1, on=ON)
    return demo, heard


def _read(demo: Demo, name: str) -> pl.DataFrame:
    return pl.read_csv(demo.folder / name, infer_schema=False)


def test_lanes_never_meet_and_shares_add_up() -> None:
    """Places of three parts give each number once, without a gap; what is shared out is all given."""
    parts = [Part(index, 3) for index in range(3)]
    assert sorted(part.lane(place) for part in parts for place in range(4)) == list(range(12))
    assert sum(part.share(100) for part in parts) == 100
    assert Part().lane(7) == 7


@pytest.mark.battery(reason="the demo of a whole country; a small one is written and read in every run")
def test_a_country_in_parts_is_as_large_as_asked(written: tuple[Demo, list[tuple[str, int, int]]]) -> None:
    """All establishments, the enterprises without one on top of theirs, and several activities an entity."""
    rows = written[0].rows
    units = rows["kbo/establishment.csv"]
    assert units == sum(SIZE.establishments.values())
    assert rows["kbo/enterprise.csv"] > units * 0.8 + 400
    assert rows["kbo/activity.csv"] > 5 * (units + rows["kbo/enterprise.csv"])


@pytest.mark.parametrize(
    ("file", "key"),
    [
        ("kbo/code.csv", ["Category", "Code", "Language"]),
        ("kbo/enterprise.csv", ["EnterpriseNumber"]),
        ("kbo/establishment.csv", ["EstablishmentNumber"]),
        ("kbo/activity.csv", ["EntityNumber", "ActivityGroup", "NaceVersion", "NaceCode", "Classification"]),
        ("addresses/openaddress-bevlg.csv", ["address_id"]),
        ("addresses/openaddress-bevlg.csv", ["postcode", "streetname_nl", "house_number"]),
        ("dimona/dimona.csv", ["DimonaPeriodId", "FormType"]),
        ("works/works.csv", ["WorkDeclarationNbr"]),
        ("mandates/mandates.csv", ["EnterpriseNumber"]),
        ("limosa/limosa.csv", ["LimosaDeclarationNbr"]),
        ("a1/a1.csv", ["CertificateNbr"]),
        ("history/history.csv", ["FileNbr"]),
    ],
)
def test_nobody_stands_in_two_parts(
    written: tuple[Demo, list[tuple[str, int, int]]], file: str, key: list[str]
) -> None:
    """Whatever has a number or a door of its own has it once in the whole country."""
    rows = _read(written[0], file).select(key).drop_nulls()
    assert len(rows) > PARTS
    assert not rows.is_duplicated().any()


@pytest.mark.battery(reason="our readers take the demo's registers in every run (test_demo_registers_writing.py)")
def test_every_part_is_read_by_our_readers(written: tuple[Demo, list[tuple[str, int, int]]], tmp_path: Path) -> None:
    """No row of a country in parts is quarantined."""
    lake = Lake(tmp_path / "lake")
    for register in ("kbo", "addresses", "dimona", "dmfa", "checkin", "works", "limosa", "a1", "history"):
        report = b.take(register, written[0].folder / register, lake, ON)
        assert report.quarantined == 0, (register, report.reasons)


def test_progress_counts_bytes(written: tuple[Demo, list[tuple[str, int, int]]]) -> None:
    """What is said rises to the size of what was written, and ends where everything is."""
    demo, heard = written
    steps = [(done, total) for step, done, total in heard if step == registers.STEP]
    files = list(demo.folder.rglob("*.csv"))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert all(done <= total for done, total in steps)
    assert steps[-1][0] == sum(path.stat().st_size for path in files)


@pytest.mark.battery  # half a minute of a core: a tenth of the country in ten parts
def test_memory_follows_a_part_and_not_the_country(tmp_path: Path) -> None:
    """Four times the country takes less than half as much memory more: one part is held, whatever their number."""
    peaks = []
    for times in (1, 4):
        script = (
            "import json, resource, sys\n"
            "from datetime import date\nfrom pathlib import Path\n"
            "from inspection.demo.registers import Size, registers, write_registers\n"
            "registers._A_PART = 20_000\n"
            f"size = Size.of({3_000 * times}, {17_000 * times}, idle={5_000 * times}, activities=3)\n"
            f"write_registers(Path({str(tmp_path / str(times))!r}), scale=size, seed=1, on=date(2026, 11, 25))\n"
            "print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))\n"
        )
        done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
        peaks.append(json.loads(done.stdout))
    assert peaks[1] < 1.5 * peaks[0]
