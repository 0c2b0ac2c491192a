"""What documents are called, in the reader's language: their titles, their periods, and what they can be taken as."""

import re
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from dashboards.office.shared import Naming
from inspection.acts.documents import Document
from inspection.i18n import t

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Words(Naming):
    """The words of one reader."""

    def say(self, key: str, **values: object) -> str:
        """Return a text of the shelf."""
        return self.asked.say(f"documents.{key}", **values)

    def title(self, one: Document) -> str:
        """Return what a document is about."""
        lang = self.asked.look.lang
        if one.kind == "report":
            return t(f"report.title.{one.topic}", lang)
        if one.kind == "list":
            return self.say("list_for", office=self.office(one.topic))
        if one.kind == "table":
            figure, *dimensions = one.topic.split("/")
            by = " × ".join(t(f"report.dimension.{name}", lang) for name in dimensions)
            return t("report.by", lang, figure=t(f"figure.{figure}", lang), dimensions=by)
        return self.say("calendar_of_week" if one.topic else "sheet_of_day")

    def period(self, one: Document) -> str:
        """Return a document's period: a month or a day in words, any other as people write it."""
        lang = self.asked.look.lang
        if _MONTH.fullmatch(one.period):
            return format_date(date.fromisoformat(f"{one.period}-01"), "MMMM y", locale=lang)
        if (one.kind, one.topic) in (("report", "cell"), ("sheet", "")):
            return self.asked.day(date.fromisoformat(one.period))
        return one.period.replace("-", "\N{EN DASH}") if one.topic == "biennial" else one.period
