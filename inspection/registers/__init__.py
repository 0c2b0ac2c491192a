"""What other bodies publish, read strictly into the lake.

`ingest` takes a delivery in whole or not at all and accounts for every row; `Lake` reads it again as of any day;
`compact` joins a full snapshot and its updates. Which columns exist, what they may be used for and which codes are
known stands in sectors/common/registers.yaml. Persons enter as keyed pseudonyms, names of natural persons not at all.
"""

from inspection.registers.compact import compact
from inspection.registers.connections import Connection, connections
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake
from inspection.registers.looking_up import Holding, of_persons, of_workplace
from inspection.registers.report import FileReport, IntakeReport
from inspection.registers.wholeness import Damage, damages, manifest_sha256

__all__ = [
    "Connection",
    "Damage",
    "FileReport",
    "Holding",
    "IntakeReport",
    "Lake",
    "compact",
    "connections",
    "damages",
    "ingest",
    "manifest_sha256",
    "of_persons",
    "of_workplace",
]
