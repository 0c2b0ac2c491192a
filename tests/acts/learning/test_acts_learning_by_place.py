"""A proposed card is tried with other names and places; what is learnt from lies beside the row it was chosen from."""

from dataclasses import replace

import polars as pl
import pytest
from builders_acts import AT, WEEK, later
from builders_learning import AFTER, FOUND, HEAD, a_country, a_proposal, a_week, signed, visited

from inspection.acts.learning import (
    approve_card,
    by_place,
    evaluation,
    histories,
    history,
    keep_evaluation,
    propose_card,
)
from inspection.errors import LearningFault
from inspection.targeting.origin import Unchanged
from inspection.trust import AppContext
from sectors import load_rules


def test_a_proposal_says_that_places_change_nothing(house: AppContext) -> None:
    """Measured twice on the house's registers; what the proposer says of it counts nothing; again, it is the same."""
    signed(house)
    a_country(house)
    claimed = replace(a_proposal(), evidence={"auc": 0.61, "place_points_changed": 7})
    made = propose_card(house.acting(at=AT), claimed)
    assert {name: made.proposal.evidence[name] for name in sorted(by_place._OF_PLACE)} == {
        "place_exchanged": 2,
        "place_points_changed": 0,
        "place_signals_changed": "",
        "place_workplaces": 2,
    }
    assert made.proposal.evidence["auc"] == 0.61
    assert propose_card(house.acting(at=later(1)), made.proposal) == made


def test_a_card_that_was_not_shown_to_leave_places_aside_cannot_be_approved(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a house without registers, and where a workplace got other points; it is kept, with what was seen."""
    signed(house)
    blind = propose_card(house.acting(at=AT), a_proposal())
    with pytest.raises(LearningFault, match=r"LEARN-120.*nothing was there"):
        approve_card(house.acting(HEAD, later(1)), blind.reference, blind.sha256, reason="looked at")
    a_country(house)
    bent = Unchanged(workplaces=2, names=2, streets=2, postcodes=2, signals={"late_dimona_share": 1}, points=1)
    monkeypatch.setattr(by_place.origin, "unchanged_by_place", lambda *_, **__: bent)
    made = propose_card(house.acting(at=later(2)), a_proposal(points_to_double=4.0))
    with pytest.raises(LearningFault, match=r"LEARN-120.*1 workplaces, by late_dimona_share"):
        approve_card(house.acting(HEAD, later(3)), made.reference, made.sha256, reason="looked at")


def test_outcomes_beside_rows_of_others_teach_nothing(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame that is shifted by a row against its workplaces is told, with its week; nothing is learnt."""
    a_week(house)
    signed(house)
    visited(house, 1, persons=FOUND)
    visited(house, 3, by="insp-liege-2")
    honest = histories.read_frame

    def shifted(*args: object) -> pl.DataFrame:
        frame = honest(*args)  # type: ignore[arg-type]
        return frame.with_columns(pl.col("workplace").shift(1, fill_value=pl.col("workplace").last()))

    monkeypatch.setattr(histories, "read_frame", shifted)
    with pytest.raises(LearningFault, match=rf"(?s)LEARN-121.*{WEEK}, liege"):
        history(house.acting(HEAD, AT), WEEK.monday, AFTER)


def test_a_convenient_draw_teaches_nothing(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workplace that was not drawn when the week was proposed is no draw afterwards, whatever the store says."""
    a_week(house)
    signed(house)
    visited(house, 1, persons=FOUND)
    honest = histories.read_frame
    undrawn = lambda *args: honest(*args).with_columns(drawn=pl.lit(value=False))  # noqa: E731
    monkeypatch.setattr(histories, "read_frame", undrawn)
    with pytest.raises(LearningFault, match="LEARN-121"):
        history(house.acting(HEAD, AT), WEEK.monday, AFTER)


APPROVAL = """
proxy_approvals:
  a_decision:
    {source: minutes, confidence: L, from: 2026-01-01, proxy: detailed_activity, signal: some_signal,
     reads: [kbo.activity.nace_code], approved_by: strategic committee, approved_on: 2026-01-01, until: 2099-12-31,
     effect: {by: region, group: bru, measure: selection_rate, ratio: 1.05, low: 0.99, high: 1.12, draws: 412,
              measured_on: 2025-12-01}}
"""


def test_an_evaluation_shows_approved_proxies_and_how_much_signals_tell(house: AppContext) -> None:
    """What the model card says of them: who approved, the effect, until when; and nothing told where no table is."""
    before = evaluation(house.acting(HEAD, AT), AFTER)
    assert (before.approved_proxies, before.proxies_told) == ((), None)
    house.settings.rules.mkdir(parents=True, exist_ok=True)
    (house.settings.rules / "approval.yaml").write_text(APPROVAL)
    _write_municipalities(house)
    again = replace(house, rules=load_rules([house.settings.rules]))
    found = evaluation(again.acting(HEAD, AT), AFTER)
    (decision,) = found.approved_proxies
    assert (decision["proxy"], decision["approved_by"], decision["until"]) == (
        "detailed_activity",
        "strategic committee",
        "2099-12-31",
    )
    assert (decision["effect"]["ratio"], decision["effect"]["low"], decision["effect"]["high"]) == (1.05, 0.99, 1.12)
    assert keep_evaluation(again.acting(at=AT), found)
    assert found.proxies_told is not None
    assert found.proxies_told.municipalities == 24
    assert found.proxies_told.each[0].signals == ("late_dimona_share",)
    assert found.proxies_told.each[0].is_sure


def _write_municipalities(house: AppContext) -> None:
    from inspection.acts.learning.stands_for_origin import composition_file
    from inspection.targeting.assessing import assessment_file

    least = house.catalogue(AFTER).measuring.least_group
    codes = [f"{11000 + n}" for n in range(24)]
    rows = [{"refnis": code, "late_dimona_share": n / 24, "points": 1, "sector": "x", "workplace": f"est:{n}{k}"}
            for n, code in enumerate(codes) for k in range(least)]  # fmt: skip
    file = assessment_file(house.settings.lake, WEEK.monday)
    file.parent.mkdir(parents=True)
    pl.DataFrame(rows).write_parquet(file)
    table = composition_file(house.settings)
    table.parent.mkdir(parents=True)
    lines = [f"{code},1000,{20 * n + 5}" for n, code in enumerate(codes)]
    table.write_text("refnis,inhabitants,other_nationality\n" + "\n".join(lines) + "\n")
