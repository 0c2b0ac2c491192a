"""PDF by typst: a template of ours, data as one JSON value, the same input giving the same bytes."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import typst

TEMPLATES = Path(__file__).parent / "templates"


def typeset(template: str, data: Mapping[str, object], *, made_on: datetime | None = None) -> bytes:
    """Return the PDF of `template` filled with `data`.

    The data never becomes markup: the template reads it as JSON, so a firm called `#panic()` stays a name.

    template
        Name of a file in `templates/`, without its ending.
    made_on
        Creation time written into the document; a fixed one by default, so that equal content is equal bytes.
    """
    return typst.compile(
        (TEMPLATES / f"{template}.typ").read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="a-3b",
        timestamp=made_on or datetime(2000, 1, 1, tzinfo=UTC),
        ignore_system_fonts=True,
    )
