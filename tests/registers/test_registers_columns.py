"""What registers.yaml promises about columns."""

import builders_registers as b
import pytest

from sectors.rules.registers import Column, Register, RegisterTable

COLUMNS = [
    pytest.param(register, table, column, id=f"{register.key}.{table.name}.{column.name}")
    for register in b.rules().registers.values()
    for table in register.tables
    for column in table.columns
]


@pytest.mark.parametrize(("register", "table", "column"), COLUMNS)
def test_column_goes_no_further_than_its_use(register: Register, table: RegisterTable, column: Column) -> None:
    """Unused columns and columns that identify somebody stay out; a person is kept as a key only."""
    if column.use == "never" or not table.stored:
        assert column.lake is None
    if column.person and column.lake:
        assert column.check == "person_number"
        assert column.lake.endswith("_key")
        assert column.use == "key"
    if column.codes_from:
        assert register.key == "kbo"


def test_dimona_names_are_official_and_others_say_that_they_are_ours() -> None:
    """Of Dimona only two columns are ours; of DmfA, Check In at Work and works all are."""
    registers = b.rules().registers
    ours = {k: [c.name for t in r.tables for c in t.columns if c.origin == "ours"] for k, r in registers.items()}
    assert ours["dimona"] == ["FormType", "ReceivedAt"]
    assert ours["kbo"] == ours["addresses"] == []
    for key in ("dmfa", "checkin", "works"):
        assert len(ours[key]) == sum(len(t.columns) for t in registers[key].tables)


def test_expected_ranges_and_unique_keys_name_what_exists() -> None:
    """A range belongs to a table, a key to its columns, and a range has its ends in order."""
    for register in b.rules().registers.values():
        assert set(register.expect) == {t.name for t in register.tables}
        assert all(low < high for low, high in register.expect.values())
        for table in register.tables:
            assert set(table.unique) <= {c.name for c in table.columns}
