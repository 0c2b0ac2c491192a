"""Schedules: what each may do, which went wrong, and where its runs are looked at."""

from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.administration.addresses import FLOWS
from dashboards.office.administration.asked_for import drawn, listed, say
from dashboards.office.administration.tables import Cell, Line, state
from dashboards.office.asking import Asked
from inspection import acts
from inspection.i18n import keys
from inspection.trust.rights import rights

_RUNS = frozenset({"run_failed", "run_late", "run_crashed", "run_given_up"})


def show(asked: Asked) -> Response:
    """Show every schedule; what went wrong stands first."""
    told = _told(asked)
    prefect = acts.app().settings.prefect_url
    lines = [
        Line(
            [
                Cell(_called(asked, flow), address=_runs_of(prefect, flow), notes=(flow,)),
                state(say(asked, f"run.{told[flow]}"), "late")
                if flow in told
                else state(say(asked, "run.well"), "done"),
                Cell(str(len(may)), len(may), notes=tuple(sorted(may))),
            ]
        )
        for flow, may in sorted(rights().flows.items(), key=lambda one: (one[0] not in told, one[0]))
    ]
    return drawn(
        asked,
        "flows.html",
        flows=listed(asked, "flows", ("flow", "state", "rights"), lines),
        prefect=prefect,
        n_bad=len(told),
        address=FLOWS,
    )


def _told(asked: Asked) -> dict[str, str]:
    """Return by schedule what went wrong and nobody has seen to yet, for whoever is told of it."""
    if not asked.known.may("alert.see"):
        return {}
    found = acts.alerts.alerts_for(asked.acting())
    return {one.subject.partition(":")[0].replace("-", "_"): one.kind for one in found if one.kind in _RUNS}


def _called(asked: Asked, flow: str) -> str:
    key = f"admin.flow.{flow}"
    return asked.say(key) if f"screen.{key}" in keys(asked.look.lang) else flow


def _runs_of(prefect: str, flow: str) -> str:
    """Return where Prefect shows a schedule, "" where its address is not set."""
    return f"{prefect}/flows?flow-name={quote(flow.replace('_', '-'))}" if prefect else ""
