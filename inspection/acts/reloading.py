"""What two people agreed on takes effect in a process that runs already: it reads changed files of its home again."""

from inspection.acts.context import app, reload_rules
from inspection.acts.outbox import followed_transports
from sectors.fault import Fault


def reload_home(*, at_once: bool = False) -> tuple[str, ...]:
    """Read the ways to addressees, and then the rules, again where their files changed.

    The ways come first: rules that name a new way must not meet a process that does not have it yet.

    Arguments: `at_once` as in `Followed.reload_if_changed`.
    Returns: the codes of what is wrong with files that cannot be used; what was read before stays in force then.
    """
    faults = []
    for reload in (followed_transports(app()).reload_if_changed, reload_rules):
        try:
            reload(at_once=at_once)
        except Fault as fault:
            faults.append(fault.code)
        except OSError as fault:
            faults.append(type(fault).__name__)
    return tuple(faults)
