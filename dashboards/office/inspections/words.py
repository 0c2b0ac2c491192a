"""What the parts of a control say beside what pages of controls say alike: offices, references, rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.office.shared import Telling
from inspection.acts.orders import MAGISTRATES
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

    def say(self, key: str, **values: object) -> str:
        """Return a text of the screens."""
        return self.asked.say(key, **values)

    def paper(self, key: str, **values: object) -> str:
        """Return a text of the papers, which the pages say alike."""
        return t(key, self.asked.look.lang, **values)

    def office(self, key: str) -> str:
        """Return what an addressee is called."""
        known = self.rules.recipients.get(key)
        return known.name.say(self.asked.look.lang) if known else key

    def magistrates(self) -> list[tuple[str, str]]:
        """Return the offices of magistrates, by their names."""
        known = [(id_, self.office(id_)) for id_, one in self.rules.recipients.items() if one.kind in MAGISTRATES]
        return sorted(known, key=lambda one: one[1])

    def yes_no(self, value: bool | None) -> str:
        """Return yes, no, or nothing where nobody knows."""
        return "" if value is None else self.say("word.yes" if value else "word.no")

    def verified(self, text: str, is_open: bool) -> str:
        """Return a text, marked where a lawyer must confirm it."""
        return f"{text} ({self.say('word.to_verify')})" if is_open else text
