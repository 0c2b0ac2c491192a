"""Every document that leaves the house is archival PDF: typst says so, and here it is looked at.

No independent validator is installed: what is held is qpdf's structure check, the conformance that the metadata claims,
the output intent, and how the structured data are attached. A new document is a line in `DOCUMENTS`.
"""

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

import pikepdf
import pytest
from builders_control import a_competence, a_control, the_checklist, the_rules
from builders_first_reports import AT, a_full_report, an_addressee
from builders_reporting import CONTACTS, OUTLINES, a_list, a_round
from builders_reports import KINDS, a_report

from inspection.control.conclusions import conclude
from inspection.i18n import LANGUAGES
from inspection.referral.bundle import bundle
from inspection.reporting.cases import (
    Dossier,
    FileCase,
    LinkFileContent,
    dossier_data,
    dossier_pdf,
    first_report_pdf,
    link_file_pdf,
    referral_list_pdf,
)
from inspection.reporting.reports import report_pdf
from inspection.reporting.sheets import SheetContent, carry_sheet, paper_checklist

MADE_ON: Final = datetime(2026, 11, 30, 6, tzinfo=UTC)
CATALOGUE = the_rules().on(AT.date())


def a_first_report(lang: Any, *, reason: str = "place_of_facts", recipient: str = "pjf-liege") -> bytes:
    """As it lies in a bundle."""
    report, addressee = a_full_report(), an_addressee(lang, reason=reason, recipient=recipient)
    made = bundle(addressee, report, CATALOGUE, pdf=partial(first_report_pdf, addressee, report, CATALOGUE))
    return dict(made.files)["first_report.pdf"]


def a_dossier(lang: Any) -> bytes:
    """Of a control in which nothing was found."""
    control = a_control()
    content = Dossier(
        control=control,
        conclusion=conclude(control, the_rules(), a_competence()),
        law_on=lambda _: CATALOGUE,
        form=CATALOGUE,
        questions=CATALOGUE.questions,
        place="Liège",
        auditorate="Auditorat",
        official="Name",
        service="ONSS",
    )
    return dossier_pdf(dossier_data(content, "auditorate", lang, made_on=MADE_ON), made_on=MADE_ON)


def a_sheet(lang: Any) -> bytes:
    """A team's day."""
    content = SheetContent(
        round=a_round(language=lang),
        team="Team 1, Liège",
        members=["Inspector 1"],
        contacts=CONTACTS,
        checklists={"restaurants": paper_checklist(the_checklist("restaurants", AT.date()), lang, ())},
        sector_labels={"restaurants": "Restaurants"},
        outlines=OUTLINES,
    )
    return carry_sheet(content, week="2026-W49")


def a_link_file(lang: Any) -> bytes:
    """Two cases without a link between them: the head of the page is what counts here."""
    cases = tuple(FileCase(reference=f"R-26-00000{n}-5", district="liege", opened_on=AT.date()) for n in (1, 2))
    content = LinkFileContent(
        reference="L-26-000001-5", recipient_name="Police", lang=lang, prepared_at=MADE_ON, cases=cases, links=()
    )
    return link_file_pdf(content)


def a_written(kind: Any) -> Callable[[Any], bytes]:
    """A report of the house: bureau note, cell file, two-yearly chapter."""
    rules = the_rules().on(MADE_ON.date())
    return lambda lang: report_pdf(a_report(kind), lang, rules, made_on=MADE_ON)


DOCUMENTS: Mapping[str, Callable[[Any], bytes]] = {
    "first_report": a_first_report,
    "minor_notice": lambda lang: a_first_report(lang, reason="minor", recipient="guardianship"),
    "lodging_notice": lambda lang: a_first_report(lang, reason="lodging", recipient="fgp-limburg"),
    "referral_list": lambda lang: referral_list_pdf(a_list(lang=lang), made_on=MADE_ON),
    "dossier": a_dossier,
    "carry_sheet": a_sheet,
    "link_file": a_link_file,
    **{f"report_{kind}": a_written(kind) for kind in KINDS},
}
WITH_DATA = {  # whose structured data lie inside: the file's name, and its schema
    "first_report": ("data.json", "vigie/first-report/1"),
    "minor_notice": ("data.json", "vigie/first-report/1"),
    "lodging_notice": ("data.json", "vigie/first-report/1"),
    "referral_list": ("list.json", "vigie/referral-list/1"),
    **{f"report_{kind}": ("data.json", "vigie/report/1") for kind in KINDS},
}


@pytest.fixture(scope="module", params=[(name, lang) for name in DOCUMENTS for lang in LANGUAGES], ids="-".join)
def document(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, pikepdf.Pdf]:
    """Each document in each language, on the disk."""
    name, lang = request.param
    path = tmp_path_factory.mktemp("pdf") / f"{name}-{lang}.pdf"
    path.write_bytes(DOCUMENTS[name](lang))
    return name, lang, pikepdf.open(path)


@pytest.mark.few(8)
def test_qpdf_finds_no_fault(document: tuple[str, str, pikepdf.Pdf]) -> None:
    """Structure, cross references and streams; a warning is an error here."""
    checked = pikepdf.Job(["pikepdf", "--check", document[2].filename])
    checked.run()
    assert (checked.exit_code, checked.has_warnings) == (0, False)


@pytest.mark.few(18)
def test_it_claims_a_3b_and_says_its_language(document: tuple[str, str, pikepdf.Pdf]) -> None:
    """Part 3, conformance B, a title, and the language that a screen reader speaks."""
    _, lang, pdf = document
    with pdf.open_metadata() as said:
        assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("3", "B")
        assert said["dc:title"]
    assert str(pdf.Root.Lang).startswith(lang)


def test_it_carries_its_output_intent(document: tuple[str, str, pikepdf.Pdf]) -> None:
    """One, for archiving, with the colour profile inside."""
    (intent,) = document[2].Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert len(intent.DestOutputProfile.read_bytes()) > 100


def test_nothing_in_it_acts(document: tuple[str, str, pikepdf.Pdf]) -> None:
    """No script, no action on opening, no encryption, and every font within."""
    pdf = document[2]
    assert not pdf.is_encrypted
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    assert "/JavaScript" not in pdf.Root.get("/Names", {})
    fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_data_inside_are_related_to_it(document: tuple[str, str, pikepdf.Pdf]) -> None:
    """As /Data, with type, size and moment; whoever opens the PDF can take them out. The others hold nothing."""
    name, _, pdf = document
    if name not in WITH_DATA:
        assert "/AF" not in pdf.Root
        return
    (attached,) = pdf.Root.AF
    file = attached.EF.F
    assert (attached.AFRelationship, str(attached.UF)) == ("/Data", WITH_DATA[name][0])
    assert file.Subtype == "/application/json"
    assert int(file.Params.Size) == len(file.read_bytes())
    assert "/ModDate" in file.Params
    assert json.loads(file.read_bytes()).get("schema") == WITH_DATA[name][1]
    assert list(pdf.attachments) == [WITH_DATA[name][0]]


def test_the_data_inside_are_those_of_the_bundle() -> None:
    """Byte for byte, so that neither can say something else."""
    report, addressee = a_full_report(), an_addressee("nl")
    made = bundle(addressee, report, CATALOGUE, pdf=partial(first_report_pdf, addressee, report, CATALOGUE))
    files = dict(made.files)
    with pikepdf.open(io.BytesIO(files["first_report.pdf"])) as pdf:
        assert pdf.Root.AF[0].EF.F.read_bytes() == files["data.json"]


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.few(5)
def test_the_same_content_is_the_same_bytes(name: str) -> None:
    """However often it is made."""
    assert DOCUMENTS[name]("fr") == DOCUMENTS[name]("fr")


def test_a_document_is_dated_by_its_content() -> None:
    """Another decision, another date; never the clock."""
    one, two = (
        first_report_pdf(an_addressee("fr"), a_full_report(decided_at=at), CATALOGUE, b"{}")
        for at in (AT, AT + timedelta(days=1))
    )
    assert one != two
