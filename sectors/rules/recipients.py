"""The shape of an office that receives something, and of the routing table that says which one is competent where."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from sectors.rules.trafficking import Sign
from sectors.rules.values import Confidence, Frozen, Lang, Origin, Sourced, Text

NUMBER = r"^\+?[0-9][0-9 ./]{1,24}$"
Kind = Literal[
    "central_police",
    "coordination",
    "emergency",
    "federal_prosecutor",
    "foreign_affairs",
    "general_auditorate",
    "general_prosecutor",
    "group",
    "guardianship",
    "housing_inspectorate",
    "immigration_office",
    "inspection_service",
    "interpreters",
    "labour_auditorate",
    "labour_court",
    "local_police",
    "police_directorate",
    "policy",
    "public_prosecutor",
    "rapporteur",
    "reception_centre",
    "regional_inspectorate",
]
Transport = Literal["file_drop", "mail", "paper", "sftp", "telephone", "webhook"]
Part = Literal[
    "workplace", "forms", "danger", "employer", "calls", "elements", "grounds", "exhibits", "holders", "lodgings"
]
ReportRead = Literal["bureau", "cell", "biennial", "college", "rapporteur", "prevention"]
Detail = Literal["name", "birth_date", "national_number", "hearing_language", "where_now", "is_heard", "reach"]


class Recipient(Sourced):
    """An office that something may be sent to; a role account, never a person.

    kind
        police_directorate, labour_auditorate, public_prosecutor, reception_centre, ... (see recipients.yaml).
    answer_hours
        Within how many hours it must acknowledge; None where no answer is awaited.
    may_see
        "bundle" (the case), "list" (references and states), "figures" (released tables only), "nothing".
    reports
        Which published reports are written for it, in its languages; only an office that may see figures has any.
    hours_source, hours_confidence
        Where answer_hours and reminder_hours come from, which is rarely where the office itself comes from.
    needs_agreement
        Whether it is told of a person only if that person agrees.
    languages_source, languages_confidence
        The same of its languages, where these come from elsewhere.
    """

    id: str
    kind: Kind
    name: Text
    languages: tuple[Lang, ...] = Field(min_length=1)
    may_see: Literal["bundle", "list", "figures", "nothing"]
    legal_basis: str
    transports: tuple[Transport, ...]
    answer_hours: int | None
    reminder_hours: int | None
    reports: tuple[ReportRead, ...] = ()
    telephone: str | None = Field(default=None, pattern=NUMBER)
    needs_agreement: bool = False
    hours_source: str = ""
    hours_confidence: Confidence | None = None
    languages_source: str = ""
    languages_confidence: Confidence | None = None
    note: str = ""

    @model_validator(mode="after")
    def _reads_figures(self) -> Self:
        if self.reports and self.may_see != "figures":
            raise ValueError("only an office that may see figures, and no case, is a reader of reports")
        return self

    @property
    def gets_bundles(self) -> bool:
        """Tell whether it may see a case: `may_see` is "bundle"."""
        return self.may_see == "bundle"


class BundleShare(Sourced):
    """What an office that may see a bundle reads of it, by why it is told; what is not named does not leave.

    headed
        Which heading it is read under.
    persons
        "lodged": whom an answer of `signs` places in a lodging of the employer; unknown is not lodged.
    details
        What is told of a person beside the reference and whether a minor.
    """

    reason: Literal["place_of_facts", "minor", "lodging", "added"]
    headed: Literal["case", "minor", "lodging"]
    persons: Literal["all", "minors", "lodged"]
    details: tuple[Detail, ...]
    parts: tuple[Part, ...]
    signs: tuple[Sign, ...] = ()

    @property
    def is_of_case(self) -> bool:
        """Tell whether an office that is told so works the case: it reads what speaks for the offence."""
        return "elements" in self.parts


class ExploitationForm(Sourced):
    """A form of exploitation, or smuggling: who leads the case, and who is told besides where a minor is concerned.

    leads
        Kind of the magistrate's office; the police directorate is written to whatever the form.
    minors
        Kinds of the offices that a minor adds.
    minors_source, minors_confidence
        Where that comes from.
    """

    key: str
    leads: Literal["labour_auditorate", "public_prosecutor"]
    minors: tuple[Literal["labour_auditorate", "public_prosecutor", "guardianship"], ...]
    minors_source: str
    minors_confidence: Confidence
    note: str = ""


class RoutingLine(Frozen):
    """One line of the routing table: the offices competent for a part of the country.

    cantons
        The judicial cantons of the area, where the arrondissement is split by canton; empty where it is not.
    refnis_prefix
        What the REFNIS codes of its municipalities start with, where the arrondissement is split that way; "" if not.
    """

    area: str
    arrondissement: str
    label: Text
    judicial_area: str
    labour_auditorate: str
    public_prosecutor: str
    police_directorate: str
    labour_courts: tuple[str, ...] = Field(min_length=1)
    general_auditorate: str
    report_languages: tuple[Lang, ...] = Field(min_length=1)
    reception_centre: str
    source: str
    confidence: Confidence
    origin: Origin | None = None
    cantons: tuple[str, ...] = ()
    refnis_prefix: str = ""

    def holds(self, arrondissement: str, cantons: Iterable[str], municipalities: Iterable[str]) -> bool:
        """Tell whether the area holds a place, or a part of it, by the cantons and municipalities that it lies in."""
        if arrondissement != self.arrondissement:
            return False
        if self.cantons:
            return not set(self.cantons).isdisjoint(cantons)
        return any(refnis.startswith(self.refnis_prefix) for refnis in municipalities)
