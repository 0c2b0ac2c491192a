"""A measure: noted as a meeting decided it, and its page with how it stood and the form that says how it stands now."""

from typing import cast, get_args

from starlette.responses import Response

from dashboards.office.asking import Asked
from dashboards.office.policy.addresses import MEASURES, NEW, POLICY, measure_address
from dashboards.office.policy.words import LONGEST, SIGNS, PolicyWords, day_of_form, tongues, words_of_form
from dashboards.office.shared import attempted
from inspection import acts
from inspection.errors import AccessRefused, InspectionError
from inspection.life_cycles import MeasureState
from inspection.reporting.policy import Measure, MeasureKind, Meeting
from inspection.time_of import now

_TOLD = frozenset({"noted", "changed"})


def show_new(asked: Asked) -> Response:
    """Show the form that notes one, for whoever keeps the register.

    Errors: `AccessRefused` 120 for anybody else.
    """
    if not asked.known.may("measure.keep"):
        raise AccessRefused("ACCESS-120")
    return _form(asked)


def add(asked: Asked) -> Response:
    """Note what a meeting decided, recommended or planned, and lead to its page."""
    way = lambda made: f"{measure_address(made.reference)}?told=noted"  # noqa: E731
    act = lambda: acts.reports.add_measure(asked.acting(), _new(asked))  # noqa: E731
    return attempted(asked, act, way, lambda fault: _form(asked, fault), page=f"{MEASURES}/{NEW}")


def _new(asked: Asked) -> acts.reports.NewMeasure:
    sent = asked.form
    return acts.reports.NewMeasure(
        kind=cast(MeasureKind, sent.get("kind", "")),
        meeting=cast(Meeting, sent.get("meeting", "")),
        decided_on=day_of_form(asked, "decided_on") or asked.today,
        title=words_of_form(sent),
        owner=sent.get("owner", ""),
        due_on=day_of_form(asked, "due_on"),
    )


def show(asked: Asked) -> Response:
    """Show a measure."""
    return _drawn(asked)


def change(asked: Asked) -> Response:
    """Note how a measure stands now; refused where somebody changed it since the page was read."""
    way = f"{measure_address(_reference(asked))}?told=changed"
    return attempted(asked, lambda: _changed(asked), way, lambda fault: _drawn(asked, fault))


def _changed(asked: Asked) -> None:
    sent = asked.form
    seen, removes_due_day = sent.get("seen", ""), sent.get("no_due") == "1"
    acts.reports.change_measure(
        asked.acting(),
        _reference(asked),
        state=cast(MeasureState, sent.get("state", "")) or None,
        owner=sent.get("owner") or None,
        due_on=None if removes_due_day else day_of_form(asked, "due_on"),
        removes_due_day=removes_due_day,
        evidence=sent.get("evidence", ""),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0,
    )


def _reference(asked: Asked) -> str:
    return str(asked.request.path_params["reference"])


def _form(asked: Asked, fault: InspectionError | None = None) -> Response:
    words = PolicyWords(asked)
    return asked.page(
        "policy/measure_new.html",
        fault,
        words=words,
        kinds=[(kind, words.report(f"measure.{kind}")) for kind in get_args(MeasureKind)],
        meetings=get_args(Meeting),
        owners=words.offices(),
        typed={"decided_on": asked.today.isoformat(), **(asked.form if fault else {})},
        today=asked.today,
        here_address=f"{MEASURES}/{NEW}",
        **_frame(asked),
    )


def _drawn(asked: Asked, fault: InspectionError | None = None) -> Response:
    """Return the page of a measure; with what was typed where it was refused.

    Errors: `AccessRefused` 120 for one that is not there.
    """
    wanted = _reference(asked).upper()
    one = next((m for m in acts.reports.measures(asked.acting()) if m.reference == wanted), None)
    if one is None:
        raise AccessRefused("ACCESS-120")
    words, told = PolicyWords(asked), asked.query("told")
    return asked.page(
        "policy/measure.html",
        fault,
        one=one,
        words=words,
        signs=SIGNS,
        states=[(state.value, words.report(f"state.{state}")) for state in MeasureState],
        owners=words.offices(),
        typed={**_standing(one), **(asked.form if fault else {})},
        may_keep=asked.known.may("measure.keep"),
        told=told if told in _TOLD else "",
        at=now(),
        here_address=measure_address(one.reference),
        **_frame(asked),
    )


def _standing(one: Measure) -> dict[str, str]:
    """Return how a measure stands, as the form that changes it shows it."""
    due = one.now.due_on.isoformat() if one.now.due_on else ""
    return {"state": one.now.state, "owner": one.now.owner, "due_on": due}


def _frame(asked: Asked) -> dict[str, object]:
    return {
        "tongues": tongues(asked.look.lang),
        "longest": LONGEST,
        "back": POLICY,
        "room": POLICY,
    }
