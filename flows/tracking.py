"""`flow` and `task`: Prefect's where it is at work, nothing at all otherwise.

The command runs the same functions as the schedules. Starting Prefect's ephemeral server for it would cost seconds and
may fail, so Prefect is imported only where it already is, or where `PREFECT_API_URL` names a server.

A tracked task keeps no result and no cache: Prefect sees opaque ids, and our store says what was done. What Prefect
keeps of an error is its text, so the text of one that nobody foresaw never reaches it.
"""

import logging
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flows.unforeseen import unforeseen
from inspection.errors import InspectionError
from sectors import RuleFault

P = ParamSpec("P")
R = TypeVar("R")


def is_tracked() -> bool:
    """Tell whether Prefect is at work in this process."""
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
