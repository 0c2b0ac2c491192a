"""`flow` and `task`: Prefect's where it is at work, nothing at all otherwise.

The command runs the same functions as the schedules, and is never tracked. Elsewhere Prefect is imported only where it
already is, or where `PREFECT_API_URL` names a server: starting an ephemeral one would cost seconds and may fail.

A tracked task keeps no result and no cache: Prefect sees opaque ids, and our store says what was done. What Prefect
keeps of an error is its text, so the text of one that nobody foresaw never reaches it.

A run says what it is about by its name and tags, and leaves an account: counts, opaque ids and offices, nobody's name.
"""

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from inspection.errors import InspectionError, unforeseen
from inspection.settings import settings
from inspection.time_of import BRUSSELS, IsoWeek, now, today
from sectors.reader import RuleFault

_COMMAND = "flows.command"  # the package whose presence makes a process the command's
P = ParamSpec("P")
R = TypeVar("R")


def is_tracked() -> bool:
    """Tell whether Prefect is at work in this process; in that of the command it never is.

    Somebody gives a command, and says who: their id would become a parameter that Prefect keeps and shows.
    """
    if _COMMAND in sys.modules:
        return False
    return "prefect" in sys.modules or bool(os.environ.get("PREFECT_API_URL"))


def flow(function: Callable[P, R]) -> Callable[P, R]:
    """Make `function` a Prefect flow where Prefect is at work; its name is the function's, with hyphens."""
    if not is_tracked():
        return function
    from prefect import flow as prefect_flow

    logging.getLogger("vigie").setLevel(logging.INFO)  # Prefect hands what the steps say on, and does not ask for it
    named = prefect_flow(name=_name(function), persist_result=False, validate_parameters=False)
    return named(_discreet(function))


def task(*, retries: int = 0) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a Prefect task where Prefect is at work, repeated `retries` times after a failure."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if not is_tracked():
            return function
        from prefect import task as prefect_task
        from prefect.cache_policies import NO_CACHE

        named = prefect_task(
            name=_name(function),
            retries=retries,
            retry_delay_seconds=2,
            persist_result=False,
            cache_policy=NO_CACHE,
        )
        return named(_discreet(function))

    return decorate


def call_run(about: str | None = None, *, week: IsoWeek | None = None, **tags: str | None) -> None:
    """Name the run of this flow after what it is about, and tag it; nothing where no run is tracked.

    `plan-week 2026-W49` with `week:2026-W49` is found by whoever looks for a week, `mini-partridge` by nobody.

    about
        What stands behind the name of the flow. Without it, day and hour in Brussels, for flows that do the same at
        every turn.
    week
        What it is tagged with. Without it, the week of today.
    """
    run = _run()
    if run is None:
        return
    from prefect.client.orchestration import get_client

    said = about or f"{now().astimezone(BRUSSELS):%Y-%m-%d %H:%M}"
    own = {"week": str(week or IsoWeek.of(today())), "service": settings().service, **tags}
    tagged = {*run.tags, *(f"{key}:{value}" for key, value in own.items() if value)}
    with _unless_prefect_fails("its name"), get_client(sync_client=True) as client:
        client.update_flow_run(run.id, name=f"{run.flow_name} {said}", tags=sorted(tagged))


def keep_account(key: str, text: str) -> None:
    """Keep what a run did as an artifact in Markdown, under a key of which Prefect shows the history."""
    if _run() is None:
        return
    from prefect.artifacts import create_markdown_artifact

    with _unless_prefect_fails("its account"):
        create_markdown_artifact(text, key=key.lower())


@dataclass(frozen=True)
class _Run:
    """The run of the flow that is running in this process."""

    id: UUID
    flow_name: str
    tags: tuple[str, ...]


def _run() -> _Run | None:
    """Return the run that Prefect tracks here, or None; Prefect is not imported for the answer."""
    if "prefect" not in sys.modules:
        return None
    from prefect.context import FlowRunContext

    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow is None:
        return None
    return _Run(context.flow_run.id, context.flow.name, tuple(context.flow_run.tags))


@contextmanager
def _unless_prefect_fails(what: str) -> Iterator[None]:
    """Let the work go on where Prefect does not answer: what is said of it is worth less than it is."""
    import httpx

    try:
        yield
    except httpx.HTTPError as fault:
        logging.getLogger("vigie.flows").warning("Prefect did not take %s of this run: %s", what, type(fault).__name__)


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")


def _discreet(function: Callable[P, R]) -> Callable[P, R]:
    """Let errors of ours through, whose text holds nothing about a person, and tell of others kind and place only."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (InspectionError, RuleFault):
            raise
        except Exception as fault:  # noqa: BLE001  whatever it is, its text stays here
            raise unforeseen(fault) from None

    return run
