"""Plays a situation of tests/situations/referral_life.yaml through the real acts, step by step."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from builders_acts import AT, SIGNS, a_control, a_yes
from builders_orders import BY as SUPERVISOR
from builders_orders import INSPECTOR, TEAM
from builders_protection import said

from inspection import acts
from inspection.acts.context import Office
from inspection.referral.delivery import FileDrop
from inspection.territory import find_municipality
from inspection.time_of import day_in_brussels

FILE = Path(__file__).parent / "situations" / "referral_life.yaml"
SECOND = "direction-1"


@cache
def lives() -> tuple[dict[str, Any], ...]:
    """Every situation of the file."""
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8")))


class Life:
    """One referral, from the yes on."""

    def __init__(self, house: Office, raw: Mapping[str, Any]) -> None:
        self.house = house
        self.start = datetime.fromisoformat(raw["at"]) if "at" in raw else AT
        self.given = raw["given"]
        for line in self.given.get("duty", ()):
            self._add_duty(line)
        self._import_duty()
        self.order = self._order()
        self.reference, self.control_id = self._yes()
        for step in raw.get("then", ()):
            self._play(step)

    def at(self, hours: float = 0) -> datetime:
        """A moment after the yes."""
        return self.start + timedelta(hours=hours)

    def delivery(self, recipient: str) -> str:
        """The id of the last delivery to an office."""
        mine = acts.chasing.list_deliveries(SECOND, reference=self.reference, at=self.start, office=self.house)
        return [d.id for d in mine if d.recipient == recipient][-1]

    def _place(self) -> str:
        if "canton" in self.given:
            return str(self.given["canton"])
        return find_municipality(self.given["place"], None, self.start.date()).refnis

    def _add_duty(self, line: Mapping[str, Any]) -> None:
        turn = {key: value for key, value in line.items() if key != "recipient"}
        self._rosters = getattr(self, "_rosters", {})
        self._rosters.setdefault(line["recipient"], []).append({**turn, "valid_from": self.start.date()})

    def _import_duty(self) -> None:
        for recipient, turns in getattr(self, "_rosters", {}).items():
            roster = {"recipient": recipient, "source": "roster of the test", "turns": turns}
            acts.staff.import_duty(roster, SUPERVISOR, at=self.start, office=self.house)

    def _order(self) -> str | None:
        if "ordered" not in self.given:
            return None
        made = acts.orders.order_visit(
            a_control().workplace,
            SUPERVISOR,
            authority=self.given["ordered"],
            authority_reference="LI.69.99.1-26",
            place=self._place(),
            at=self.start,
            office=self.house,
        )
        acts.orders.permit(made.id, "team", TEAM, SUPERVISOR, at=self.start, office=self.house)
        return made.id

    def _yes(self) -> tuple[str, str]:
        person: dict[str, Any] = {"ref": "P1", "name": "Synthetic Worker", "answers": {}}
        if self.given.get("minor"):
            person["birth_date"] = "2012-01-01"
        answers = {**SIGNS, **({"q15_lodging_address": self.given["lodging"]} if "lodging" in self.given else {})}
        forms = list(self.given.get("forms", ["economic"]))
        control = a_control(
            on=day_in_brussels(self.start),
            answers=answers,
            persons=[person],
            suspicion=a_yes(self.start, forms=forms),
            **self._hours(),
        )
        made = acts.controls.save_control(control, INSPECTOR, place=self._place(), at=self.start, office=self.house)
        return str(made.reference), control.control_id

    def _hours(self) -> dict[str, str]:
        entered, left = self.start - timedelta(hours=2), self.start - timedelta(minutes=5)
        return {"entered_at": entered.isoformat(), "left_at": left.isoformat()}

    def _play(self, step: Mapping[str, Any]) -> None:
        verb, about = next(iter(step.items()))
        if verb == "deliver":
            acts.delivery.deliver(
                {"file_drop": FileDrop(self.house.settings.outbox)}, at=self.at(about), office=self.house
            )
        elif verb == "chase":
            acts.chasing.chase(self.at(about), office=self.house)
        else:
            getattr(self, f"_{verb}")(about, step, self.at(step.get("hours", 1)))

    def _call(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        words = "Wait for the patrol."
        taken = step["taken"]
        acts.answers.log_call(
            self.delivery(office), "duty_officer", words, taken, INSPECTOR, at=self.start, office=self.house
        )

    def _acknowledge(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.delivery.deliver({"file_drop": FileDrop(self.house.settings.outbox)}, at=at, office=self.house)
        acts.answers.acknowledge(self.reference, INSPECTOR, recipient=office, at=at, office=self.house)

    def _refuse(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.answers.refuse(self.reference, step["reason"], INSPECTOR, recipient=office, at=at, office=self.house)

    def _reroute(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.reroute(self.delivery(office), step["to"], INSPECTOR, at=at, office=self.house)

    def _change(self, kind: Any, step: Mapping[str, Any], at: datetime) -> None:
        offices = step.get("to", ())
        made = acts.changes.propose_change(
            self.reference, kind, "the number of people", INSPECTOR, recipients=offices, at=at, office=self.house
        )
        if step["confirmed"]:
            acts.changes.confirm_change(made.id, SECOND, at=at, office=self.house)

    def _recall(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.recall(self.reference, office, INSPECTOR, instead=step.get("instead"), at=at, office=self.house)

    def _deleted(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.confirm_deletion(self.reference, office, "telephone", INSPECTOR, at=at, office=self.house)

    def _embargo(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        until = step.get("until")
        acts.changes.embargo(self.reference, office, "telephone", SECOND, until=until, at=at, office=self.house)

    def _lift(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.lift_embargo(self.reference, office, "telephone", SECOND, at=at, office=self.house)

    def _pass_on(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.referrals.let_have(str(self.order), office, SUPERVISOR, at=at, office=self.house)

    def _consent(self, answer: Any, step: Mapping[str, Any], at: datetime) -> None:
        acts.protection.record_consent(self.control_id, said(answer, at), INSPECTOR, at=at, office=self.house)

    def _consent_withdrawn(self, person: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.protection.withdraw_consent(self.control_id, person, INSPECTOR, at=at, office=self.house)

    def _told(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.note_outcome(self.reference, office, step["outcome"], INSPECTOR, at=at, office=self.house)
