"""The life of a referral: every line of tests/situations/referral_life.yaml, played through the real acts."""

from typing import Any

import pytest
from builders_orders import INSPECTOR
from builders_referral_life import SECOND, Life, lives
from sqlmodel import select

from inspection import acts
from inspection.acts.controls.dossiers import dossier_content
from inspection.i18n import t
from inspection.reporting.cases import dossier_data
from inspection.store.protection import NoticeRow, OnCallTurnRow
from inspection.store.queries import deliveries, referrals
from inspection.store.records import AlertRow
from inspection.store.referrals import OutcomeToldRow
from inspection.store.views import DeliveryView
from inspection.time_of import IsoWeek, day_in_brussels, moment_of
from inspection.trust import AppContext

EXPECTED = frozenset(
    {"recipients", "reasons", "states", "messages", "open", "listed", "script", "breach", "rings", "sent", "dossier"}
    | {"outcomes", "notices"}
)


@pytest.mark.parametrize("raw", lives(), ids=lambda raw: raw["name"])
@pytest.mark.few(9)
def test_a_referral_lives_as_the_jurist_wrote(embedded: AppContext, raw: dict[str, Any]) -> None:
    """What is given and done leads to what is expected, and every key of the file means something."""
    assert raw["expect"].keys() <= EXPECTED
    life = Life(embedded, raw)
    told = deliveries(embedded.store, reference=life.reference)
    for key, wanted in raw["expect"].items():
        assert CHECKS[key](life, told, wanted) == wanted, key


def _last(told: list[DeliveryView]) -> dict[str, DeliveryView]:
    return {one.recipient: one for one in told}


def _recipients(life: Life, told: list[DeliveryView], wanted: Any) -> list[str]:
    return list(dict.fromkeys(one.recipient for one in told))


def _reasons(life: Life, told: list[DeliveryView], wanted: Any) -> list[str]:
    return [one.reason for one in told]


def _states(life: Life, told: list[DeliveryView], wanted: Any) -> dict[str, str]:
    return {office: _last(told)[office].state for office in wanted}


def _messages(life: Life, told: list[DeliveryView], wanted: Any) -> dict[str, str]:
    return {office: _last(told)[office].message for office in wanted}


def _sent(life: Life, told: list[DeliveryView], wanted: Any) -> list[str]:
    return [one.recipient for one in told if one.sent_at is not None]


def _open(life: Life, told: list[DeliveryView], wanted: Any) -> bool:
    (referral,) = referrals(life.house.store)
    return referral.state == "open"


def _listed(life: Life, told: list[DeliveryView], wanted: Any) -> dict[str, bool]:
    week = IsoWeek.of(day_in_brussels(life.start))
    at = moment_of(week.days[-1], 24 * 60 + 420)
    lists = {office: acts.delivery.publish_list(life.house.acting(at=at), week, office) for office in wanted}
    return {office: life.reference in {row.reference for row in one.rows} for office, one in lists.items()}


def _script(life: Life, told: list[DeliveryView], wanted: Any) -> dict[str, str]:
    ids = {office: life.delivery(office) for office in wanted}
    said = {
        office: acts.delivery.prepare_by_hand(life.house.acting(INSPECTOR, life.start), id_, "telephone")
        for office, id_ in ids.items()
    }
    return {office: number for office, number in wanted.items() if f": {number}\n" in said[office]}


def _breach(life: Life, told: list[DeliveryView], wanted: Any) -> Any:
    entries = acts.changes.breaches(life.house.acting(SECOND, life.start))
    if not entries:
        return "none"
    (entry,) = entries
    return {"persons": entry.persons, "minors": entry.minors, "told": list(entry.told)}


def _rings(life: Life, told: list[DeliveryView], wanted: Any) -> dict[int, list[str | None]]:
    with life.house.store.read() as session:
        raised = session.exec(select(AlertRow).where(AlertRow.kind == "delivery_overdue").order_by(AlertRow.step)).all()
        turns = {turn.id: turn.number for turn in session.exec(select(OnCallTurnRow))}
    return {alert.step: [turns.get(alert.duty_turn or ""), alert.rings] for alert in raised}


def _dossier(life: Life, told: list[DeliveryView], wanted: Any) -> dict[str, str]:
    """The calls that the magistrate's dossier tells of, by office and number; the offender's copy tells of none."""
    rows = {}
    for reader in ("auditorate", "offender"):
        content = dossier_content(life.house, life.control_id, reader)  # type: ignore[arg-type]
        data = dossier_data(content, reader, "en", made_on=life.start)  # type: ignore[arg-type]
        rows[reader] = str([section for section in data["sections"] if section["title"] == t("dossier.calls", "en")])
    assert rows["offender"] == "[]"
    return {office: number for office, number in wanted.items() if number in rows["auditorate"]}


def _outcomes(life: Life, told: list[DeliveryView], wanted: Any) -> list[str]:
    with life.house.store.read() as session:
        return list(session.exec(select(OutcomeToldRow.outcome)))


def _notices(life: Life, told: list[DeliveryView], wanted: Any) -> list[list[Any]]:
    with life.house.store.read() as session:
        rows = session.exec(select(NoticeRow).order_by(NoticeRow.id)).all()
    return [[row.kind, row.state, row.body is not None] for row in rows]


CHECKS = {
    "recipients": _recipients,
    "reasons": _reasons,
    "states": _states,
    "messages": _messages,
    "sent": _sent,
    "open": _open,
    "listed": _listed,
    "script": _script,
    "breach": _breach,
    "rings": _rings,
    "dossier": _dossier,
    "outcomes": _outcomes,
    "notices": _notices,
}


def test_the_situations_name_every_form_and_every_turn_of_a_life() -> None:
    """A jurist cannot remove the last line of any of them unnoticed."""
    lines = lives()
    forms = {form for line in lines for form in line["given"].get("forms", ["economic"])}
    assert forms == {"economic", "sexual", "begging", "forced_crime", "organs", "smuggling"}
    assert {"lodging", "minor", "ordered", "duty"} <= {key for line in lines for key in line["given"]}
    verbs = {next(iter(step)) for line in lines for step in line.get("then", ())}
    assert {"change", "recall", "deleted", "embargo", "lift", "pass_on", "told", "call", "chase"} <= verbs
    assert {"consent", "consent_withdrawn"} <= verbs
    assert len({line["name"] for line in lines}) == len(lines)
