"""What breaks each rule of the house: files that are planted over the tree, and where the rule must find them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from architecture import deciding, importing, writing
from architecture.house import Finding, House

Check = Callable[[House], list[Finding]]


@dataclass(frozen=True)
class Planted:
    """A violation: which rule finds it, where, and the files that it is made of."""

    check: Check
    found: str
    files: Mapping[str, str]


PLANTED = {
    "a file of flows without a flow": Planted(
        deciding.rules_in_flows,
        "flows/score.py:1",
        {"flows/score.py": "def score(points: int) -> int:\n    return points\n"},
    ),
    "a rule in a file of a flow": Planted(
        deciding.rules_in_flows,
        "flows/chase.py:",
        {"flows/chase.py": "def late(hours: int) -> bool:\n    return hours - 24 > 0\n"},
    ),
    "a rule in the body of a task": Planted(
        deciding.rules_in_flows,
        "flows/chase.py:",
        {"flows/chase.py": "@task()\ndef late(on: date) -> date:\n    return on - timedelta(days=3)\n"},
    ),
    "a rule that is a constant of a flow": Planted(
        deciding.rules_in_flows,
        "flows/publish_reports.py:",
        {"flows/publish_reports.py": 'READERS = {"bureau": "cic-bureau"}\n'},
    ),
    "a rule that is a comparison in a flow": Planted(
        deciding.rules_in_flows,
        "flows/chase.py:",
        {"flows/chase.py": "@flow\ndef wait(hours: int, most: int) -> bool:\n    return hours >= most\n"},
    ),
    "a state that a task holds against a text": Planted(
        deciding.rules_in_flows,
        "flows/learn.py:",
        {"flows/learn.py": '@task()\ndef is_over(one: Card) -> bool:\n    return one.standing in ("gone", "old")\n'},
    ),
    "a rule in what a flow leaves to be read": Planted(
        deciding.rules_in_flows,
        "flows/scheduling/accounts.py:",
        {"flows/scheduling/accounts.py": "MANY = 20\n"},
    ),
    "a calculation that imports one that stands on it": Planted(
        importing.upwards,
        "inspection/registers/life/keys_shown.py:",
        {"inspection/registers/life/keys_shown.py": "from inspection.control.filled import Control\n"},
    ),
    "a calculation that imports the store": Planted(
        importing.upwards,
        "inspection/planning/bookings/withdrawing.py:",
        {"inspection/planning/bookings/withdrawing.py": "from inspection.store.core import Store\n"},
    ),
    "a product that imports its screens": Planted(
        importing.upwards,
        "inspection/acts/links/deciding.py:",
        {"inspection/acts/links/deciding.py": "import dashboards.desk\n"},
    ),
    "a screen that reads the store itself": Planted(
        importing.read_past_acts,
        "dashboards/screens/home.py:",
        {"dashboards/screens/home.py": "from inspection.store.queries import controls\n"},
    ),
    "a command that reads the store itself": Planted(
        importing.read_past_acts,
        "flows/command/week/weeks.py:",
        {"flows/command/week/weeks.py": "def week():\n    from inspection.store.queries import plans\n"},
    ),
    "a flow that opens the store itself": Planted(
        importing.read_past_acts,
        "flows/chase.py:",
        {"flows/chase.py": "with acts.app().store.read() as session:\n    pass\n"},
    ),
    "a week that knows the rows of the store": Planted(
        importing.read_past_acts,
        "inspection/weeks/start.py:",
        {"inspection/weeks/start.py": "from inspection.store.weeks import PlanRow\n"},
    ),
    "a widget that opens a session": Planted(
        importing.read_past_acts,
        "dashboards/widgets/office/waiting.py:",
        {"dashboards/widgets/office/waiting.py": "from sqlmodel import select\n"},
    ),
    "a package imported past its face": Planted(
        importing.past_faces,
        "inspection/acts/links/deciding.py:",
        {"inspection/acts/links/deciding.py": "from inspection.acts.outbox.leasing import acquire_lease\n"},
    ),
    "a circle between packages": Planted(
        importing.in_circles,
        "inspection/referral/routing:",
        {"inspection/referral/routing/offices_to_tell.py": "from inspection.acts.bundles import Referral\n"},
    ),
    "a circle between packages, each taken by its name": Planted(
        importing.in_circles,
        "inspection/acts/outbox:",
        {"inspection/acts/outbox/taking.py": "from inspection.acts import referrals\n"},
    ),
    "an access rule on a screen": Planted(
        deciding.access_on_screens,
        "dashboards/screens/home.py:",
        {"dashboards/screens/home.py": "def mine(here: Desk) -> bool:\n    return here.user.role in {'direction'}\n"},
    ),
    "a page that knows whose team may see what": Planted(
        deciding.access_on_screens,
        "dashboards/office/week/showing.py:",
        {
            "dashboards/office/week/showing.py": """
                def _is_shown(asked: Asked, team: str) -> bool:
                    return asked.known.may_see("reasons") or team == asked.known.user.team
            """
        },
    ),
    "a page that knows whose district may see what, by another name": Planted(
        deciding.access_on_screens,
        "dashboards/office/week/books.py:",
        {
            "dashboards/office/week/books.py": """
                def _mine(asked: Asked, plan: PlanView) -> tuple[str, ...]:
                    mine = asked.known.user.district
                    return tuple(name for name in plan.districts if mine in (None, name))
            """
        },
    ),
    "a template that knows who may see what": Planted(
        deciding.access_on_screens,
        "dashboards/office/templates/week.html:",
        {"dashboards/office/templates/week.html": "{% if one.team == visitor.user.team %}{{ one }}{% endif %}\n"},
    ),
    "a second outbox loop": Planted(
        deciding.second_outbox,
        "inspection/acts/delivery/resending.py:3",
        {
            "inspection/acts/delivery/resending.py": """
                def resend(row, way, bundle, at):
                    row.lease_until = at
                    row.sent_at = way.send(bundle, at=at).at
                """
        },
    ),
    "an error code with two meanings": Planted(
        deciding.codes_with_two_meanings,
        "sectors/faults.yaml:",
        {"sectors/faults.yaml": 'ACCESS-010:\n  what: "Another"\n  where: ""\n  advice: "None."\n'},
    ),
    "a state that is told by a text": Planted(
        writing.bare_states,
        "inspection/acts/referrals/hearing.py:4",
        {
            "inspection/acts/referrals/hearing.py": """
                from inspection.life_cycles import RefusalReason
                def is_doubled(reason: RefusalReason) -> bool:
                    return reason == "duplicate"
                """
        },
    ),
    "a state of a row that is set to a text": Planted(
        writing.bare_states,
        "inspection/acts/referrals/hearing.py:6",
        {
            "inspection/life_cycles.py": 'class Stage(StrEnum):\n    """Where it is."""\n    WAITING = "waiting"\n',
            "inspection/acts/referrals/hearing.py": """
                class Row:
                    planted_stage: Stage

                def wait(row: Row) -> None:
                    row.planted_stage = "waiting"
                """,
        },
    ),
    "a state of a delivery that is told by a text": Planted(
        writing.bare_states,
        "inspection/acts/referrals/hearing.py:4",
        {
            "inspection/acts/referrals/hearing.py": """
                from inspection.store import DeliveryRow
                def was_refused(row: DeliveryRow) -> bool:
                    return row.state == "refused"
                """
        },
    ),
    "deliveries that are asked for by a text": Planted(
        writing.bare_states,
        "inspection/acts/referrals/hearing.py:5",
        {
            "inspection/acts/referrals/hearing.py": """
                from inspection.store import DeliveryRow
                from sqlmodel import col
                def refused() -> object:
                    return col(DeliveryRow.state) == "refused", col(DeliveryRow.state).in_(("queued", "sent"))
                """
        },
    ),
    "a state that a class keeps as a text": Planted(
        writing.bare_states,
        "inspection/acts/referrals/hearing.py:3",
        {
            "inspection/acts/referrals/hearing.py": """
                class Heard:
                    state: str
                """
        },
    ),
    "an article in code": Planted(
        writing.law_in_code, "inspection/weeks/start.py:", {"inspection/weeks/start.py": "# as art. 140 says\n"}
    ),
    "an amount in code": Planted(
        writing.law_in_code, "inspection/weeks/start.py:", {"inspection/weeks/start.py": "FINE = '4_800 EUR'\n"}
    ),
    "a deadline in code": Planted(
        writing.law_in_code,
        "inspection/referral/delivery/answers.py:",
        {"inspection/referral/delivery/answers.py": "from datetime import timedelta\nLATE = timedelta(days=14)\n"},
    ),
    "a deadline of hours in an act": Planted(
        writing.law_in_code,
        "inspection/acts/referrals/asking.py:",
        {"inspection/acts/referrals/asking.py": "from datetime import timedelta\nSOON = timedelta(hours=36)\n"},
    ),
    "a deadline in an act, by the name of its number": Planted(
        writing.law_in_code,
        "inspection/acts/openrosa/parts.py:",
        {"inspection/acts/openrosa/parts.py": "_KEPT = 30\nOLD = timedelta(days=_KEPT)\n"},
    ),
    "a deadline of minutes in a week": Planted(
        writing.law_in_code,
        "inspection/weeks/start.py:",
        {"inspection/weeks/start.py": "WAIT_MINUTES = 2 * 45\n"},
    ),
    "a clock read in a calculation": Planted(
        writing.clocks_read,
        "inspection/control/conclusions/clocks.py:",
        {"inspection/control/conclusions/clocks.py": "def is_late(on) -> bool:\n    return date.today() > on\n"},
    ),
    "our own clock in a calculation": Planted(
        writing.clocks_read,
        "inspection/control/conclusions/clocks.py:",
        {"inspection/control/conclusions/clocks.py": "from inspection.time_of import today\n"},
    ),
    "a day of UTC": Planted(
        writing.days_elsewhere,
        "inspection/weeks/start.py:",
        {"inspection/weeks/start.py": "def day_of(plan):\n    return plan.approved_at.date()\n"},
    ),
    "a relative import": Planted(
        importing.relative, "inspection/weeks/start.py:", {"inspection/weeks/start.py": "from .parts import known\n"}
    ),
}
