"""The errors that Vigie raises on purpose.

    InspectionError
    ├── IntakeFault        a register's structure is wrong: nothing of it is taken in
    ├── TerritoryFault     a place cannot be found, or no office is competent there
    ├── PlanningFault      a week cannot be planned as asked
    ├── ControlFault       a filled control is refused whole
    ├── ReferralFault      a referral or an acknowledgement is refused
    ├── PortalFault        what somebody of an office outside says on the portal cannot be taken
    ├── AccessRefused      this person may not do or see this
    │   └── Unseen         what they ask for is not there, or not for them: told alike
    ├── BackupFault        a backup cannot be taken, read or restored
    ├── DecoyFault         a decoy cannot be made or ended as asked
    ├── LearningFault      a history teaches nothing, or a card cannot be fitted to it
    ├── BreachFault        a breach of personal data cannot be registered or taken further as asked
    ├── RestFault          what lies sealed on the disk cannot be opened, or lies in clear
    ├── StoreFault         the database or its trail is not as it must be
    │   ├── KeyringFault   the key of a case is not here, or was destroyed
    │   ├── ErasureFault   what is to be destroyed cannot be, or was already
    │   ├── RoleFault      an account of PostgreSQL may not do this, or is reached as it must not be
    │   └── KeysFault      a key of this house is being changed, or cannot be
    ├── HistoryFault       the trail is not where a signed checkpoint saw it, or cannot be signed
    └── SettingsFault      this installation is incomplete

`RuleFault`, for a rule that cannot be used, is the one of `sectors` (family RULE, the same shape): that package imports
nothing of this one.

Each is raised by its code and the values that the code's texts ask for: `raise StoreFault("STORE-053", file=name)`.
What a code says stands in `faults.yaml` beside this file, and in docs/reference/errors.md. None may ever hold a name,
a person's number or a free text about somebody: an exception ends in logs.
"""

from collections.abc import Mapping
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from sectors.fault import RULE_FAULTS, Fault, FaultText, registry

_ROOT = Path(__file__).resolve().parents[1]
_OTHERS = {".venv", "site-packages"}


class InspectionError(Fault):
    """Base of every error of this package."""

    file = Path(__file__).with_name("faults.yaml")


class IntakeFault(InspectionError):
    """A register's file cannot be read as what it should be; nothing of it was taken in."""


class TerritoryFault(InspectionError):
    """A place cannot be found, or no office is competent for it on that day."""


class PlanningFault(InspectionError):
    """A week cannot be planned as asked."""


class ControlFault(InspectionError):
    """A filled control is refused whole."""


class ReferralFault(InspectionError):
    """A referral, a delivery or an acknowledgement is refused."""


class PortalFault(InspectionError):
    """What an office outside says, on the portal or of its page, cannot be taken."""


class AccessRefused(InspectionError):
    """This person may not do or see this."""


class DecoyFault(InspectionError):
    """A decoy cannot be made or ended as asked."""


class LearningFault(InspectionError):
    """A history is not one that a card may be fitted to, or it teaches none."""


class BreachFault(InspectionError):
    """A breach of personal data cannot be registered, or be taken a step further, as asked."""


class StoreFault(InspectionError):
    """The database, its keys or its trail are not as they must be."""


class KeyringFault(StoreFault):
    """The key of a case is not here, or was destroyed for ever."""


class ErasureFault(StoreFault):
    """Something cannot be erased as asked, or was erased and may not come back."""


class HistoryFault(InspectionError):
    """The trail is not where a signed checkpoint saw it, or nobody signs where it stands."""


class BackupFault(InspectionError):
    """A backup cannot be taken, is damaged, or cannot be restored as asked."""


class KeysFault(StoreFault):
    """A key of this house is being changed, or cannot be."""


class RestFault(InspectionError):
    """What lies sealed on the disk cannot be opened, or something lies there in clear that may not."""


class Unseen(AccessRefused, ControlFault, PlanningFault, ReferralFault, StoreFault):
    """A record that is not there, or not for whoever asks: one answer for both, whichever of these somebody catches."""


class SettingsFault(InspectionError):
    """This installation lacks something, or has a setting that cannot be right."""


class RoleFault(StoreFault, SettingsFault):
    """An account of PostgreSQL may not do this, waited too long, or would be reached over an unsafe way."""


def known_codes() -> Mapping[str, FaultText]:
    """Return every code that this product raises, those of rule files too, with what it says; in their order."""
    return dict(sorted({**registry(InspectionError.file), **registry(RULE_FAULTS)}.items()))


def unforeseen(fault: BaseException) -> InspectionError:
    """Return what may be said of an error that nobody foresaw, by kind and place: its text may speak of a person."""
    return InspectionError("VIGIE-900", kind=type(fault).__name__, place=_place(fault.__traceback__))


def _place(traceback: TracebackType | None) -> str:
    """Return the innermost line of our own that the error passed, or the innermost of all."""
    lines = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(traceback)]
    ours = [(file, line) for file, line in lines if file.is_relative_to(_ROOT) and not _OTHERS & set(file.parts)]
    file, line = (ours or lines or [(Path("unknown"), 0)])[-1]
    return f"{file.name}:{line}"
