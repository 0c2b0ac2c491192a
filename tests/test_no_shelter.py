"""What may not exist anywhere: a field for where a centre houses somebody, or for a stage of a residence permit.

Names are what is scanned, not values: of columns, of a control's fields, of questions, of what recipients hold, and of
the words that documents and notices print.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from builders_control import the_rules

import inspection.store.tables  # noqa: F401  every table must be known, whichever test runs first
from inspection.control.filled import Control
from inspection.i18n import keys
from inspection.store.core import metadata
from sectors.rules.recipients import Recipient

ROOT = Path(__file__).parents[1]
ON = date(2026, 11, 25)
SHELTER = re.compile(r"shelter|refuge|safe_?house|centre_(address|place)|housed|accommodation_(address|place)")
STAGE = re.compile(r"residence_(stage|status|permit|title)|stage_of|protection_(stage|status)|victim_status|reflection")
TEMPLATES = (
    *(ROOT / "inspection" / "reporting" / "templates").glob("*"),
    ROOT / "inspection/referral/wording.yaml",
)


def names() -> Iterator[str]:
    """Every name under which something could be kept or printed."""
    for table in metadata.tables.values():
        yield from (f"{table.name}.{column.name}" for column in table.columns)
    yield from re.findall(r'"([a-z_]+)":', str(Control.model_json_schema()).replace("'", '"'))
    yield from Recipient.model_fields
    yield from the_rules().on(ON).questions
    yield from keys("en")


def test_no_name_stands_for_the_place_where_a_centre_houses_somebody() -> None:
    """Neither a column, nor a field, nor a question, nor a word to print."""
    assert [name for name in names() if SHELTER.search(name)] == []
    templates = [path for path in TEMPLATES if path.is_file()]
    assert templates
    assert [path.name for path in templates if SHELTER.search(path.read_text(encoding="utf-8").lower())] == []


def test_no_name_stands_for_a_stage_or_status_of_a_person() -> None:
    """Per person three facts: informed, wanted contact, centre reached. The brochure explains the rest."""
    assert [name for name in names() if STAGE.search(name)] == []


def test_the_scan_would_find_one() -> None:
    """A scan that finds nothing proves something only if it can."""
    assert SHELTER.search("person.shelter_address")
    assert STAGE.search("person.residence_stage")
    assert "control.body" in set(names())
