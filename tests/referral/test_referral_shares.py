"""The minimum for each addressee: text, pages, data, files and manifest hold what the rules give, and nothing else."""

import json
from dataclasses import replace
from functools import partial
from typing import Any, get_args

import pytest
from builders_control import the_rules
from builders_first_reports import AT, LONG, a_full_report, an_addressee
from pdf_words import page_words

from inspection.errors import ReferralFault
from inspection.i18n import LANGUAGES
from inspection.referral.bundle import adds_nothing_to, bundle, content_hash
from inspection.referral.delivery.transports import call_script, cover_letter
from inspection.referral.model import Addressee, FirstReport, Lodging, Reason
from inspection.referral.report import say, shown_to
from inspection.reporting.cases import first_report_pdf
from sectors import Catalogue

CATALOGUE = the_rules().on(AT.date())
HERE, THERE = "Straat 1, 3500 Hasselt", "Rue du Test 2, 5000 Namur"
LIMBURG = ("fgp-limburg", "aud-antwerpen", "parket-limburg")
ONE = (Lodging(address=HERE, offices=LIMBURG),)
BOTH = (*ONE, Lodging(address=THERE, offices=("pjf-namur", "aud-liege", "parquet-namur")))
# What the police cell of a lodging has no need of: others, the firm, its pay, what was seen, said and photographed.
NOT_THEIRS = (
    LONG,
    "90010299900",
    "Restaurant Exemple",
    "Rue de l’Exemple",
    "0123456749",
    "2123456789",
    "restaurants",
    "Papers in the safe",
    "Entendre chacun",
    "substitut de garde",
    "04 000 00 00",
    "exhibit",
    "CD01",
    "EX01",
    "SS_DIMONA",
    "PAY_UNPAID",
    "recruited",
    "q15_rooms_seen",
    "methodsofcontrol",
    "methodofrecruitment",
    "forcedlabourindustry",
)


def a_report(*lodged: str, lodgings: tuple[Lodging, ...] = ONE, **changes: Any) -> FirstReport:
    """A whole report of three persons, some of whom sleep in a lodging of the employer."""
    report = a_full_report(3, lodgings=lodgings, holders=("aud-liege", "pjf-liege"), **changes)
    return replace(report, persons=tuple(replace(p, is_lodged=p.ref in lodged) for p in report.persons))


def an_office(lang: Any = "nl", recipient: str = "fgp-limburg", reason: str = "lodging") -> Addressee:
    """An office that is told as concerned."""
    return an_addressee(lang, reason=reason, recipient=recipient)


def files(report: FirstReport, addressee: Addressee, catalogue: Catalogue = CATALOGUE) -> dict[str, bytes]:
    """The files of its bundle."""
    pdf = partial(first_report_pdf, addressee, report, catalogue)
    made = bundle(addressee, report, catalogue, pdf=pdf)
    assert made.apart == () or "exhibits" in catalogue.shares[addressee.reason].parts
    return dict(made.files)


def data_of(made: dict[str, bytes]) -> Any:
    return json.loads(made["data.json"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_office_of_a_lodging_reads_the_lodging_and_nothing_of_the_case(lang: str) -> None:
    """A case, who has it, the place, who is lodged there, danger now, whom to ring: one page, in each language."""
    made = files(a_report("P2", "P3"), an_office(lang))
    (page,) = page_words(made["first_report.pdf"])
    text = made["first_report.txt"].decode()
    for told in (page, text):
        for key in ("lodging", "lodged", "holders", "danger_now", "contact"):
            assert say(key, lang) in told
        assert say("title_lodging", lang) in told or say("title_lodging", lang).upper() in told
        for said in ("R-26-000123-5", HERE, "Vasil Exempel 2", "Vasil Exempel 3", "02 000 00 00"):
            assert said in told
        assert CATALOGUE.recipients["pjf-liege"].name.say(lang) in told
        assert CATALOGUE.recipients["aud-liege"].name.say(lang) in told
    for name, content in made.items():
        everything = page if name.endswith(".pdf") else content.decode()
        assert [word for word in NOT_THEIRS if word in everything] == [], name


def test_the_data_and_the_manifest_follow_the_same_minimum() -> None:
    """Our keys, the standard's codes, and the list of files; a person's number is nobody's need there."""
    made = files(a_report("P2"), an_office())
    found, manifest = data_of(made), json.loads(made["manifest.json"])
    assert set(found) == {
        "schema", "reference", "recipient", "language", "service", "decided_at", "facts_on", "is_unfinished",
        "contact_telephone", "ring_back", "lacking", "persons", "ages", "forms", "rules_sha256", "danger_now",
        "holders", "lodgings", "htcds",
    }  # fmt: skip
    assert (found["lodgings"], found["holders"]) == ([HERE], ["aud-liege", "pjf-liege"])
    assert [set(one) for one in found["persons"]] == [
        {"ref", "minor", "name", "birth_date", "hearing_language", "where_now"}
    ]
    standard = {"version", "typeofexploitation", "traffickingstatus", "traffickingstatusdecisionmakingorg"}
    assert set(found["htcds"]) == standard
    assert {one["name"] for one in manifest["files"]} == {"data.json", "first_report.pdf", "first_report.txt"}
    assert manifest["reason"] == "lodging"


def test_police_and_magistrate_of_the_case_read_all_of_it() -> None:
    """They work it together: both pages, the persons, the media; as does an office that two persons added."""
    for reason in ("place_of_facts", "added"):
        addressee = an_office("fr", "aud-liege", reason)
        made = files(a_report("P2"), addressee)
        found = data_of(made)
        assert len(page_words(made["first_report.pdf"])) == 2
        assert len(found["persons"]) == 3
        assert {"grounds", "elements", "exhibits", "workplace", "calls", "employer_knows", "offences"} <= set(found)
        assert {"lodgings", "holders"}.isdisjoint(found)
        assert "is_lodged" not in str(found["persons"])
        assert shown_to(addressee, a_report(), CATALOGUE).exhibits


def test_nobody_known_to_be_lodged_is_said_and_is_not_nobody() -> None:
    """Unknown is not lodged: no name leaves, no number either, and the inspector is rung."""
    made = files(a_report(), an_office("en"))
    (page,) = page_words(made["first_report.pdf"])
    for told in (page, made["first_report.txt"].decode()):
        assert say("lodged_unknown", "en") in told
        assert "of whom minors" not in told
    assert data_of(made)["persons"] == []


def test_of_two_lodgings_each_area_reads_its_own_and_no_name() -> None:
    """Nobody noted who sleeps in which: a name would be a guess. Two in one area are both told, with the persons."""
    report = a_report("P2", lodgings=BOTH)
    for recipient, address, other in (("fgp-limburg", HERE, THERE), ("pjf-namur", THERE, HERE)):
        made = files(report, an_office("fr", recipient))
        assert (data_of(made)["lodgings"], data_of(made)["persons"]) == ([address], [])
        assert other not in made["first_report.txt"].decode()
    twice = a_report("P2", lodgings=(*ONE, Lodging(address="Straat 9, 3500 Hasselt", offices=LIMBURG)))
    assert [one["ref"] for one in data_of(files(twice, an_office()))["persons"]] == ["P2"]
    unknown = a_report("P2", lodgings=(*ONE, Lodging(address="the yellow house")))
    assert data_of(files(unknown, an_office()))["persons"] == []


def test_what_does_not_concern_an_office_is_no_news_to_it() -> None:
    """Another ground or another person of the workplace makes no supplement for it; a danger does."""
    told = {
        content_hash(an_office(), report, CATALOGUE)
        for report in (a_report("P2"), a_report("P2", grounds="other"), a_report("P2", offences=()))
    }
    assert len(told) == 1
    assert content_hash(an_office(), a_report("P2", danger_now=False), CATALOGUE) not in told


def test_what_is_held_is_compared_by_what_it_says() -> None:
    """Fewer parts, other codes of the standard or an exhibit without its place are no news; anything else is."""
    report, lead = a_report("P2"), an_office("fr", "aud-liege", "place_of_facts")
    held = data_of(files(report, lead))

    def is_held(now: FirstReport, addressee: Addressee = lead, **changes: Any) -> bool:
        mine = {"recipient": addressee.recipient, "language": addressee.language}
        return adds_nothing_to(addressee, now, CATALOGUE, json.dumps(held | mine | changes).encode())

    assert is_held(report, htcds={}, supplements="0" * 64, further="part")
    assert is_held(report, an_office())
    assert is_held(replace(report, exhibits=tuple(replace(e, lon=None, lat=None) for e in report.exhibits)))
    for addressee in (lead, an_office()):
        assert not is_held(replace(report, danger_now=None), addressee)
        named = tuple(replace(person, name="Jana Exempel") for person in report.persons)
        assert not is_held(replace(report, persons=named), addressee)
    for change in ({"persons": report.persons[:2]}, {"exhibits": ()}, {"grounds": ""}, {"indicators": ("CD01",)}):
        assert not is_held(replace(report, **change)), change
    del held["calls"]
    assert not is_held(report)
    notice = json.dumps(data_of(files(report, an_office()))).encode()
    assert not adds_nothing_to(lead, report, CATALOGUE, notice)
    assert not adds_nothing_to(an_office(), replace(report, holders=("aud-liege",)), CATALOGUE, notice)


def test_who_reads_what_is_the_rules_to_say() -> None:
    """Another line of recipients.yaml gives another bundle, without a change of the program."""
    share = CATALOGUE.shares["lodging"].model_copy(update={"parts": ("lodgings",), "details": ()})
    changed = CATALOGUE.model_copy(update={"shares": {**CATALOGUE.shares, "lodging": share}})
    found = data_of(files(a_report("P2"), an_office(), changed))
    assert found["persons"] == [{"ref": "P2", "minor": True}]
    assert {"forms", "danger_now", "holders", "htcds"}.isdisjoint(found)
    wide = CATALOGUE.model_copy(update={"shares": {**CATALOGUE.shares, "lodging": CATALOGUE.shares["added"]}})
    assert "grounds" in data_of(files(a_report("P2"), an_office(), wide))


def test_every_reason_has_its_share_and_one_without_is_refused() -> None:
    """Nothing leaves by default: an office for whose reason no line exists is sent nothing."""
    assert set(CATALOGUE.shares) == set(get_args(Reason))
    holed = CATALOGUE.model_copy(update={"shares": {}})
    with pytest.raises(ReferralFault) as caught:
        files(a_report(), an_office(), holed)
    assert caught.value.code == "REFER-505"


def test_media_are_refused_to_who_gets_none() -> None:
    """Whoever passes them in."""
    with pytest.raises(ReferralFault) as caught:
        bundle(an_office(), a_report(), CATALOGUE, exhibits=[("photo-01.jpg", b"x")])
    assert caught.value.code == "REFER-502"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_telephone_and_the_letter_say_no_more(lang: Any) -> None:
    """The script names the lodging and how many are known to be there; the letter carries the text of the bundle."""
    addressee, office = an_office(lang), CATALOGUE.recipients["fgp-limburg"]
    made = bundle(addressee, a_report("P2"), CATALOGUE)
    script = call_script(made, office, lang=lang)
    assert HERE in script
    assert f"{say('lodged', lang)}: 1" in script
    assert not [word for word in (*NOT_THEIRS, "Vasil") if word in script]
    assert not [word for word in NOT_THEIRS if word in cover_letter(made, office)]
    nobody = call_script(bundle(addressee, a_report(), CATALOGUE), office, lang=lang)
    assert say("lodged_unknown", lang) in nobody
