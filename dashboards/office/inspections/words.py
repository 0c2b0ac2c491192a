"""What the parts of a control say beside what pages of controls say alike: papers, yes and no, rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.office.shared import Telling
from inspection.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Table:
    """Rows under their columns, below a heading; `nothing` is said where there are none."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    nothing: str = ""


@dataclass(frozen=True)
class Words(Telling):
    """The words of one reader of a control."""

    def paper(self, key: str, **values: object) -> str:
        """Return a text of the papers, which the pages say alike."""
        return t(key, self.asked.look.lang, **values)

    def yes_no(self, value: bool | None) -> str:
        """Return yes, no, or nothing where nobody knows."""
        return "" if value is None else self.say("word.yes" if value else "word.no")
