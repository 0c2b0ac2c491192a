"""The carry sheet: what a team has in its hand, in front of the employer."""

import re

import pytest
from builders_reporting import CONTACTS, MONDAY, OUTLINES, a_joint, a_round, a_stop, an_alternative, as_tip
from pdf_words import page_words, pdf_words

from inspection.control.checklists import checklist
from inspection.control.on_paper import PaperCode, paper_code, read_paper_code, version_letters
from inspection.i18n import LANGUAGES, t
from inspection.reporting.pages import partner_text
from inspection.reporting.sheets import SheetContent, carry_sheet, carry_sheets, paper_checklist
from sectors.reader import load_rules

CATALOGUE = load_rules().on(MONDAY)
SENSITIVE = {q.label.fr for q in CATALOGUE.questions.values() if q.sensitive}


def a_content(round_):
    lang = round_.language
    sectors = {key: CATALOGUE.sectors[key] for key in sorted({s.sector for s in round_.stops})}
    return SheetContent(
        round=round_,
        team="Team 1, Liège",
        members=["Inspector 1"],
        contacts=CONTACTS,
        checklists={
            k: paper_checklist(checklist(s, CATALOGUE), lang, CATALOGUE.documents_asked(s)) for k, s in sectors.items()
        },
        sector_labels={k: s.label.say(lang) for k, s in sectors.items()},
        outlines=OUTLINES,
    )


def a_sheet(round_):
    return carry_sheet(a_content(round_), week="2026-W49")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_the_sheet_speaks_the_teams_language(lang):
    """Day, order, contacts and checklist; the sign ° is explained on every page."""
    found = page_words(a_sheet(a_round(language=lang)))
    front = " ".join(found[0].split())
    for key in ("day.0", "sheet.order", "sheet.map", "sheet.contacts", "sheet.emergency"):
        assert t(key, lang) in front
    for told in (
        "30/11/2026",
        "K2CJJ4",
        "Table du Moulin",
        "Rue des Blés 5, 4102 Seraing",
        "08:30",
        "09:45",
        "112",
        "Team 1, Liège",
    ):
        assert told in front
    assert "liege-1" not in front
    assert CATALOGUE.sectors["restaurants"].label.say(lang) in found[1]
    assert t("sheet.key", lang) in " ".join(found[1].split())
    assert all(t("sheet.verify_note", lang) in " ".join(page.split()) for page in found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_a_leaf_for_each_place_and_a_key_for_each_sector(lang):
    """Paper is carried: a grid and a page about the place, in each language and sector, and no page of a few rows."""
    for sector in CATALOGUE.enabled_sectors():
        stops = (a_stop(sector=sector.key), a_stop("SECND2", sector=sector.key))
        pages = page_words(a_sheet(a_round(*stops, language=lang)))
        assert len(pages) == 6, sector.key
        assert min(len(page.split()) for page in pages[1:]) > 180, sector.key


def test_each_page_that_is_filled_in_says_which_it_is():
    """By its code, for the office to copy it back: visit, version of the list and page, and nothing else."""
    pages = page_words(a_sheet(a_round(a_stop(), a_stop("SECND2"))))
    sha256 = checklist(CATALOGUE.sectors["restaurants"], CATALOGUE).sha256
    wanted = [(visit, page) for visit in ("K2CJJ4", "SECND2") for page in (1, 2)]
    for found, (visit, page) in zip(pages[2:], wanted, strict=True):
        assert paper_code(visit, sha256, page) in found
        assert read_paper_code(paper_code(visit, sha256, page)) == PaperCode(visit, version_letters(sha256), page)


def test_the_grid_has_the_four_checks_and_room_for_eight():
    """A box for what is in order, and a person's number at each row."""
    grid = page_words(a_sheet(a_round()))[2]
    checks = [check for check in CATALOGUE.checks.values() if check.column]
    assert [check.section for check in checks] == [
        "social_documents",
        "social_security",
        "pay_and_time",
        "foreign_labour",
    ]
    assert all(" ".join(check.label.fr.split()) in " ".join(grid.split()) for check in checks)
    assert [f"P{n}" in grid.split() for n in range(1, 10)] == [True] * 8 + [False]
    assert grid.split().count("requis") > 8


def test_leaving_breaks_and_being_back_stand_in_the_order_of_the_day():
    """A team sees when it leaves, rests and is back, and that half past midnight is Tuesday."""
    night = a_round(
        a_stop("F1RST1", start=1250.0),
        a_stop("SECND2", start=1470.0),
        leaves=1230.0,
        pauses=((1400.0, 1430.0),),
        back=1580.0,
    )
    front = page_words(a_sheet(night))[0]
    times = ["20:30", "20:50", "23:20", "00:30", "02:20"]
    assert [text for text in re.findall(r"\d\d:\d\d", front) if text in times][:5] == times
    assert t("sheet.break", "fr") in front
    assert "mardi" in front


def test_neither_arm_nor_points_nor_reasons_nor_sensitive_questions():
    """It lies open on the counter."""
    text = pdf_words(a_sheet(a_round(as_tip(a_stop()), a_stop("RAND0M", arm="random", required=True))))
    for lang_key in ("arm.random", "arm.mandated", "office.reasons", "office.probability"):
        assert t(lang_key, "fr").lower() not in text.lower()
    assert "plainte" not in text.lower()
    assert SENSITIVE
    for told in (way.label.fr for check in CATALOGUE.checks.values() for way in check.ways):
        text = text.replace(told, "")  # what a tick says may begin as a question does that is left out
    assert not [label for label in SENSITIVE if label in text]


def test_a_tip_does_not_show():
    """Two rounds that differ only in a complaint give the same bytes (traps of the law, 18)."""
    plain = a_round(a_stop(), a_stop("0THER1", start=700.0, lon=5.4))
    told = a_round(as_tip(plain.stops[0]), plain.stops[1])
    assert plain != told
    assert a_sheet(plain) == a_sheet(told)


def test_what_could_stand_in_does_not_show():
    """A sheet lies in front of the employer: no other firm is on it."""
    plain = a_round()
    with_other = a_round(a_stop(alternative=an_alternative()))
    assert plain != with_other
    assert a_sheet(plain) == a_sheet(with_other)


def test_the_same_round_gives_the_same_bytes():
    """A sheet that is printed again is the sheet."""
    assert a_sheet(a_round()) == a_sheet(a_round())


@pytest.mark.parametrize(
    "name",
    ["#panic() *x* <b> $y$ @z", 'q"\\n/*', "مطعم الشرق", "Pizza \U0001f355", "東京", "x\x07\u202ey", "=1+1", "_" * 90],
)
@pytest.mark.few(4)
def test_a_firm_is_called_what_it_is_called(name):
    """Nothing of a register is markup, and no sign in one name keeps a week from being approved."""
    text = pdf_words(a_sheet(a_round(a_stop(name=name))))
    assert "K2CJJ4" in text
    if name.startswith("#"):
        assert name in text
    assert "\u202e" not in text


def test_a_place_whose_door_is_not_known_says_how_well_it_is():
    """The point on the map is then that of the street, the municipality or the canton."""
    roughly = ("street", "municipality", "canton")
    words = pdf_words(a_sheet(a_round(*(a_stop(quality=quality) for quality in (*roughly, "exact")))))
    assert [t(f"sheet.place.{quality}", "fr") in words for quality in roughly] == [True] * 3
    assert not [
        q for q in roughly if t(f"sheet.place.{q}", "fr") in pdf_words(a_sheet(a_round(a_stop(quality="exact"))))
    ]


def test_far_apart_and_all_at_one_point():
    """A map is drawn for stops across the country, for five at one door, and where no outline is near."""
    far = a_round(a_stop(lon=2.9, lat=51.2), a_stop("FAR002", lon=5.8, lat=49.6))
    heap = a_round(*(a_stop(f"HEAP0{n}", lon=5.57, lat=50.63) for n in range(5)))
    away = a_round(a_stop(lon=3.1, lat=50.9), office=(3.1, 50.9))
    assert all(len(page_words(a_sheet(round_))) >= 2 for round_ in (far, heap, away))


def test_the_sheet_is_pdf_a():
    """It is kept with the control: the mark of PDF/A-3b is in its metadata."""
    pdf = a_sheet(a_round())
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B" in re.sub(rb">\s+<", b"><", pdf)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_a_joint_action_says_which_kinds_of_partners_come(lang):
    """Kinds, not persons; an interpreter with the language; marked as long as somebody has not confirmed."""
    open_one, sure = (
        pdf_words(a_sheet(a_round(a_stop(joint=a_joint(s)), language=lang))) for s in ("proposed", "confirmed")
    )
    for found in (open_one, sure):
        for told in ("A7K3F2B", t("partner.police", lang), partner_text("interpreter:ro", lang)):
            assert told in found
    mark = t("joint.unconfirmed", lang, action="").strip(" –")
    assert mark in open_one
    assert mark not in sure


def test_all_of_a_week_is_one_document_and_each_sheet_counts_its_own_pages():
    """A sheet begins on a leaf of its own, in its team's language, with what it would hold alone."""
    rounds = [
        a_round(language="fr"),
        a_round(a_stop("7XK2QA", sector="garment"), language="nl"),
        a_round(language="fr"),
    ]
    whole = page_words(carry_sheets([a_content(one) for one in rounds], week="2026-W49", lang="fr"))
    said = [" ".join(page.split()) for page in whole]
    place = 0
    for round_ in rounds:
        alone = [" ".join(page.split()) for page in page_words(a_sheet(round_))]
        assert place % 2 == 0
        assert said[place : place + len(alone)] == alone
        assert f"1 / {len(alone)}" in alone[0]
        place += len(alone) + len(alone) % 2
