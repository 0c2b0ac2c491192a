"""The office's pages: every number can be read aloud, and nothing of a register is markup."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from builders_reporting import MONDAY, OUTLINES, a_book, a_help, a_missed, a_round, a_stop, an_alternative

from inspection.i18n import LANGUAGES, t
from inspection.planning.explain import HELPS, RULES
from inspection.reporting.pages import district_page, help_texts, known_rules, map_page, office_page, why_text
from sectors.reader import load_rules

CATALOGUE = load_rules().on(MONDAY)
NASTY = "</script><img src=x onerror=alert(1)> {{ 7*7 }} & \"'"


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def district(book, lang="en"):
    return district_page(book.books[0], CATALOGUE, lang, state="proposed")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_front_page_counts_and_explains(lang):
    """State, hash, figures by district, registers with their days, and why a visit found no place."""
    book = a_book()
    text = plain(office_page(book, CATALOGUE, lang, state="approved"))
    for told in (t("state.approved", lang), book.sha256, "25/11/2026", "Snack Nord", why_text(book.unplaced[0], lang)):
        assert told in text
    assert t("register.complaints", lang) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_team_is_called_by_its_name(lang):
    """At its rounds, on the map, and where a visit without a place would get one; its id where no name is known."""
    missed = a_missed(
        detail={"pinned": "liege-1", "pinned_on": "2026-12-05"}, rule="pinned_elsewhere", helps=(a_help(),)
    )
    book, teams = a_book(unplaced=(missed,)), {"liege-1": "Team One", "liege-2": "Team Two"}
    front = plain(office_page(book, CATALOGUE, lang, state="proposed", teams=teams))
    page = plain(district_page(book.books[0], CATALOGUE, lang, state="proposed", teams=teams))
    for told in (front, page):
        assert "liege-" not in told.replace("liege-fr", "")
        assert "Team One" in told
        assert told.count("Team Two") == 2
    assert '"teams":{"liege-1":"Team One"}' in map_page(book, OUTLINES, lang, teams=teams)
    assert "liege-1" in plain(district(book, lang))


def test_it_links_to_pages_beside_it_and_asks_nothing_of_a_network():
    """A folder on a phone: relative links, no address elsewhere."""
    pages = [office_page(a_book(), CATALOGUE, "fr", state="proposed"), district(a_book(), "fr")]
    assert 'href="office/liege-fr.html"' in pages[0]
    assert 'href="../office-fr.html"' in pages[1]
    for page in pages:
        assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_arithmetic_is_a_sum_that_can_be_read(lang):
    """Terms with value and unit, their sum, the place in the sector; what gave no points and what no register knows."""
    stop = a_stop(points=9, reasons=(*a_stop().reasons, replace(a_stop().reasons[0], signal="wage_per_hour_eur",
                                                                 value=12.5, points=4)))  # fmt: skip
    text = plain(district(a_book(a_round(stop)), lang))
    for told in (
        t("office.place", lang),
        "3 / 214",
        "40 %",
        "+5",
        "+4",
        "5 + 4",
        t("office.n_points", lang, n=9),
    ):
        assert told in text
    assert t("unit.wage_per_hour_eur", lang) in text
    assert f"{t('office.quiet', lang)} {CATALOGUE.signals['enterprise_age_years'].label.say(lang)}" in text
    assert f"{t('office.silent', lang)} {CATALOGUE.signals['dmfa_arrears_share'].label.say(lang)}" in text
    assert f"° {t('office.to_verify', lang)}" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_probability_is_printed_only_where_a_card_was_calibrated(lang):
    """The same stop twice: the gate lets a calibrated figure through, and nothing stands in its place without one."""
    word = t("office.probability", lang)
    fitted = plain(district(a_book(a_round(a_stop(calibrated_probability=0.6137))), lang))
    assert word in fitted
    assert "61 %" in fitted
    guessed = plain(district(a_book(a_round(a_stop())), lang))
    assert word not in guessed
    assert set(re.findall(r"(\d+) %", guessed)) == {"40", "30"}  # late declarations by the register, and their step


def test_a_visit_drawn_by_lot_shows_its_points_too():
    """To the office only: it must be able to see that the lot was not chosen by points."""
    text = plain(district(a_book(a_round(a_stop(arm="random", points=2)))))
    assert "drawn by lot" in text
    assert "2 points" in text


def test_every_signal_has_a_unit_in_four_languages():
    """A share is shown as per cent; any other number has a word beside it."""
    for key, signal in CATALOGUE.signals.items():
        if not signal.unit.endswith("0 to 1"):
            assert all(t(f"unit.{key}", lang) for lang in LANGUAGES)


def test_a_firm_is_text_on_every_page():
    """No name becomes markup or ends the map's data."""
    book = a_book(a_round(a_stop(name=NASTY)), unplaced=(a_missed(name=NASTY),))
    pages = [office_page(book, CATALOGUE, "fr", state="proposed"), district(book), map_page(book, OUTLINES, "fr")]
    for page in pages:
        assert "<img" not in page
    assert pages[2].count("</script>") == 2
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', pages[2], re.DOTALL)
    assert json.loads(data[1])["rounds"][0]["stops"][0][4] == NASTY


def test_the_map_tells_no_arm_and_no_points():
    """It may be shown around."""
    page = map_page(a_book(a_round(a_stop(arm="random"))), OUTLINES, "en")
    assert "random" not in page
    assert "drawn by lot" not in page
    assert "probability" not in page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_its_sentence(lang):
    """With the planner's details or without; names of rules are said in the reader's language."""
    assert known_rules(lang) >= frozenset(RULES)
    full = {
        "languages": "fr, nl",
        "skills": "construction",
        "needed": 3.0,
        "largest": 2.0,
        "days": "2026-12-05, 2026-12-06",
        "minutes_short": 30.0,
        "available": 1.0,
        "rules": "day_too_long, no_time_for_the_break",
        "also": "day_too_long",
        "visit": "est:1",
    }
    for rule in known_rules(lang):
        for missed in (a_missed(rule, full), a_missed(rule, {}, team=None, day=None)):
            text = why_text(missed, lang)
            assert "{" not in text
            assert "_" not in text
    assert t("rule.day_too_long", lang) in why_text(a_missed("several_conditions_fail", full), lang)
    day = {
        "fr": "samedi 5 décembre",
        "nl": "zaterdag 5 december",
        "de": "Samstag 5. Dezember",
        "en": "Saturday 5 December",
    }
    assert day[lang] in why_text(a_missed("no_team_works_on_that_day", full), lang)
    for text in (why_text(a_missed(rule, full), lang) for rule in known_rules(lang)):
        assert ".." not in text
    assert "2 h 43" in why_text(a_missed("other_required_visits_fill_the_time", {"minutes_short": 162.2}), lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_help_has_its_sentence(lang):
    """Whatever the planner offers, with its minutes, teams, languages or the other visit's name."""
    full = {"earlier": 15.0, "later": 30.0, "longer": 20.0, "shorter": 10.0, "further": 1.0, "needed": 3.0,
            "languages": "de", "skills": "construction", "names": "Snack Sud"}  # fmt: skip
    details = [full, full | {"before": 5.0}, full | {"after": 5.0}, full | {"opens": 480.0, "closes": 1020.0}]
    for kind in HELPS:
        for detail in details:
            (text,) = help_texts(a_missed(helps=(a_help(kind, detail),)), lang)
            assert "{" not in text
            assert "_" not in text
    assert "08:00" in help_texts(a_missed(helps=(a_help("longer_window", details[3]),)), lang)[0]
    assert "3" in help_texts(a_missed(helps=(a_help(detail={"later": 30.0, "teams": 3.0}),)), lang)[0]
    several = a_missed("several_conditions_fail", {"rules": "day_too_long"}, helps=(a_help(), a_help("larger_team")))
    assert help_texts(several, lang)[0] == t("help.all_of_these", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_office_reads_what_would_help_and_what_could_stand_in(lang):
    """Beside the rule and below each stop; names of firms are text."""
    missed = a_missed(
        "other_required_visits_fill_the_time",
        {"minutes_short": 5.0, "visits": "est:1", "names": "Snack Sud"},
        helps=(a_help(), a_help("drop_other_required", {"visit": "est:1", "names": NASTY})),
    )
    book = a_book(a_round(a_stop(alternative=an_alternative()), a_stop("OTHER1")), unplaced=(missed,))
    for page in (office_page(book, CATALOGUE, lang, state="proposed"), district(book, lang)):
        assert t("unplaced.crowd", lang, names="Snack Sud") in plain(page)
        assert help_texts(missed, lang)[0] in plain(page)
        assert "<img" not in page
    assert "Friterie du Quai, 4100 Seraing (-7 min" in plain(district(book, lang)).replace("Min.", "min")
    assert t("alternative.none", lang) in plain(district(book, lang))


def test_every_rule_that_is_named_inside_a_sentence_has_a_word():
    """`rules` and `also` name the rules that hold for a team-day alone."""
    for lang in LANGUAGES:
        for rule in (
            "no_team_speaks_the_language",
            "no_rest_between_days",
            "team_days_are_frozen",
            "place_unreachable",
        ):
            assert t(f"rule.{rule}", lang)
