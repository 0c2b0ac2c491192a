"""How the bureau's note begins: three sentences and one chart, which tell nothing that no released table shows."""

import re
from dataclasses import replace
from datetime import date

import pytest
from builders_control import the_rules
from builders_disclosure import PARTNERS
from builders_reports import a_line, a_report

from inspection.i18n import LANGUAGES
from inspection.reporting.disclosure import TOTAL, CountTable, Dimension, protect
from inspection.reporting.paper import column_chart
from inspection.reporting.reports import (
    RegisterPart,
    ReportTable,
    Trend,
    TrendPoint,
    report_page,
    rolling_first,
    trend_of,
)
from inspection.reporting.reports.opening import opening
from inspection.reporting.reports.words import Speaker

RULES = the_rules().on(date(2027, 1, 4))
EN = Speaker("en", RULES)


def a_count(figure, dimension, **counts):
    """A released table of a figure by one dimension, protected as for partners."""
    shown = Dimension(dimension, tuple((atom, frozenset({atom})) for atom in counts))
    table = protect(CountTable(figure, (shown,), (dimension,), {(atom,): n for atom, n in counts.items()}), PARTNERS)
    return ReportTable(figure=figure, dimensions=(dimension,), state="released", reference="REL-7K2QXA", table=table)


SENT = a_count("referrals", "form", economic=20, sexual=10)
FEW = a_count("referrals", "form", economic=2, sexual=1)
ANSWERS = a_count("deliveries", "timeliness", in_time=40, late=20, overdue=10)
FEW_ANSWERS = a_count("deliveries", "timeliness", in_time=1, late=0, overdue=2)


def a_note(*tables, **fields):
    return replace(a_report("bureau"), tables=tables, **fields)


def a_trend(*counts, figure="referrals"):
    points = (TrendPoint(month=f"2026-{n:02d}", count=count) for n, count in enumerate(counts, 12 - len(counts)))
    return Trend(figure=figure, points=tuple(points))


def test_it_says_what_is_late_what_was_sent_and_what_was_answered():
    """The oldest measure with its days, the month beside the one before, the answers by their deadline."""
    late = RegisterPart(late=(a_line(), a_line("MES-OLDEST", due_on=date(2026, 10, 1), owner="onss")))
    note = a_note(SENT, ANSWERS, register=late, trend=a_trend(25, 30))
    first, second, third = opening(note, EN)
    assert first.startswith("2 measures are late; the oldest is MES-OLDEST (")
    assert "due on 01/10/2026 (95 d late)" in first
    assert second == "In November 2026 about 30 referrals were sent; the month before, about 25."
    assert (
        third
        == "Answers of the offices this month: in time 40; late 20; still without an answer after the deadline 10."
    )


def test_a_month_that_is_too_small_is_told_by_the_months_before():
    """It says that it is too small, and gives the longer count instead."""
    note = a_note(FEW, FEW_ANSWERS, rolling=(SENT, ANSWERS), register=RegisterPart())
    first, second, third = opening(note, EN)
    assert first == "No measure is late; due soon: 0."
    assert second == "The month of November 2026 is too small to show; over 12 months about 30 referrals were sent."
    assert third.startswith("Answers of the offices over 12 months: in time 40;")


def test_a_month_of_which_a_part_can_be_shown_says_so():
    """A total that would give a hidden part away is not told; what its table shows is."""
    part = a_count("referrals", "form", economic=7, sexual=0, mixed=0, organs=0)
    assert TOTAL not in {labels[0] for labels in part.table.shown}
    _, second, _ = opening(a_note(part, rolling=(SENT,)), EN)
    assert second == "Of November 2026, 5 referrals can be shown; the total cannot."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_shown_is_said_and_never_zero(lang):
    """Neither the month nor the year: three sentences all the same, without a number of cases."""
    say = Speaker(lang, RULES)
    empty = [replace(one, table=None, state="not_released") for one in (SENT, ANSWERS)]
    for note in (a_note(FEW, FEW_ANSWERS, rolling=(FEW, FEW_ANSWERS)), a_note(*empty, rolling=tuple(empty)), a_note()):
        _, second, third = opening(note, say)
        assert set(re.findall(r"\d+", f"{second} {third}")) <= {"2026", "12"}


def test_no_sentence_and_no_column_says_a_number_that_no_table_shows():
    """Every number of the opening is of a released table, of the register, or of the calendar."""
    note = a_note(SENT, ANSWERS, register=RegisterPart(), trend=a_trend(25, None, 30))
    shown = {str(n) for one in (SENT, ANSWERS) for n in one.table.shown.values()} | {"25", "30", "0", "2026"}
    assert set(re.findall(r"\d+", " ".join(opening(note, EN)))) <= shown


def test_the_note_shows_the_longer_table_where_the_month_tells_nothing():
    """And where the longer one tells nothing either it says so; a month that tells enough stands alone."""

    def texts(note):
        return [str(block) for block in report_page(note, "en", RULES).blocks]

    assert any("Over 12 months: 01/12/2025 – 30/11/2026" in one for one in texts(a_note(FEW, rolling=(SENT,))))
    assert any("Over 12 months nothing can be shown either." in one for one in texts(a_note(FEW, rolling=(FEW,))))
    assert not any("Over 12 months" in one for one in texts(a_note(SENT)))


def test_the_course_is_of_the_figure_of_which_most_months_can_be_shown():
    """The first of several; a single month is no course, and hidden months stand in it as hidden."""
    first, last = date(2026, 9, 1), date(2026, 11, 30)
    tables = {"referrals": {"2026-11": SENT.table, "2026-10": FEW.table}, "deliveries": {"2026-11": ANSWERS.table}}
    assert trend_of(tables, first, last) is None
    tables["deliveries"]["2026-09"] = ANSWERS.table
    assert trend_of(tables, first, last) == a_trend(70, None, 70, figure="deliveries")
    tables["referrals"] |= {"2026-09": SENT.table}
    assert trend_of(tables, first, last) == a_trend(30, None, 30)


@pytest.mark.parametrize(
    ("last", "length", "first"),
    [
        (date(2026, 11, 30), 12, date(2025, 12, 1)),
        (date(2026, 12, 31), 12, date(2026, 1, 1)),
        (date(2026, 1, 31), 2, date(2025, 12, 1)),
        (date(2026, 2, 28), 1, date(2026, 2, 1)),
    ],
)
def test_twelve_months_end_with_the_last(last, length, first):
    """Whole months, the last one among them."""
    assert rolling_first(last, length) == first


def test_a_hidden_month_is_drawn_alike_whatever_it_hides():
    """The scale begins at zero, and a frame stands for what is not shown; markup in a name stays text."""
    drawn = column_chart([("a 1", 10), ("b 2", None), ("<c> 3", 20)], told='"x" & <y>')
    heights = [float(one) for one in re.findall(r'<rect [^>]*height="([\d.]+)"', drawn)]
    assert heights[2] == 2 * heights[0]
    assert heights[1] == 16
    assert "&lt;c&gt;" in drawn
    assert 'aria-label="&quot;x&quot; &amp; &lt;y&gt;"' in drawn
    assert "<c>" not in drawn
