"""What alerts are called: by what people call their subjects, and by where these are looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboards.numbers import number_of
from dashboards.office.administration import REGISTERS
from dashboards.office.asking import Asked
from dashboards.office.referrals import case_address
from dashboards.office.shared import Telling, action_address, control_address, hold_address, order_address
from inspection import acts
from inspection.acts.access import ListLook
from inspection.i18n import t
from inspection.store.views import AlertView


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What an alert speaks of: its name, and the page that shows it, "" for none."""

    name: str = field(repr=False)
    address: str = ""


def subjects_of(asked: Asked, telling: Telling, look: ListLook, alerts: Iterable[AlertView]) -> dict[str, Subject]:
    """Return the subjects of alerts: deliveries, deadlines, controls, follow-ups, joint actions, orders, referrals,
    erasures, breaches of personal data and drafts of reports.
    """
    known, wanted = acts.chasing.subjects_of_alerts(asked.acting(), again=look), {one.subject for one in alerts}
    wanted |= {control for id_, control in known.follow_ups.items() if id_ in wanted}
    controls = [one for one in known.controls if one.id in wanted]
    clocks = [one for one in known.clocks if one.id in wanted]
    names = telling.names([*(one.workplace for one in controls), *(one.workplace for one in clocks)])
    found = {one.id: Subject(name=_called(one.workplace, names), address=control_address(one.id)) for one in controls}
    found |= {id_: found[control] for id_, control in known.follow_ups.items() if control in found}
    for clock in clocks:
        told = f"{_called(clock.workplace, names)}, {telling.clock(clock.key)}"
        found[clock.id] = Subject(name=told, address=control_address(clock.control_id))
    for action in known.actions:
        way = action_address(action.reference)
        found |= {f"{action.id}:{district}": Subject(name=action.reference, address=way) for district in action.shares}
        found |= {one.id: Subject(name=f"{action.reference}, {one.contact}", address=way) for one in action.partners}
    found |= {id_: Subject(name=one, address=order_address(one)) for id_, one in known.orders.items()}
    found |= {id_: Subject(name=one, address=case_address(one)) for id_, one in known.referrals.items()}
    found |= {id_: Subject(name=one) for id_, one in known.house.items()}
    for id_, (kind, key) in known.reports.items():
        found[id_] = Subject(name=f"{t(f'report.title.{kind}', asked.look.lang)} {key}")
    for one in known.deliveries:
        told = f"{one.reference}, {telling.office(one.recipient)}"
        found[one.id] = Subject(name=told, address=case_address(one.reference))
    return found


def _called(workplace: str, names: Mapping[str, str]) -> str:
    return names.get(workplace) or number_of(workplace)


def alert_subject(alert: AlertView, known: Mapping[str, Subject], telling: Telling) -> Subject:
    """Return what an alert is about: a register, a flow that went wrong, or a subject that whoever asks may know."""
    register = (*alert.subject.split(":"), "")[1]
    if register in telling.rules.registers:
        may_look = telling.asked.known.may("register.quarantine")
        address = f"{REGISTERS}/{register}" if may_look else ""
        return Subject(name=telling.register(register), address=address)
    if alert.kind.startswith("run_"):
        return Subject(name=alert.subject.partition(":")[0])  # the name of its flow
    if alert.kind == "place_unavailable":
        return Subject(name=telling.asked.say("holds.one"), address=hold_address(alert.subject))
    return known.get(alert.subject, Subject(name=""))
