"""What other bodies publish, read strictly into the lake.

`ingest` takes a delivery in whole or not at all and accounts for every row; the gate compares it with the last good
one, and what lies outside the limits is `held`; `Lake` reads what is current as of any day; `compact` joins a full
snapshot and its updates. Which columns exist, what they may be used for, which codes are known and what is ordinary
stands in sectors/common/registers.yaml. Persons enter as keyed pseudonyms, names of natural persons not at all.
"""

from inspection.registers import demo_home, held
from inspection.registers.compact import compact
from inspection.registers.connections import Connection, connections
from inspection.registers.difference import Difference
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.registers.looking_up import Holding, of_persons, of_workplace
from inspection.registers.report import FileReport, IntakeReport
from inspection.registers.wholeness import Damage, Worth, damages, manifest_sha256, worth_of

__all__ = [
    "Connection",
    "Damage",
    "Difference",
    "FileReport",
    "Holding",
    "IntakeReport",
    "Lake",
    "Worth",
    "compact",
    "connections",
    "damages",
    "demo_home",
    "held",
    "ingest",
    "manifest_sha256",
    "of_persons",
    "of_workplace",
    "worth_of",
]
