"""A model card in its editions: what leaves the house tells no step, no weight, no signer."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest
from builders_control import the_rules
from builders_model_card import a_calibration, a_model_card, a_proposal_line, an_estimate
from pdf_words import pdf_words

from inspection.i18n import LANGUAGES
from inspection.reporting.model_card import (
    CardSpeaker,
    CardVersion,
    Edition,
    ModelCard,
    PlotPoint,
    card_json,
    card_page,
    card_pdf,
    changes,
    edition_of,
    measured_blocks,
)
from inspection.targeting.evaluating import Interval, Standing

RULES = the_rules().on(date(2026, 12, 1))
OF = CardVersion(version=1, told_on=date(2026, 12, 2), service="ONSS")
MADE = datetime(2026, 12, 2, 8, tzinfo=UTC)
SECRETS = ("2,7", "0.027", "41,5", "direction-1", "direction-2")  # beginnings of steps, and who signed


def a_card(edition: Edition = "internal", **fields: object) -> ModelCard:
    return edition_of(a_model_card(RULES.measuring, **fields), edition, rules=RULES.releases)


def page(card: ModelCard, lang: str = "en") -> str:
    """The words of a page, without its drawing."""
    return re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", card_page(card, OF, lang, RULES), flags=re.S)


def test_the_public_reads_categories_and_never_a_step_a_weight_or_a_signal() -> None:
    """Neither on the page, nor in the data that is attached to the PDF."""
    card = a_card("public")
    told, data = page(card), card_json(card).decode()
    assert "Dimona" in told
    signals = {*RULES.signals, *(one.label.en for one in RULES.signals.values())}
    assert not [word for word in (*signals, *SECRETS) if word in told or word in data]
    assert not any(one.signals for one in (*card.cards, *card.proposals))
    assert "points" not in json.loads(data)["proposals"][0]


def test_partners_read_which_signals_count_and_no_step() -> None:
    """And how much each can give at most."""
    card = a_card("partners")
    told = page(card)
    assert RULES.signals["late_dimona_share"].label.en in told
    assert "0 … 7" in told
    assert not [word for word in SECRETS if word in told]


def test_the_house_reads_points_beside_those_in_force_and_who_signed() -> None:
    """Step by step."""
    told = page(a_card())
    assert [word for word in SECRETS if word in told] == ["2,7", "41,5", "direction-1", "direction-2"]
    assert "In force" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_documents_say_the_same_in_every_language(lang: str) -> None:
    """The PDF holds the data of its own edition, and the same card gives the same bytes."""
    card = a_card("public")
    made = card_pdf(card, OF, lang, RULES, made_on=MADE)
    words = " ".join(pdf_words(made).split())
    title = re.search(r"<h1>(.*?)</h1>", page(card, lang))
    assert title is not None
    assert title[1] in words
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert bytes(pdf.attachments["data.json"].get_file().read_bytes()) == card_json(card)
    assert made == card_pdf(card, OF, lang, RULES, made_on=MADE)


def test_what_leaves_the_house_is_rounded_and_small_groups_have_no_number() -> None:
    """Counts to the base, shares to whole per cents; a group of a few draws shows that it is one."""
    card = a_card("public")
    assert [(one.chosen, one.made) for one in card.visits] == [(210, 190), (240, 210), (1995, 1895)]
    assert card.rates[0].prevalence is not None
    assert card.rates[0].prevalence.low == 0.25
    assert {one.n for one in card.groups} == {None}
    few = [one for one in card.groups if one.group == "50+"]
    assert few
    assert all(one.value is None for one in few)


def test_a_share_of_too_few_visits_is_not_told_outside() -> None:
    """The house reads it; a plot of few points a circle is none for others."""
    few = {"any_infringement": an_estimate(seen=4, targeted=3), "calibration": a_calibration(least=6, n=1000)}
    for edition, told in (("internal", True), ("partners", False), ("public", False)):
        card = a_card(edition, **few)
        assert (card.rates[0].prevalence is not None, card.rates[0].lift is not None) == (told, told)
    told_of = a_card("partners", **few).fit  # six at one point, however many at the others
    assert told_of is not None
    assert {one.n for one in told_of.points} == {None}
    assert a_card("public", **few).fit is None


def test_bounds_are_said_to_be_bounds() -> None:
    """In the sentence, in a notice, and among the limits."""
    shut = an_estimate(is_bounds=True)
    assert page(a_card(any_infringement=shut)).count("BOUNDS") == 1
    assert "between bounds only" in page(a_card(any_infringement=shut))
    assert "BOUNDS" not in page(a_card())


def test_no_probability_is_printed_where_none_was_measured() -> None:
    """The page says so, and draws no plot; a bad fit is said to be one."""
    bare = a_card(calibration=None)
    assert "No probability is printed anywhere" in page(bare)
    assert "<svg" not in card_page(bare, OF, "en", RULES)
    assert "OUTSIDE the limits" in page(a_card(calibration=a_calibration(is_good=False)))


def test_an_end_that_lies_nowhere_is_said_in_words_and_kept_as_nothing() -> None:
    """JSON has no infinity."""
    card = a_card(any_infringement=an_estimate(lift=Interval(1.8, 1.1, float("inf"))))
    assert card.rates[0].lift is not None
    assert card.rates[0].lift.high is None
    assert "between 1.1 and no bound" in page(card)
    assert "Infinity" not in card_json(card).decode()


def test_changes_name_what_differs_and_nothing_else() -> None:
    """A card in force, the stop rule, a share that rounds to another per cent."""
    before = a_card()
    assert changes(before, before) == ()
    doubt = Standing(says="cannot_tell_yet", lift=None, since=None, compared=3)
    now = a_card(stop_rule=doubt, any_infringement=an_estimate(0.312))
    now = replace(now, cards=(replace(now.cards[0], key="construction@2026-12-01"), *now.cards[1:]))
    assert [(one.what, one.subject) for one in changes(before, now)] == [("card", "construction"), ("stop_rule", "")]
    assert [one.what for one in changes(None, now)] == ["first"]
    told = page(replace(now, changes=changes(before, now)))
    assert "helps → cannot tell yet" in told


def test_a_meeting_reads_proposal_and_backtest() -> None:
    """As blocks of its file, with the plot."""
    blocks = measured_blocks(a_card("partners"), CardSpeaker("en", RULES))
    told = json.dumps(blocks, ensure_ascii=False)
    assert [one["kind"] for one in blocks].count("picture") == 1
    assert "the card in force" in told
    assert a_proposal_line().reference in told


def test_a_backtest_has_its_plot_where_each_point_has_enough_visits() -> None:
    """The house and partners see it; outside there are no counts, and the public has none."""
    points = tuple(PlotPoint(said=n / 20, found=n / 18, part=0.2, n=300) for n in range(1, 6))
    few = (*points[:-1], replace(points[-1], n=3))

    def pictures(edition: str, plot: tuple[PlotPoint, ...]) -> int:
        whole = replace(a_model_card(RULES.measuring, calibration=None), proposals=(a_proposal_line(plot=plot),))
        card = edition_of(whole, edition, rules=RULES.releases)
        assert edition == "internal" or {p.n for one in card.proposals for p in one.plot} <= {None}
        return [one["kind"] for one in measured_blocks(card, CardSpeaker("en", RULES))].count("picture")

    assert [pictures(edition, points) for edition in ("internal", "partners", "public")] == [1, 1, 0]
    assert [pictures(edition, few) for edition in ("internal", "partners", "public")] == [1, 0, 0]
