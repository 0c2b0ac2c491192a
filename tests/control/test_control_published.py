"""The JSON Schemas under docs/reference are those of the checklists in use; `make schemas` writes them."""

import json
import os
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from builders_control import a_raw_control, the_checklist, the_rules

from inspection.control.filled import Control, PersonFound

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "checklists"
PUBLISHED_ON = date(2026, 11, 25)
SECTORS = [sector.key for sector in the_rules().on(PUBLISHED_ON).enabled_sectors()]


def written(sector: str) -> str:
    """A checklist's schema as it is published."""
    schema = the_checklist(sector, PUBLISHED_ON).json_schema()
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("sector", SECTORS)
def test_the_published_schema_is_the_checklists(sector: str) -> None:
    """A question that changes is published with the change, or this fails."""
    file = FOLDER / f"{sector}.schema.json"
    if os.environ.get("VIGIE_PUBLISH"):
        file.write_text(written(sector), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == written(sector), "run make schemas"


def test_nothing_else_is_published() -> None:
    """A sector that is switched off has no schema that somebody could write to."""
    assert {file.name for file in FOLDER.glob("*.schema.json")} == {f"{sector}.schema.json" for sector in SECTORS}


def test_a_control_of_ours_fits_the_published_schema() -> None:
    """What others read there is what we write."""
    schema = json.loads((FOLDER / "restaurants.schema.json").read_text(encoding="utf-8"))
    control = a_raw_control(on=PUBLISHED_ON) | {
        "checklist": the_checklist("restaurants", PUBLISHED_ON).ref.model_dump()
    }
    jsonschema.Draft202012Validator(schema).validate(control)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(control | {"answers": {"nobody_asked": 1}})


@pytest.mark.parametrize(("of", "title"), [(Control, "## The control"), (PersonFound, "## A person found")])
def test_the_page_of_forms_says_of_every_part_who_holds_it(of: type[Control | PersonFound], title: str) -> None:
    """A part that is added to a control is told of on the one page that says what each form lacks."""
    page = (FOLDER.parent / "what-each-form-holds.md").read_text(encoding="utf-8")
    rows = page.partition(title)[2].partition("\n## ")[0]
    named = {
        name for row in rows.splitlines() if row.startswith("| `") for name in re.findall("`(\\w+)`", row.split("|")[1])
    }
    assert named == of.model_fields.keys()
