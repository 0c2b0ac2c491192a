"""Asked for by automations: a run that failed, is late or was killed is told, and what was killed is begun again."""

from typing import Literal
from uuid import UUID

from flows.acting import begin
from flows.tracking import flow, task
from inspection import acts
from inspection.acts.alerts import RunTold

BEGUN_AGAIN = "begun-again:"
BY_HOUR = "auto-scheduled"  # Prefect's own: what is begun again was asked for
MOST = 2  # times: what is killed a third time is most likely what kills its worker
What = Literal["failed", "late", "crashed"]


@flow
def watch_run(run: str, what: What) -> str | None:
    """Tell the direction of a run, and begin one that crashed again; returns the id of the run that does its work."""
    begin(f"{what} {run}", run=run)
    if what != "crashed":
        tell(f"run_{what}", run)  # type: ignore[arg-type]  # two of its literals
        return None
    again = begin_again(run)
    tell("run_crashed" if again else "run_given_up", run)
    return again


@task(retries=2)
def begin_again(run: str) -> str | None:
    """Begin a new run of the same deployment with the same parameters, once for each run and twice in a row at most.

    It may be that the first one goes on unheard, or had done its work: each flow is idempotent by keys in our store.
    """
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        killed = client.read_flow_run(UUID(run))
        times = 1 + max([int(tag.removeprefix(BEGUN_AGAIN)) for tag in killed.tags if _counts(tag)], default=0)
        if killed.deployment_id is None or times > MOST:
            return None
        made = client.create_flow_run_from_deployment(
            killed.deployment_id,
            parameters=killed.parameters,
            tags=[*(tag for tag in killed.tags if not _counts(tag) and tag != BY_HOUR), f"{BEGUN_AGAIN}{times}"],
            idempotency_key=f"{BEGUN_AGAIN}{run}",
        )
        return str(made.id)


@task(retries=2)
def tell(told: RunTold, run: str) -> bool:
    """Raise the alert, under the name of the run's flow."""
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        found = client.read_flow_run(UUID(run))
        name = client.read_flow(found.flow_id).name
    return acts.alerts.alert_run(acts.acting_as_flow("watch_run"), told, name, run)


def _counts(tag: str) -> bool:
    return tag.startswith(BEGUN_AGAIN)
