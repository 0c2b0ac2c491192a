"""`flow` and `task`: Prefect's where it is at work, nothing at all otherwise.

The command runs the same functions as the schedules. Starting Prefect's ephemeral server for it would cost seconds and
may fail, so Prefect is imported only where it already is, or where `PREFECT_API_URL` names a server.

A tracked task keeps no result and no cache: Prefect sees opaque ids, and our store says what was done.
"""

import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

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

    return prefect_flow(name=function.__name__.replace("_", "-"), persist_result=False, validate_parameters=False)(
        function
    )


def task(*, retries: int = 0) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a Prefect task where Prefect is at work, repeated `retries` times after a failure."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        if not is_tracked():
            return function
        from prefect import task as prefect_task
        from prefect.cache_policies import NO_CACHE

        return prefect_task(
            name=function.__name__.replace("_", "-"),
            retries=retries,
            retry_delay_seconds=2,
            persist_result=False,
            cache_policy=NO_CACHE,
        )(function)

    return decorate
