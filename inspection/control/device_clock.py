"""How far the clock was out of the device that wrote a control's minutes, in words and for whoever compares moments.

The minutes stay as the device wrote them: they are what was kept on site. What is held against a moment of another
clock, such as that of a declaration, is first told by the office's.
"""

from datetime import datetime, timedelta
from typing import Final

from inspection.control.filled import ClockCheck, Control
from inspection.i18n import Lang, t
from inspection.time_of import moment_text

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400


def clock_at(control: Control, moment: datetime) -> ClockCheck | None:
    """Return the contact that tells most of the device's clock when it showed a moment; None where there was none.

    That is the one at which the device's own clock showed the nearest moment: a clock may be put right in between.
    """
    return min(control.clock_checks, key=lambda one: abs(moment - _shown(one)), default=None)


def by_office_clock(control: Control, limit_s: int) -> Control:
    """Return a control with the moments of entry, leaving and looking by the office's clock.

    limit_s
        Seconds up to which the device's clock counts as right; within them nothing is moved.
    """

    def told(moment: datetime) -> datetime:
        check = clock_at(control, moment)
        is_off = check is not None and abs(check.clock_skew_s) > limit_s
        return moment - timedelta(seconds=check.clock_skew_s) if check is not None and is_off else moment

    if not any(abs(one.clock_skew_s) > limit_s for one in control.clock_checks):
        return control
    typed = tuple(
        one if one.source else one.model_copy(update={"looked_up_at": told(one.looked_up_at)})
        for one in control.lookups
    )
    left = control.left_at and told(control.left_at)
    return control.model_copy(update={"entered_at": told(control.entered_at), "left_at": left, "lookups": typed})


def clock_lines(control: Control, limit_s: int, lang: Lang) -> list[str]:
    """Return what is to be said beside a control's minutes of the clock that they are by.

    Every contact at which it was out by more than `limit_s` seconds, with entry and leaving by the office's clock;
    where it was right, when that was seen last. Nothing where no contact is known, as of a control that was typed here.
    """
    off = [one for one in control.clock_checks if abs(one.clock_skew_s) > limit_s]
    if not off:
        return [_said("checked", one, lang) for one in control.clock_checks[-1:]]
    true = by_office_clock(control, limit_s)
    left = moment_text(true.left_at) if true.left_at else "…"
    said = [_said("ahead" if one.clock_skew_s > 0 else "behind", one, lang) for one in off]
    return [*said, t("device_clock.by_office", lang, start=moment_text(true.entered_at), end=left)]


def _said(how: str, check: ClockCheck, lang: Lang) -> str:
    span = _span(abs(check.clock_skew_s), lang)
    return t(f"device_clock.{how}", lang, span=span, at=moment_text(check.at), within=check.within_s)


def _span(seconds: int, lang: Lang) -> str:
    """Return a length of time as short as it can be told."""
    if seconds >= 2 * _DAY:
        return t("device_clock.days", lang, n=round(seconds / _DAY))
    if seconds >= _HOUR:
        hours, rest = divmod(round(seconds / _MINUTE), _MINUTE)
        return f"{hours} h {rest} min"
    return f"{round(seconds / _MINUTE)} min" if seconds >= 2 * _MINUTE else f"{seconds} s"


def _shown(check: ClockCheck) -> datetime:
    return check.at + timedelta(seconds=check.clock_skew_s)
