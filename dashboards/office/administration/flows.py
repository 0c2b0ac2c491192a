"""Schedules: what each may do, which went wrong, and where its runs are looked at."""

from collections.abc import Collection
from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.administration.addresses import FLOWS
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, state
from dashboards.office.asking import Asked
from inspection import acts
from inspection.acts.alerts import RunGoneWrong
from inspection.i18n import keys
from inspection.trust.rights import rights


def show(asked: Asked) -> Response:
    """Show every schedule; what went wrong stands first."""
    wrong = {one.flow.replace("-", "_"): one for one in reversed(acts.alerts.runs_gone_wrong(asked.acting()))}
    prefect = asked.app.settings.prefect_url
    flows = sorted(rights().flows.items(), key=lambda one: (one[0] not in wrong, one[0]))
    return drawn(
        asked,
        "flows.html",
        flows=listed(
            asked,
            "flows",
            ("flow", "state", "rights"),
            [_line(asked, flow, may, wrong.get(flow), prefect) for flow, may in flows],
        ),
        prefect=prefect,
        n_bad=len(wrong),
        address=FLOWS,
    )


def _line(asked: Asked, flow: str, may: Collection[str], wrong: RunGoneWrong | None, prefect: str) -> Line:
    went = state(say(asked, "run.well"), "sent")
    if wrong is not None:
        went = state(say(asked, f"run.{wrong.told}"), "late", notes=(asked.moment(wrong.at),))
    return Line(
        [
            Cell(_called(asked, flow), address=_runs_of(prefect, flow, wrong), notes=(flow,)),
            went,
            Cell(str(len(may)), len(may), notes=(", ".join(sorted(may)),)),
        ]
    )


def _called(asked: Asked, flow: str) -> str:
    key = f"admin.flow.{flow}"
    return asked.say(key) if f"screen.{key}" in keys(asked.look.lang) else flow


def _runs_of(prefect: str, flow: str, wrong: RunGoneWrong | None) -> str:
    """Return where Prefect shows the run that went wrong, else the schedule; "" where its address is not set."""
    if not prefect:
        return ""
    if wrong is not None:
        return f"{prefect}/runs/flow-run/{quote(wrong.run)}"
    return f"{prefect}/flows?flow-name={quote(flow.replace('_', '-'))}"
