"""What was noted, as the inputs of the form hold it: the way back from a control's part into its form."""

from datetime import date, datetime, time
from typing import Any

from dashboards.widgets.control_form.decisions_typed import written
from dashboards.widgets.control_form.onsite_fields import Field
from inspection.time_of import BRUSSELS


def shown_as(field: Field, key: str, value: Any) -> dict[str, Any]:
    """Return the state of a field's inputs that shows a value; nothing for one that is left open."""
    if value is None:
        return {}
    if field.kind == "moment":
        moment = datetime.fromisoformat(value).astimezone(BRUSSELS)
        return {f"{key}:day": moment.date(), f"{key}:at": moment.time().replace(second=0, microsecond=0)}
    return {key: _shown(field, value)}


def _shown(field: Field, value: Any) -> Any:
    if field.kind == "decisions":
        return written(value)
    if field.kind == "yes_no":
        return "yes" if value else "no"
    if field.kind == "time":
        return time.fromisoformat(value)
    if field.kind == "day":
        return date.fromisoformat(value)
    if field.kind == "euros":
        return value / 100
    return float(value) if field.kind == "hours" else value
