"""The grid of a sheet as it was typed, put into a raw control: alike on the page of paper and at the desk."""

from typing import Any

from dashboards.office.paper.typed import Fields, Read
from inspection.control.on_paper import PERSONS, PaperForm, cells_of, copy_person, copy_place, place_ticks


def copy_grid(form: PaperForm, read: Read, sent: Fields, control: dict[str, Any], sheet: int) -> None:
    """Put the rows of a sheet into a raw control, of the first also what stands above the grid."""
    if sheet == 1:
        counted = read.place(form.counted, sent, control["answers"])
        ticks = read.ticks(form.place_checks, sent, "w", place_ticks(form, control))
        copy_place(form, control, counted, ticks, at=control["entered_at"])
    known = {ref: cells_of(form, control, ref) for ref in refs_of(sheet)}
    for row in read.rows(form, sent, sheet, known):
        copy_person(form, control, row, at=control["entered_at"])


def refs_of(sheet: int) -> list[str]:
    """Return the references of the persons on a sheet."""
    return [f"P{n}" for n in range((sheet - 1) * PERSONS + 1, sheet * PERSONS + 1)]
