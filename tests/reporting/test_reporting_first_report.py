"""The first report on paper: page 1 for who comes, page 2 for who leads, one page for a minor."""

import json
from dataclasses import replace

import pytest
from builders_control import the_rules
from builders_first_reports import AT, LONG, WORDS, a_full_report, a_rich_control, an_addressee
from pdf_words import page_words

from inspection.i18n import LANGUAGES
from inspection.referral.bundle import bundle
from inspection.referral.model import RingBack
from inspection.referral.report import elements_of, say
from inspection.reporting.cases import first_report_pdf
from inspection.reporting.cases.first_report import first_report_data
from inspection.reporting.cases.first_report_elements import elements_page

CATALOGUE = the_rules().on(AT.date())


def made(report, addressee, **more):
    """The files of a bundle."""
    return dict(
        bundle(
            addressee, report, CATALOGUE, pdf=lambda d: first_report_pdf(addressee, report, CATALOGUE, d), **more
        ).files
    )


def pages(files):
    """The words of each page."""
    return page_words(files["first_report.pdf"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_pages_in_the_addressees_language(lang):
    """What who comes needs stands on the first page, what was seen and told on the second."""
    first, second = pages(made(a_full_report(), an_addressee(lang)))
    for key in (
        "page.police",
        "danger_now",
        "employer_knows",
        "calls",
        "contact",
        "whereabouts",
        "minor",
        "unfinished",
    ):
        assert say(key, lang) in first
    for told in ("R-26-000123-5", "21:50", "04 000 00 00", "02 000 00 00", "police station", "P2", LONG.split()[-1]):
        assert told in first
    for key in ("page.magistrate", "part.act", "part.purpose", "part.aggravating", "how.told", "not_a_status"):
        assert say(key, lang) in second
    assert second.index(say("part.aggravating", lang)) < second.index(say("dimensions", lang))
    assert second.index(say("dimensions", lang)) < second.index(say("not_known", lang))
    assert "19:05" in second
    assert "18:51" in second


def test_who_is_told_of_a_minor_gets_one_page_and_no_word_of_the_case():
    """Page 1's minors; no danger, call, element, ground or exhibit, in print or in the data."""
    addressee = an_addressee("fr", reason="minor", recipient="guardianship")
    files = made(a_full_report(), addressee)
    (only,) = pages(files)
    everything = only + files["data.json"].decode() + files["first_report.txt"].decode()
    for word in (LONG, "Papers in the safe", "Entendre chacun", "traite", "exhibit", "recruited", "Danger"):
        assert word not in everything
    assert "Vasil Exempel 2" in only


def test_thirty_persons_leave_the_pressing_lines_on_the_first_page():
    """However long the table, danger, number and calls come before it."""
    first = pages(made(a_full_report(30), an_addressee("nl")))[0]
    assert first.index("02 000 00 00") < first.index("P1 ")
    assert "21:50" in first


def test_nobody_found_and_nothing_noted_is_said():
    """A blank would read as nothing to report."""
    report = a_full_report(0, calls=(), employer_knows=(), danger_now=None)
    first, second = pages(made(report, an_addressee("en")))
    for key in ("nobody", "no_call", "not_noted"):
        assert say(key, "en") in first
    for key in ("unknown.danger", "unknown.employer", "unknown.control"):
        assert say(key, "en") in second


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_id_of_a_control_is_no_declaration_of_works(lang):
    """A door that no register knows is found by its address, and has no number; a site that was declared keeps its."""
    told = {"workplace_name": "", "address": "Snack Exempel, Exempelstraat 3"}
    unknown = a_full_report(workplace="site:01937b4e-0000-7000-8000-0000000000d0", **told)
    shown = dict(first_report_data(an_addressee(lang), unknown, CATALOGUE)["where"])
    assert shown[say("workplace", lang)] == told["address"]
    assert say("works", lang) not in shown
    assert "01937b4e" not in str(shown)
    bare = first_report_data(an_addressee(lang), replace(unknown, address=""), CATALOGUE)
    assert dict(bare["where"])[say("workplace", lang)] == say("unknown", lang)
    declared = first_report_data(an_addressee(lang), replace(unknown, workplace="site:1A2B3"), CATALOGUE)
    assert dict(declared["where"])[say("works", lang)] == "1A2B3"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_for_whom_the_rules_propose_it_stands_on_page_two_with_its_grounds(lang):
    """Who, which acts, which facts by the numbers of the observations, and what is enough; in the data as well."""
    report = a_full_report()
    assert report.by_person
    page = elements_page(report, CATALOGUE, lang)
    told = [who.split(" ")[0] for row in page["by_person"] for who in row[0].split(", ")]
    assert sorted(told) == sorted(one.person for one in report.by_person if one.person)
    for _, acts, facts in page["by_person"]:
        assert f"({say('hired', lang)}" in acts
        assert facts.split(" – ")[-1] in {say(f"way.{one.way}", lang) for one in report.by_person}
        assert any(f"({n}" in facts for n in range(1, 30))
    files = made(report, an_addressee(lang))
    first, second = pages(files)
    assert say("by_person", lang) in second
    assert say("by_person", lang) not in first
    told = json.loads(files["data.json"])["by_person"]
    assert [one["person"] for one in told] == [one.person for one in report.by_person]
    minors = made(report, an_addressee(lang, reason="minor", recipient="guardianship"))
    assert "by_person" not in json.loads(minors["data.json"])


def test_words_on_an_answer_are_read_beside_it_by_who_works_the_case():
    """A comment is evidence that no picture shows: on page 2 and in the data, and nowhere for who hears of a minor."""
    plain = a_full_report()
    control = a_rich_control(comments=WORDS)
    seen = elements_of(control, CATALOGUE, ("P2",), plain.exhibits, plain.forms)
    files = made(replace(plain, elements=seen), an_addressee("fr"))
    first, second = pages(files)
    data = json.loads(files["data.json"])["elements"]
    written = {words for e in data for o in e["observations"] for words in o.get("words", ())}
    assert written == {"Mattresses above the kitchen", "and behind the oven", "Paid in meals"}
    assert all(words in second and words not in first for words in written)
    assert "P1 «Paid in meals»" in second
    minors = made(replace(plain, elements=seen), an_addressee("fr", reason="minor", recipient="guardianship"))
    everything = "".join([*pages(minors), minors["data.json"].decode(), minors["first_report.txt"].decode()])
    assert not [words for words in written if words in everything]
    assert "words" not in str(json.loads(made(plain, an_addressee("fr"))["data.json"])["elements"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missing_is_named_on_page_one_with_whom_to_ring(lang):
    """In words and in one block; the same lines are red where they stand, behind a sign that needs no colour."""
    head = RingBack(role="team_head", telephone="02 000 00 99")
    nothing = {"danger_now": None, "employer_knows": (), "address": "", "contact_telephone": "", "ring_back": head}
    report, addressee = a_full_report(**nothing), an_addressee(lang)
    ageless = replace(report, persons=tuple(replace(one, minor=False, is_adult=False) for one in report.persons))
    first = pages(made(ageless, addressee))[0]
    block = first[first.index(say("lacking", lang)) : first.index(say("ring_back.team_head", lang))]
    for key in ("danger", "number", "address", "employer", "whereabouts", "ages"):
        assert say(f"lacking.{key}", lang).format(who="") in block.replace("P1, P2", "").replace("P2", "")
    assert "02 000 00 99" in first
    assert f"! {say('place_unknown', lang)}" in first
    assert f"! {say('age_unknown', lang)}" in first
    reds = first_report_data(addressee, ageless, CATALOGUE)["red"]
    assert set(reds) == {say(key, lang) for key in ("danger_now", "contact", "address", "employer_knows")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_is_of_unknown_age_is_counted_apart(lang):
    """Nobody of unknown age is an adult: "minors: 0" beside unknown dates of birth would say so."""
    report = a_full_report(3)
    one, two, three = report.persons
    unknown = replace(report, persons=tuple(replace(p, minor=False, is_adult=False) for p in (one, two, three)))
    title = first_report_data(an_addressee(lang), unknown, CATALOGUE)["persons_title"]
    assert title.endswith(f"{say('age_unknown', lang)}: 3 (P1, P2, P3)")
    assert say("minors", lang) not in title
    mixed = replace(
        report, persons=(replace(one, minor=False, is_adult=True), replace(two, minor=True), unknown.persons[2])
    )
    title = first_report_data(an_addressee(lang), mixed, CATALOGUE)["persons_title"]
    told = (("minors", "1"), ("adults", "1"), ("age_unknown", "1 (P3)"))
    assert title.endswith("; ".join(f"{say(key, lang)}: {value}" for key, value in told))


def test_a_report_that_leaves_nothing_open_has_no_red():
    """Red that always stands is read by nobody."""
    report = a_full_report(1)
    content = first_report_data(an_addressee("fr"), report, CATALOGUE)
    assert (content["lacking"], content["red"]) == (None, [])


def test_a_finished_control_does_not_say_that_it_goes_on():
    """And its supplement names what it adds to."""
    files = made(a_full_report(is_unfinished=False), an_addressee("fr"), supplements="ab" * 32)
    assert say("unfinished", "fr") not in pages(files)[0]
    assert json.loads(files["data.json"])["supplements"] == "ab" * 32


def test_what_somebody_typed_is_never_markup():
    """Nor does a name become an instruction to the typesetter."""
    report = a_full_report(grounds='#panic("x") = $a$ *b* @c\nsecond line', workplace_name='#read("data.json")')
    first, second = pages(made(report, an_addressee("fr")))
    assert '#panic("x") = $a$ *b* @c' in second
    assert "#read" in first


def test_the_same_report_is_the_same_bytes():
    """The key of a bundle covers its PDF: made twice, it is one."""
    one, two = (made(a_full_report(), an_addressee("de")) for _ in range(2))
    assert one == two
