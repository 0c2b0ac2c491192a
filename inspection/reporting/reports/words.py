"""What figures, dimensions and their values are called in a report, in the reader's language."""

from dataclasses import dataclass
from datetime import date

from inspection.i18n import Lang, keys, t
from inspection.reporting.disclosure import TOTAL
from inspection.reporting.figures import FIGURES, OTHERS
from inspection.reporting.policy import Words, words_in
from inspection.territory import ARRONDISSEMENTS, arrondissement_label
from inspection.time_of import day_text
from sectors import Catalogue


@dataclass(frozen=True)
class Speaker:
    """Says everything of one report in one language."""

    lang: Lang
    rules: Catalogue

    def say(self, key: str, **values: object) -> str:
        """Return a text of reports."""
        return t(f"report.{key}", self.lang, **values)

    def actor(self, key: str) -> str:
        """Return what an actor of the charter is called."""
        known = self.rules.recipients.get(key)
        return known.name.say(self.lang) if known else key

    def words(self, words: Words) -> str:
        """Return what somebody wrote, with the language beside it where it is not the reader's."""
        text, lang = words_in(words, self.lang)
        return text if lang == self.lang else f"{text} [{lang}]"

    def figure(self, figure: str) -> str:
        """Return what a figure is called in a table of counts, which an estimate has another word for."""
        return self._own(f"figure.{figure}") or t(FIGURES[figure].label, self.lang)

    def other(self, figure: str) -> str:
        """Return what a figure of others is called."""
        return t(OTHERS[figure].label, self.lang)

    def definition(self, figure: str) -> str:
        """Return what a figure counts."""
        return self._own(f"figure.{figure}.definition") or t(FIGURES[figure].definition, self.lang)

    def dimension(self, name: str) -> str:
        """Return what a dimension is called."""
        return self.say(f"dimension.{name}")

    def atom(self, dimension: str, atom: str) -> str:
        """Return what a value of a dimension is called; the value itself where nobody gave it words."""
        if atom == TOTAL:
            return self.say("total")
        if dimension == "district" and atom in ARRONDISSEMENTS:
            return arrondissement_label(atom, self.lang)
        if dimension == "sector" and atom in self.rules.sectors:
            return self.rules.sectors[atom].label.say(self.lang)
        return self._own(f"{dimension}.{atom}") or atom

    def month(self, first: date) -> str:
        """Return a month in words."""
        return f"{self.say(f'month.{first:%m}')} {first.year}"

    def days(self, first: date, last: date) -> str:
        """Return a span of days."""
        return day_text(first) if first == last else f"{day_text(first)} – {day_text(last)}"

    def _own(self, key: str) -> str:
        """Return a text of reports, or nothing where there is none."""
        return self.say(key) if f"report.{key}" in keys(self.lang) else ""
