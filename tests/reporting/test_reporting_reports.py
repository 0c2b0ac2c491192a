"""Reports as documents: PDF/A-3b with the data attached, in four languages, the same bytes each time."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest
from builders_control import the_rules
from builders_disclosure import PARTNERS
from builders_reports import KEYS, KINDS, a_report
from hypothesis import given
from hypothesis import strategies as st
from pdf_words import pdf_words

from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES
from inspection.reporting.disclosure import (
    AssembledCell,
    CountTable,
    Dimension,
    ProtectedTable,
    ReleasedCell,
    assembled,
    protect,
)
from inspection.reporting.reports import (
    ArmYield,
    RegisterPart,
    ReportKind,
    ReportTable,
    due_key,
    ended_key,
    published,
    report_json,
    report_languages,
    report_pdf,
    report_period,
    verdict,
    wanted_tables,
)
from inspection.reporting.reports.evaluation import evaluation_blocks
from inspection.reporting.reports.words import Speaker
from inspection.targeting.evaluating import share_interval

MADE = datetime(2027, 1, 4, 8, tzinfo=UTC)
RULES = the_rules().on(date(2027, 1, 4))


def a_pdf(report, lang="fr") -> bytes:
    return report_pdf(report, lang, RULES, made_on=MADE)


def an_evaluated(shut):
    """A cell report of 100 visits in each arm, 20 and 60 with a finding; so many more of each were not seen."""
    counts = {
        (arm, found): n
        for arm, with_ in (("random", 20), ("risk", 60))
        for found, n in (("with_finding", with_), ("without_finding", 100 - with_), ("not_seen", shut))
    }
    dimensions = tuple(
        Dimension(name, tuple((atom, frozenset({atom})) for atom in atoms))
        for name, atoms in (("arm", ("random", "risk")), ("found", ("with_finding", "without_finding", "not_seen")))
    )
    table = protect(CountTable("prevalence", dimensions, ("arm", "found"), counts), PARTNERS)
    shown = ReportTable(figure="prevalence", dimensions=("arm", "found"), state="released", table=table)
    return a_report("cell", tables=(shown,))


def an_empty(kind="bureau"):
    """A report of which the ledger refused every table, and for which nothing was noted."""
    tables = tuple(
        ReportTable(figure=w.figure, dimensions=w.dimensions, state="not_released") for w in wanted_tables(kind)
    )
    return a_report(kind, register=RegisterPart(), tables=tables, initiatives=(), chapters=())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(8)
def test_every_kind_is_written_in_every_language_full_and_empty(kind, lang) -> None:
    """No text is missing, whatever the content; the same report is the same bytes."""
    assert a_pdf(a_report(kind), lang) == a_pdf(a_report(kind), lang)
    assert a_pdf(an_empty(kind), lang).startswith(b"%PDF")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.few(3)
def test_the_pdf_is_archivable_and_carries_its_data(kind, tmp_path) -> None:
    """PDF/A-3b by its own words, sound by qpdf, with an output intent and the JSON attached as its data."""
    report = a_report(kind)
    file = tmp_path / "report.pdf"
    file.write_bytes(a_pdf(report))
    pikepdf.Job(["pikepdf", "--check", str(file)]).run()
    with pikepdf.open(file) as pdf:
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "B")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        attached = pdf.attachments["data.json"]
        assert attached.obj.AFRelationship == "/Data"
        assert attached.get_file().read_bytes() == report_json(report)
    assert json.loads(report_json(report))["kind"] == kind


def test_a_table_that_was_refused_shows_no_count() -> None:
    """It says so; what the report holds of it is nothing."""
    assert all(one["table"] is None for one in json.loads(report_json(an_empty()))["tables"])


def test_a_draft_says_so_and_binds_the_approval_to_its_hash() -> None:
    """What is published of it differs in the state of its tables and the day only, and proposes nothing any more."""
    tables = tuple(replace(t, state="proposed", approved_on=None) for t in a_report().tables)
    draft = a_report(tables=tables)
    assert len(draft.proposed) == len(tables)
    assert "0123456789ab" in pdf_words(report_pdf(draft, "en", RULES, made_on=MADE, approve_as="0123456789ab"))
    assert "Draft" in pdf_words(report_pdf(draft, "en", RULES, made_on=MADE, approve_as="0123456789ab"))
    made = published(draft, date(2027, 1, 5))
    assert made.proposed == ()
    assert [t.table for t in made.tables] == [t.table for t in tables]
    assert "Draft" not in pdf_words(a_pdf(made, "en"))


def test_what_somebody_wrote_is_never_markup() -> None:
    """A source called like a command of the typesetter stays a source."""
    report = a_report()
    nasty = replace(report.initiatives[0], source='#panic("x")', what={"fr": "]*_`$ #{ }"})
    assert io.BytesIO(a_pdf(replace(report, initiatives=(nasty,)))).read(4) == b"%PDF"


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_nothing_and_all(drawn) -> None:
    """More visits make it no wider."""
    found, of = drawn
    one, is_bounds = share_interval(found, of, 0, level=0.95, limit=0.05)
    assert not is_bounds
    assert 0 <= one.low <= one.value + 1e-12
    assert one.value - 1e-12 <= one.high <= 1
    more, _ = share_interval(found * 4, of * 4, 0, level=0.95, limit=0.05)
    assert more.high - more.low <= one.high - one.low


@pytest.mark.parametrize(
    ("random", "risk", "expected"),
    [
        ((100, 20), (100, 60), "better"),
        ((100, 60), (100, 20), "worse"),
        ((20, 5), (20, 9), "open"),  # more was found, and nothing is shown by it
        ((None, None), (100, 60), "too_few"),
        ((0, 0), (100, 60), "too_few"),
    ],
)
def test_targeting_is_called_better_only_where_intervals_lie_apart(random, risk, expected) -> None:
    """An honest evaluation says "not shown" as long as it is not."""
    yields = tuple(
        ArmYield(arm=arm, visited=n, found=found, not_seen=5)
        for arm, (n, found) in (("random", random), ("risk", risk))
    )
    assert verdict(yields, RULES.measuring) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_too_many_doors_stayed_shut_the_page_says_bounds(lang) -> None:
    """In every language, beside the numbers and under them; within the limit nothing of the kind is said."""
    said = {"fr": "bornes", "nl": "grenzen", "de": "Schranken", "en": "bounds"}[lang]
    say = Speaker(lang, RULES)
    told = {}
    for shut in (0, 40):
        blocks = evaluation_blocks(an_evaluated(shut), say)
        told[shut] = [b["rows"][0]["text"] for b in blocks if b["kind"] == "intervals"]
        told[shut] += [b["text"] for b in blocks if b["kind"] == "notice"]
    assert sum(said in text for text in told[40]) == 2
    assert not any(said in text for text in told[0])


def test_no_interval_where_the_unseen_are_hidden() -> None:
    """Nobody could tell whether it is bounds."""
    assert ArmYield(arm="random", visited=100, found=20, not_seen=None).interval(RULES.measuring) is None


@pytest.mark.parametrize(
    ("kind", "key", "days"),
    [
        ("bureau", "2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("bureau", "2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("cell", "2026-12-03", (date(2026, 1, 1), date(2026, 11, 30))),
        ("biennial", "2025-2026", (date(2025, 1, 1), date(2026, 12, 31))),
        ("college", "2026", (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_the_period_of_a_report_is_whole_months(kind, key, days) -> None:
    """Figures are held by month."""
    assert report_period(kind, key) == days


def test_a_meetings_file_goes_on_from_the_last_and_refuses_to_tell_nothing() -> None:
    """Two meetings in one month have one file."""
    assert report_period("cell", KEYS["cell"], last_told=date(2026, 6, 30))[0] == date(2026, 7, 1)
    with pytest.raises(ReferralFault, match="REFER-976"):
        report_period("cell", "2026-12-20", last_told=date(2026, 11, 30))


@pytest.mark.parametrize("key", ["2026-13", "2026", "x", "2026-12-03", "2025-2027", "2026-2025"])
def test_what_is_no_period_is_refused(key) -> None:
    """A month is asked for as a month, two years as two that follow each other."""
    with pytest.raises(ReferralFault, match="REFER-975"):
        report_period("biennial" if key.count("-") == 1 and len(key) == 9 else "bureau", key)


def a_part(name: str, months: tuple[str, ...], shown: int | None) -> tuple[str, ProtectedTable]:
    """A release of one category over some months: its rounded count, or hidden."""
    cell = ReleasedCell(("economic",), "hidden" if shown is None else "count", shown)
    return name, ProtectedTable("referrals", ("form",), (("period", months),), 5, 5, (cell,))


def test_a_longer_period_is_told_by_the_releases_of_shorter_ones() -> None:
    """Sums of what is shown, how often it is hidden, and no month twice or from outside."""
    parts = [
        a_part("REL-A", ("2026-01", "2026-02"), 10),
        a_part("REL-B", ("2026-02",), 95),  # told by the first already
        a_part("REL-C", ("2026-03",), None),
        a_part("REL-D", ("2026-04",), 5),
        a_part("REL-E", ("2025-12", "2026-05"), 95),  # not within
    ]
    made = assembled(parts, ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05"))
    assert made is not None
    assert (made.references, made.months) == (("REL-A", "REL-C", "REL-D"), 4)
    assert made.cells == (AssembledCell(labels=("economic",), shown=15, hidden_in=1),)
    assert assembled(parts, ("2027-01",)) is None


@pytest.mark.parametrize("shown", [None, 20])
def test_an_assembled_table_is_written_with_or_without_anything_to_show(shown: int | None) -> None:
    """In every language."""
    made = assembled([a_part("REL-A", ("2026-01",), shown)], ("2026-01",))
    one = ReportTable(figure="referrals", dimensions=("form", "period"), state="not_released", assembled=made)
    for lang in LANGUAGES:
        assert a_pdf(a_report("biennial", tables=(one,)), lang).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("kind", "on", "key"),
    [
        ("bureau", date(2027, 1, 1), None),  # New Year's Day
        ("bureau", date(2027, 1, 2), None),  # a Saturday
        ("bureau", date(2027, 1, 4), "2026-12"),
        ("biennial", date(2027, 1, 4), "2025-2026"),
        ("biennial", date(2028, 1, 3), None),
        ("college", date(2027, 1, 4), "2026"),
        ("cell", date(2027, 1, 4), None),
    ],
)
def test_the_schedule_knows_what_is_due(kind, on: date, key: str | None) -> None:
    """On a working day only; a meeting's file is asked for with its day."""
    assert due_key(kind, on) == key


@pytest.mark.parametrize(
    ("kind", "on", "key"),
    [
        ("bureau", date(2026, 1, 31), "2025-12"),
        ("model_card", date(2026, 12, 1), "2026-11"),
        ("biennial", date(2026, 12, 1), "2023-2024"),
        ("biennial", date(2027, 1, 1), "2025-2026"),
        ("college", date(2027, 1, 1), "2026"),
    ],
)
def test_the_period_that_ended_last_is_known_on_any_day(kind: ReportKind, on: date, key: str) -> None:
    """Whoever asks without a period gets it, also on a Saturday."""
    assert ended_key(kind, on) == key


def test_a_report_is_written_in_the_languages_of_whoever_reads_it() -> None:
    """Who reads it is a rule: a model card is everybody's, the rapporteur's note has one language more."""
    rules = the_rules().on(date(2026, 12, 1))
    assert report_languages("bureau", rules) == ("fr", "nl")
    assert report_languages("rapporteur", rules) == ("fr", "nl", "en")
    assert report_languages("model_card", rules) == LANGUAGES
    nobody = {key: one.model_copy(update={"reports": ()}) for key, one in rules.recipients.items()}
    assert report_languages("bureau", rules.model_copy(update={"recipients": nobody})) == LANGUAGES
