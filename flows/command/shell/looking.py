"""`--purpose` and `--case`: why somebody looks, for every command that shows or writes what speaks of a person.

In one's own open control both follow from the case and may be left out; elsewhere a command without them is refused,
with the purposes that its user may give.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

Purpose = Annotated[
    str | None,
    typer.Option("--purpose", help="Why you look, such as supervision; left out in your own open control. Recorded."),
]
Case = Annotated[
    str | None, typer.Option("--case", help="Reference of the case that you look for; it must have to do with it.")
]
_OPTIONS = {"looks_for": Purpose, "looks_in": Case}  # a command may have a `case` of its own


def reveals(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the two options; whatever it looks at is looked at for them."""
    known = inspect.signature(command, eval_str=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    added = [inspect.Parameter(name, keyword, default=None, annotation=hint) for name, hint in _OPTIONS.items()]

    @wraps(command)
    def looked(*args: Any, looks_for: str | None = None, looks_in: str | None = None, **kwargs: Any) -> None:
        from inspection.trust import Reason, looking_for  # not before a command runs: help needs none of it

        with looking_for(Reason(looks_for or "", looks_in or "") if looks_for or looks_in else None):
            command(*args, **kwargs)

    vars(looked)["__signature__"] = known.replace(parameters=[*known.parameters.values(), *added])
    looked.__annotations__ = {**command.__annotations__, **_OPTIONS}
    return looked
