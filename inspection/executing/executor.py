"""What every executor does: carry out one function over many tasks, as each gets ready."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from inspection.errors import PlanningFault

ATTEMPTS = 3  # workers that one task may take along before somebody is told: by then it is the task


class Named(Protocol):
    """A task, with the name that progress and errors use for it: a district or a part, never a firm or a person."""

    @property
    def name(self) -> str: ...


Task = TypeVar("Task", bound=Named)
Result = TypeVar("Result")


def no_last(_: Any) -> bool:
    """Say of a result that others may follow it."""
    return False


class Executor(Protocol):
    """Carries out tasks, in an order and at places that change no result."""

    def map(
        self,
        function: Callable[[Task], Result],
        tasks: Sequence[Task],
        *,
        is_last: Callable[[Result], bool] = no_last,
    ) -> Iterator[tuple[Task, Result]]:
        """Yield each task with its result, as they get ready; begun in the order given.

        A worker that dies costs the task that it had, which another one begins anew. After Ctrl-C no task is begun any
        more: those that are begun are waited for and yielded, the others are not.

        function
            Of a module, so that another process finds it by its name; what it raises is raised here.
        is_last
            Whether a result ends the work, as Ctrl-C does: no further task is begun.
        Errors: PlanningFault PLAN-431 for a task whose worker died `ATTEMPTS` times.
        """
        ...


def gave_up(task: Named, attempts: int = ATTEMPTS) -> PlanningFault:
    """Return the error that names a task whose workers die; to be raised."""
    return PlanningFault("PLAN-431", task=task.name, attempts=attempts)
