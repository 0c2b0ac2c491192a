"""Turning a full snapshot and its updates into one full snapshot of the same content, so that reading stays fast."""

from datetime import date

from inspection.registers.lake import Lake
from inspection.registers.readers import incoming, publish, sole_intake


def compact(lake: Lake, register: str, on: date) -> date | None:
    """Write the newest snapshot up to `on` as a full one beside its delivery, which stays.

    Returns its day, or None when it stands alone already or there is nothing yet. Reading gives the same rows in the
    same order before and after.
    """
    day = lake.snapshot(register, on)
    if day is None or lake.is_whole(register, day):
        return None
    persons = lake.sealed_tables(register, day)
    with sole_intake(lake.root, register) as folder, incoming(folder, persons, lake.keys) as new:
        tables = lake.tables(register, day)
        for table in tables:
            new.sink(table, lake.scan(register, table, day))
        modes = {table: {"mode": "full"} for table in tables}
        about = {"kind": "full", "tables": modes, "report": lake.report(register, day).as_json()}
        publish(new, about, f"{day.isoformat()}.compact")
    return day
