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
from inspection.referral.delivery import FileDrop
from inspection.territory import find_municipality
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

FILE = Path(__file__).parents[1] / "situations" / "referral_life.yaml"
SECOND = "direction-1"


@cache
def lives() -> tuple[dict[str, Any], ...]:
    """Every situation of the file."""
    return tuple(yaml.safe_load(FILE.read_text(encoding="utf-8")))


class Life:
    """One referral, from the yes on."""

    def __init__(self, house: AppContext, raw: Mapping[str, Any]) -> None:
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
        mine = acts.chasing.list_deliveries(self.house.acting(SECOND, self.start), reference=self.reference)
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
            acts.on_call.import_on_call(self.house.acting(SUPERVISOR, self.start), roster)

    def _order(self) -> str | None:
        if "ordered" not in self.given:
            return None
        made = acts.orders.order_visit(
            self.house.acting(SUPERVISOR, self.start),
            a_control().workplace,
            authority=self.given["ordered"],
            authority_reference="LI.69.99.1-26",
            place=self._place(),
        )
        acts.orders.permit(self.house.acting(SUPERVISOR, self.start), made.id, "team", TEAM)
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
        made = acts.controls.save(self.house.acting(INSPECTOR, self.start), control, place=self._place())
        return str(made.reference), control.control_id

    def _hours(self) -> dict[str, str]:
        entered, left = self.start - timedelta(hours=2), self.start - timedelta(minutes=5)
        return {"entered_at": entered.isoformat(), "left_at": left.isoformat()}

    def _play(self, step: Mapping[str, Any]) -> None:
        verb, about = next(iter(step.items()))
        if verb == "deliver":
            acts.delivery.deliver(
                self.house.acting(at=self.at(about)), {"file_drop": FileDrop(self.house.settings.outbox)}
            )
        elif verb == "chase":
            acts.chasing.chase(self.house.acting(at=self.at(about)))
        else:
            getattr(self, f"_{verb}")(about, step, self.at(step.get("hours", 1)))

    def _call(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        words = "Wait for the patrol."
        taken = step["taken"]
        acts.referrals.log_call(
            self.house.acting(INSPECTOR, self.start), self.delivery(office), "duty_officer", words, taken
        )

    def _acknowledge(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.delivery.deliver(self.house.acting(at=at), {"file_drop": FileDrop(self.house.settings.outbox)})
        acts.referrals.acknowledge(self.house.acting(INSPECTOR, at), self.reference, recipient=office)

    def _refuse(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.referrals.refuse(self.house.acting(INSPECTOR, at), self.reference, step["reason"], recipient=office)

    def _reroute(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.reroute(self.house.acting(INSPECTOR, at), self.delivery(office), step["to"])

    def _change(self, kind: Any, step: Mapping[str, Any], at: datetime) -> None:
        offices = step.get("to", ())
        made = acts.changes.propose_change(
            self.house.acting(INSPECTOR, at), self.reference, kind, "the number of people", recipients=offices
        )
        if step["confirmed"]:
            acts.changes.confirm_change(self.house.acting(SECOND, at), made.id)

    def _recall(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.recall(self.house.acting(INSPECTOR, at), self.reference, office, instead=step.get("instead"))

    def _deleted(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.confirm_deletion(self.house.acting(INSPECTOR, at), self.reference, office, "telephone")

    def _embargo(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        until = step.get("until")
        acts.changes.embargo(self.house.acting(SECOND, at), self.reference, office, "telephone", until=until)

    def _lift(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.lift_embargo(self.house.acting(SECOND, at), self.reference, office, "telephone")

    def _pass_on(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.bundles.authorise_recipient(self.house.acting(SUPERVISOR, at), str(self.order), office)

    def _consent(self, answer: Any, step: Mapping[str, Any], at: datetime) -> None:
        acts.protection.record_consent(self.house.acting(INSPECTOR, at), self.control_id, said(answer, at))

    def _consent_withdrawn(self, person: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.protection.withdraw_consent(self.house.acting(INSPECTOR, at), self.control_id, person)

    def _told(self, office: str, step: Mapping[str, Any], at: datetime) -> None:
        acts.changes.note_outcome(self.house.acting(INSPECTOR, at), self.reference, office, step["outcome"])
