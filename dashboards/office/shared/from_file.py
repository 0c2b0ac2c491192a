"""A file: read, shown as what it would change, and done only as it was shown.

Between the two pages the file travels in the form, packed: nothing of it is kept anywhere before it is confirmed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.forms import packed, unpacked
from dashboards.office.shared.attempts import attempted
from inspection.errors import InspectionError

_CHANGED_SINCE = "SETTING-043"
Read = TypeVar("Read")
Difference = TypeVar("Difference")


@dataclass(frozen=True, kw_only=True)
class FromFile(Generic[Read, Difference]):
    """One kind of file that a form brings.

    read
        Reads its text.
    look
        Says what it would change.
    take
        Does it, given the hash of what was shown.
    form
        Draws the page with the form for a file, and why one was refused.
    shown
        Draws what would change, with the file packed for the form that confirms it.
    way
        Where it leads when it is done.
    page
        Where to come back to after proving who one is, "" for the page that `way` leads to.
    """

    read: Callable[[str], Read]
    look: Callable[[Asked, Read], Difference]
    take: Callable[[Asked, Read, str], object]
    form: Callable[[Asked, InspectionError | None], Response]
    shown: Callable[[Asked, Difference, str, InspectionError | None], Response]
    way: Callable[[Asked], str]
    page: str = ""

    def preview(self, asked: Asked) -> Response:
        """Show what a file would change; nothing is done."""
        return self._previewed(asked, asked.form.get("file", ""))

    def confirm(self, asked: Asked) -> Response:
        """Do what was shown, if it still is what would change; else show what would now."""
        try:
            text = unpacked(asked.form.get("packed", ""))
            read = self.read(text)
        except InspectionError as fault:
            return self.form(asked, fault)
        act = lambda: self.take(asked, read, asked.form.get("shown", ""))  # noqa: E731
        return attempted(asked, act, self.way(asked), lambda fault: self._again(asked, text, fault), page=self.page)

    def _again(self, asked: Asked, text: str, fault: InspectionError) -> Response:
        return self._previewed(asked, text, fault) if fault.code == _CHANGED_SINCE else self.form(asked, fault)

    def _previewed(self, asked: Asked, text: str, before: InspectionError | None = None) -> Response:
        try:
            difference = self.look(asked, self.read(text))
        except InspectionError as fault:
            return self.form(asked, fault)
        return self.shown(asked, difference, packed(text), before)
