"""Absent and forbidden answer alike: whoever may not see a record does not learn that it is there.

An act that looks a record up before it can ask whose it is would otherwise say "there is none" to a wrong id and
"not yours" to a good one: ids could be tried. The role is asked first, for a wrong id too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from string import Formatter
from typing import Concatenate, ParamSpec, TypeVar, cast

from inspection.errors import InspectionError, Unseen, known_codes
from inspection.trust.access import require_permission
from inspection.trust.context import Context

ELSEWHERE = frozenset({"ACCESS-030", "ACCESS-040"})
P = ParamSpec("P")
T = TypeVar("T")
_Act = Callable[Concatenate[Context, P], T]


def answers_alike(act: str, code: str, *also: str) -> Callable[[_Act[P, T]], _Act[P, T]]:
    """Make an act answer with one error for a record that is not there and for one that lies elsewhere.

    Arguments: `act` what the table of rights calls it; `code` the error of a record that is not there, whose texts ask
    for nothing but what the act is given; `also` codes that would tell the same, apart from those of another district
    and another service.
    """
    told = ELSEWHERE | {code, *also}

    def made(do: _Act[P, T]) -> _Act[P, T]:
        given = inspect.signature(do)

        @wraps(do)
        def asked(context: Context, *args: P.args, **kwargs: P.kwargs) -> T:
            with context.store.read() as session:
                require_permission(session, context, act)
            try:
                return do(context, *args, **kwargs)
            except InspectionError as fault:
                if fault.code not in told:
                    raise
            bound = given.bind(context, *args, **kwargs).arguments
            raise Unseen(code, **{name: bound[name] for name in _asked(code)})

        return cast("_Act[P, T]", asked)

    return made


def _asked(code: str) -> set[str]:
    """Return the values that the texts of a code ask for."""
    said = known_codes()[code]
    texts = (said.what, said.where, said.advice)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
