"""What may not be kept may not be used: readers pass over it, frozen or not, and nobody reads past that."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import builders_registers as b
import pytest
from builders_closed import CLOSED, closed_files

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake, barred, lawful
from sectors import Catalogue

ROOT = Path(__file__).parents[2]
LATER = b.FULL_DAY + timedelta(days=20)
NEEDY = [key for key, one in b.rules().registers.items() if one.needs_authorisation]
OTHERS = {
    "dimona": b.dimona_files, "checkin": b.checkin_files, "dmfa": b.dmfa_files, "works": b.works_files,
    "mandates": b.mandates_files,
}  # fmt: skip
# Who keeps the lake: takes in, judges, counts, seals, destroys, and looks whether it is whole. No other sees all.
KEEPERS = {
    "flows/ingest_registers.py", "inspection/acts/doctor/patient.py", "inspection/acts/history/sound.py",
    "inspection/acts/registers/authorising.py", "inspection/acts/registers/deciding.py",
    "inspection/acts/registers/fetching.py", "inspection/acts/registers/health.py",
    "inspection/acts/registers/keeping.py", "inspection/acts/registers/receiving.py",
    "inspection/acts/chasing/stale_registers.py",
    "inspection/acts/controls/extracts.py",  # asks which registers nobody may read
    "inspection/targeting/divided/establishing.py",  # of the two registers that everybody may read
    "inspection/trust/context.py",
}  # fmt: skip


def _law(register: str, day: date, **changes: Any) -> Catalogue:
    rules = b.rules()
    changed = rules.authorisations[f"csi-{register}"].model_copy(update=changes)
    return rules.model_copy(update={"day": day, "authorisations": {**rules.authorisations, changed.key: changed}})


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake that nothing is in."""
    return Lake(tmp_path / "lake")


@pytest.mark.parametrize("register", NEEDY)
@pytest.mark.few(6)
def test_nobody_reads_what_its_authorisation_no_longer_covers(register: str, lake: Lake, tmp_path: Path) -> None:
    """Withdrawn, over, or a decision that the house no longer has: whatever day is asked for; not before its end."""
    files = closed_files(register) if register in CLOSED else OTHERS[register]()
    b.take(register, b.write(tmp_path / "in", files), lake)
    table = b.rules().registers[register].tables[0].name
    end = b.FULL_DAY + timedelta(days=2)
    ended = (
        _law(register, LATER, withdrawn_on=end),
        _law(register, LATER, valid_until=end),
        b.rules().model_copy(update={"day": LATER, "authorisations": {}}),
    )
    for law in ended:
        readers = lawful(lake, law, is_demo=False)
        for asked in (b.FULL_DAY, LATER):  # who looks back today looks today
            assert readers.snapshot(register, asked) is None
            with pytest.raises(IntakeFault, match=register):
                readers.scan(register, table, asked)
        assert list(barred(lake, law, is_demo=False)) == [(register, b.FULL_DAY)]
    before = lawful(lake, _law(register, b.FULL_DAY, withdrawn_on=end), is_demo=False)
    assert before.snapshot(register, b.FULL_DAY) == b.FULL_DAY
    assert before.scan(register, table, b.FULL_DAY).collect().height
    assert before.snapshot(register, end) is None
    assert lake.snapshot(register, LATER) == b.FULL_DAY  # its keepers have it


def test_only_those_who_keep_the_lake_see_all_of_it() -> None:
    """Weeks and controls read through `AppContext.lake`, so that no reader can forget to ask."""
    files = [file for part in ("inspection", "flows", "dashboards") for file in (ROOT / part).rglob("*.py")]
    whole = {str(file.relative_to(ROOT)) for file in files if re.search(r"\bLake\(", file.read_text("utf-8"))}
    assert whole == KEEPERS
