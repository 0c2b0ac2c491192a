"""An error that nobody foresaw, told by kind and place: its text may speak of a person, and errors end in logs."""

from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from inspection.errors import InspectionError

_ROOT = Path(__file__).resolve().parents[1]
_OTHERS = {".venv", "site-packages"}


def unforeseen(fault: BaseException) -> InspectionError:
    """Return what may be said of an error that is not one of ours."""
    return InspectionError("VIGIE-900", kind=type(fault).__name__, place=_place(fault.__traceback__))


def _place(traceback: TracebackType | None) -> str:
    """Return the innermost line of our own that the error passed, or the innermost of all."""
    lines = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(traceback)]
    ours = [(file, line) for file, line in lines if file.is_relative_to(_ROOT) and not _OTHERS & set(file.parts)]
    file, line = (ours or lines or [(Path("unknown"), 0)])[-1]
    return f"{file.name}:{line}"
