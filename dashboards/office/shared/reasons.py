"""Why somebody looks at names: the reason that a form gives, and the faults that say that one is wanted."""

from typing import Final

from dashboards.office.asking import Asked
from inspection.trust import Context

# Without a reason, or by one that does not hold: the page asks for it.
NEEDS_REASON: Final = frozenset({"ACCESS-090", "ACCESS-091", "ACCESS-092", "ACCESS-093", "ACCESS-094"})


def for_reason(asked: Asked) -> Context:
    """Return the context with the reason that a form gives, where it gives one."""
    purpose, context = asked.form.get("purpose", ""), asked.acting()
    return context.because(purpose, asked.form.get("case", "").strip()) if purpose else context
