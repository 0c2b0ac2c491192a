"""What is noted beside the answers: a list of what was noted, a form to add to it, and a way to take one back."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import keep, naming, part_name
from dashboards.widgets.control_form.decisions_typed import read_decisions, written
from dashboards.widgets.control_form.onsite_fields import FIELDS, LETTER, PARTS, Field, Part
from dashboards.widgets.control_form.onsite_shown import shown_as
from dashboards.widgets.control_parts.photos import photos
from dashboards.widgets.control_view.control_head import stop_cards
from dashboards.widgets.control_view.extracts import extracts_of
from inspection import acts
from inspection.i18n import Lang, t
from inspection.time_of import BRUSSELS, moment_of

_UNREAD = "\0"  # no input gives it: what follows is a line that cannot be read
_WHY = {"rooms": "onsite.why.rooms", "offenders": "onsite.why.offenders", "noted": "onsite.why.noted"}


def onsite(desk: Desk, filling: acts.controls.Filling) -> None:
    """Show one part at a time; what is added is kept at once."""
    which = [*PARTS, "photos"]
    st.segmented_control(
        desk.say("onsite.which"),
        which,
        format_func=lambda p: desk.say(f"onsite.part.{p}"),
        key="onsite_part",
        default="seen",
        required=True,
    )
    part = st.session_state["onsite_part"]
    if part == "photos":
        photos(desk, filling)
        return
    if part == "hearings":
        stop_cards(desk, filling.control["answers"])
    noted = filling.control.get(part) or []
    if noted:
        st.table([_row(desk, filling, part, item) for item in noted], hide_index=True)
        _changing(desk, filling, part)
    else:
        st.caption(desk.say("word.nothing"))
    if part in _WHY:
        st.caption(desk.say(_WHY[part]))
    if part == "pay" and not filling.control["persons"]:
        st.info(desk.say("onsite.no_person"), icon=":material/info:")
        return
    if part == "hearings":
        _rights(desk)
    _form(desk, filling, part)
    if part == "lookups":
        extracts_of(desk, filling)


def _rights(desk: Desk) -> None:
    """Show what is read aloud before anybody is heard, by the capacity in which they are heard."""
    with st.expander(t("field.hearing.rights", desk.lang), icon=":material/record_voice_over:"):
        for capacity in desk.rules.hearing_capacities.values():
            st.markdown(f"**{capacity.label.say(desk.lang)}**")
            st.markdown("\n".join(f"- {right.say(desk.lang)}" for right in capacity.rights))
        st.caption(desk.say("word.to_verify"))


def _form(desk: Desk, filling: acts.controls.Filling, part: Part) -> None:
    with st.form(f"onsite_{part}", border=True):
        given = {field.name: _input(desk, filling, part, field) for field in FIELDS[part]}
        verb = "add" if _edited(filling, part) is None else "keep_change"
        if not st.form_submit_button(desk.say(f"onsite.{verb}"), icon=":material/check:"):
            return
    unread = next((v for v in given.values() if isinstance(v, str) and v.startswith(_UNREAD)), None)
    if unread is not None:
        st.error(desk.say("offenders.earlier_unread", line=unread.removeprefix(_UNREAD)))
        return
    lacking = [field for field in FIELDS[part] if field.required and given[field.name] in (None, "")]
    if lacking:
        st.error(desk.say("onsite.lacking", which="; ".join(t(field.label, desk.lang) for field in lacking)))
        return
    add(desk, filling, part, {name: value for name, value in given.items() if value not in (None, "")})
    st.rerun()


def _changing(desk: Desk, filling: acts.controls.Filling, part: Part) -> None:
    """Let somebody choose what was noted, and change it in the form or take it back."""
    noted = filling.control[part]
    names = {n: str(item.get("ref", n + 1)) for n, item in enumerate(noted)}
    one, two, three = st.columns([2, 1, 1], vertical_alignment="bottom")
    key = f"o:{filling.id}:{part}:which:{len(noted)}"
    n = one.selectbox(desk.say("onsite.one"), list(names), len(noted) - 1, format_func=names.__getitem__, key=key)
    to_do = (desk, filling, part, n)
    two.button(desk.say("onsite.change"), on_click=_change, args=to_do, icon=":material/edit:")
    ref = noted[n].get("ref")
    parts = naming(filling, ref) if ref is not None else []
    three.button(
        desk.say("onsite.take_back"), on_click=_take_back, args=to_do, icon=":material/undo:", disabled=bool(parts)
    )
    if parts:
        st.caption(desk.say("onsite.named", ref=ref, parts=", ".join(part_name(desk, one) for one in parts)))


def _change(desk: Desk, filling: acts.controls.Filling, part: Part, n: int) -> None:  # noqa: ARG001  a button's face
    """Put what was noted into the form; it stays as it is until the form is kept."""
    st.session_state[_count(filling, part)] = st.session_state.get(_count(filling, part), 0) + 1
    st.session_state[_editing(filling, part)] = n
    item = filling.control[part][n]
    for field in FIELDS[part]:
        st.session_state.update(shown_as(field, _key(filling, part, field), item.get(field.name)))


def _edited(filling: acts.controls.Filling, part: Part) -> int | None:
    n: int | None = st.session_state.get(_editing(filling, part))
    return n


def _editing(filling: acts.controls.Filling, part: Part) -> str:
    return f"o:{filling.id}:{part}:editing"


def add(desk: Desk, filling: acts.controls.Filling, part: Part, item: dict[str, Any]) -> None:
    """Add what was noted under the next reference, or in place of what is being changed, and keep the draft."""
    noted, n = filling.control.setdefault(part, []), st.session_state.pop(_editing(filling, part), None)
    letter = LETTER.get(part)
    if letter and n is not None:
        item = {"ref": noted[n]["ref"], **item}
    elif letter:
        item = {"ref": f"{letter}{max((int(one['ref'][1:]) for one in noted), default=0) + 1}", **item}
    if n is None:
        noted.append(item)
    else:
        noted[n] = item
    st.session_state[_count(filling, part)] = st.session_state.get(_count(filling, part), 0) + 1
    keep(desk, filling)


def _count(filling: acts.controls.Filling, part: Part) -> str:
    return f"o:{filling.id}:{part}:kept"


def _take_back(desk: Desk, filling: acts.controls.Filling, part: Part, n: int) -> None:
    filling.control[part].pop(n)
    st.session_state.pop(_editing(filling, part), None)
    keep(desk, filling)


def _key(filling: acts.controls.Filling, part: Part, field: Field) -> str:
    n = st.session_state.get(_count(filling, part), 0)  # a new form once one was kept; a refused one stays filled in
    return f"o:{filling.id}:{part}:{n}:{field.name}"


def _row(desk: Desk, filling: acts.controls.Filling, part: Part, item: dict[str, Any]) -> dict[str, str]:
    ref = {"n°": item["ref"]} if "ref" in item else {}
    shown = [f for f in FIELDS[part] if any(f.name in one for one in filling.control[part])]
    return ref | {t(f.label, desk.lang): _said(desk, filling, f, item.get(f.name)) for f in shown}


def _said(desk: Desk, filling: acts.controls.Filling, field: Field, value: Any) -> str:
    if value is None:
        return "–"
    if field.kind == "several":
        return ", ".join(value)
    if field.kind == "decisions":
        return written(value)
    if field.options:
        return field.options(desk, filling).get(value, value)
    if field.kind == "yes_no":
        return desk.say("word.yes" if value else "word.no")
    if field.kind == "moment":
        return desk.moment(datetime.fromisoformat(value))
    if field.kind == "day":
        return desk.day(date.fromisoformat(value))
    return f"{value / 100:.2f}" if field.kind == "euros" else str(value)


def _input(desk: Desk, filling: acts.controls.Filling, part: Part, field: Field) -> Any:
    """Draw one input; returns its value as it stands in the control, None or nothing for one left open."""
    key, label = _key(filling, part, field), t(field.label, desk.lang) + (" *" if field.required else "")
    if field.kind == "several" and field.options:
        named = field.options(desk, filling)
        return st.multiselect(label, list(named), format_func=named.__getitem__, key=key, placeholder="–") or None
    if field.kind == "decisions":
        return _decisions(str(st.text_area(label, key=key, help=desk.say("offenders.earlier_help")) or ""))
    if field.options:
        options = field.options(desk, filling)
        first = 0 if "" in options else None  # nothing that becomes evidence is chosen beforehand
        return st.selectbox(label, list(options), first, format_func=options.__getitem__, key=key, placeholder="–")
    if field.kind == "yes_no":
        words = {"yes": desk.say("word.yes"), "no": desk.say("word.no")}
        said = st.pills(label, list(words), format_func=words.__getitem__, key=key)
        return None if said is None else said == "yes"
    if field.kind == "moment":
        return _moment(filling, label, key, desk.lang)
    if field.kind in ("words", "statement"):
        widget, most = (st.text_input, 200) if field.kind == "words" else (st.text_area, 10_000)
        return str(widget(label, max_chars=most, key=key) or "").strip()
    return _number_or_day(label, key, field)


def _decisions(typed: str) -> list[dict[str, Any]] | str | None:
    """Read decisions, one a line; a line that cannot be read comes back marked, and nothing of the form is kept."""
    try:
        return read_decisions(typed) or None
    except ValueError as fault:
        return _UNREAD + str(fault)


def _number_or_day(label: str, key: str, field: Field) -> Any:
    if field.kind == "time":
        at = st.time_input(label, value=None, step=60, key=key)
        return f"{at:%H:%M}" if at else None
    if field.kind == "day":
        day = st.date_input(label, value=None, format="DD/MM/YYYY", key=key)
        return day.isoformat() if isinstance(day, date) else None
    if field.kind == "whole":
        return st.number_input(label, value=None, min_value=0, max_value=999, step=1, key=key)
    amount = st.number_input(label, value=None, min_value=0.0, max_value=100_000.0, step=0.01, format="%.2f", key=key)
    if amount is None:
        return None
    return str(Decimal(str(amount))) if field.kind == "hours" else round(amount * 100)


def _moment(filling: acts.controls.Filling, label: str, key: str, lang: Lang) -> str | None:
    """Ask for a day and a time; the day is that of the entry until somebody says another."""
    entered = datetime.fromisoformat(filling.control["entered_at"]).astimezone(BRUSSELS).date()
    one, two = st.columns(2)
    st.session_state.setdefault(f"{key}:day", entered)
    day = one.date_input(label, format="DD/MM/YYYY", key=f"{key}:day")
    at = two.time_input(t("screen.word.time", lang), value=None, step=60, key=f"{key}:at")
    return moment_of(day, at.hour * 60 + at.minute).isoformat() if isinstance(at, time) and day else None
