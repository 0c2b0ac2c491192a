"""A rotation of the database's key says nothing that reads as damage: neither where it runs, nor where others work.

In processes of their own, since SQLCipher writes past Python to their error stream.
"""

import os
import subprocess
import sys

from builders_acts import AT, LIEGE, a_suspicious_control
from builders_rotating import BY
from houses import as_user

from inspection.acts.controls import save
from inspection.settings import Settings
from inspection.trust import AppContext

ROTATES = """
from inspection import acts
acts.rotating.rotate(acts.app().at_the_door(), "database")
"""
# Reads, says so, waits for a line, and reads again by the key that the database has then.
WORKS = """
from inspection.settings import settings
from inspection.store.opening import open_store
store = open_store(settings())
for _ in range(2):
    with store.engine.connect() as connection:
        print(connection.exec_driver_sql("SELECT count(*) FROM control").scalar(), flush=True)
    input()
"""
# Reads every table, and says what stopped it.
READS = """
from inspection.errors import StoreFault
from inspection.settings import settings
from inspection.store.core import metadata
from inspection.store.opening import open_store
try:
    with open_store(settings()).engine.connect() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.select()).all()
except StoreFault as fault:
    print(fault.code)
"""


def begun(script: str, here: Settings) -> "subprocess.Popen[str]":
    """Begin a process at a home, with whatever it says on either stream."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    pipe = subprocess.PIPE
    line = [sys.executable, "-c", script]
    env = own | {"VIGIE_HOME": str(here.home)}
    return subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=env)


def said(script: str, here: Settings) -> tuple[str, str]:
    """What a process says on its two streams."""
    with begun(script, here) as process:
        return process.communicate()


def test_a_rotation_of_the_database_key_frightens_nobody(embedded: AppContext) -> None:
    """The one that rotates tries two keys, and one that has the store open finds that its own fits no more."""
    save(as_user(embedded, BY, AT), a_suspicious_control("no"), place=LIEGE)
    embedded.store.close()
    with begun(WORKS, embedded.settings) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "1\n"
        assert said(ROTATES, embedded.settings) == ("", "")
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "1\n"
        assert other.communicate("\n") == ("", "")
        assert other.returncode == 0


def test_a_damaged_page_is_told_by_a_fault_of_ours_and_by_nothing_else(embedded: AppContext) -> None:
    """With the first page damaged no key fits; with another one the database is damaged."""
    save(as_user(embedded, BY, AT), a_suspicious_control("no"), place=LIEGE)
    with embedded.store.engine.connect() as connection:
        page = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'control'").scalar_one()
    embedded.store.forget()
    embedded.store.close()
    file, told = embedded.settings.store_file, []
    whole = file.read_bytes()
    for damaged in (1, page):
        at = (damaged - 1) * 4096 + 100
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        told.append(said(READS, embedded.settings))
    assert told == [("STORE-012\n", ""), ("STORE-031\n", "")]
    file.write_bytes(whole)
    assert said(READS, embedded.settings) == ("", "")
