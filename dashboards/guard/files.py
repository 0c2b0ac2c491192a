"""Files of Streamlit's pages: pictures and downloads that were given to a page, and what somebody sends to one.

An address of one's own answers as ever; one that belongs to another person's page answers as one that is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse, Response

from dashboards.guard.pages import pages

if TYPE_CHECKING:
    from streamlit.runtime import Runtime  # only who has screens pays for it

_GIVEN = "/media/"
_SENT = re.compile(r"/+_stcore/+upload_file/+([^/]*).*")


def foreign_file(scope: Any, session: str) -> Response | None:
    """Return the answer to whoever asks for a file of a page that another session opened, None for everything else."""
    path = scope["path"]
    sent = _SENT.fullmatch(path)
    if path.startswith(_GIVEN):
        is_own = pages().has_file(path, session)
    else:
        is_own = sent is None or pages().session_of(sent[1]) == session
    return None if is_own else PlainTextResponse("File not found", 404)


def watch_files(runtime: Runtime) -> None:
    """Note from now on which page is given which file.

    Streamlit knows it only while a script does not run, and a file is often fetched just then.
    """
    manager = runtime.media_file_mgr
    make = manager.execute_deferred  # of a download that is made when somebody presses its button

    def made(file_id: str) -> str:
        address = make(file_id)
        pages().given_like(address, file_id)
        return address

    manager.add = _noting(manager.add)  # type: ignore[method-assign]
    manager.add_deferred = _noting(manager.add_deferred)  # type: ignore[method-assign]
    manager.execute_deferred = made  # type: ignore[method-assign]


def _noting(add: Callable[..., str]) -> Callable[..., str]:
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    def noting(*args: Any, **fields: Any) -> str:
        address = add(*args, **fields)
        drawn = get_script_run_ctx()
        if drawn is not None:
            pages().given(address, drawn.session_id)
        return address

    return noting
