"""What is noted on site beside the answers: a list of what was noted, a form to add to it or change one, a way back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from dashboards.office.asking import Asked
from dashboards.office.control_form.addresses import SITE
from dashboards.office.control_form.drafted import changed, opened
from dashboards.office.control_form.extracts import ShownExtract, look, may_look, shown_extracts
from dashboards.office.control_form.frame import framed
from dashboards.office.control_form.merging import Merged, marked, merged, plain, with_typed
from dashboards.office.control_form.naming import named_under
from dashboards.office.control_form.onsite_fields import FIELDS, LETTER, PARTS
from dashboards.office.control_form.onsite_items import fields_of, read_item, said
from dashboards.office.control_form.sheets import Raw, Wrong
from dashboards.office.faults import said_of, status_of
from dashboards.office.paper import Values
from dashboards.office.shared import form_address
from inspection.acts.controls import Filling
from inspection.control.checklists import Checklist
from inspection.control.conclusions import stopping_paths
from inspection.errors import AccessRefused, ControlFault, InspectionError
from inspection.i18n import t

_WRONG: Final = 422
_WHY: Final = frozenset({"rooms", "offenders", "noted"})


def first(asked: Asked) -> Response:
    """Lead to the first part."""
    draft = str(asked.request.path_params["draft"])
    return RedirectResponse(form_address(draft, SITE, PARTS[0]), 302, {"Cache-Control": "no-store"})


def show(asked: Asked) -> Response:
    """Show a part; where the address names an entry, its form holds that."""
    filling, form = opened(asked)
    part, entry = _part(asked), _entry(asked)
    item: Raw = {}
    if entry:
        at = _place_of(filling.control, part, entry)
        if at is None:
            raise AccessRefused("ACCESS-120")
        item = filling.control[part][at]
    drawn = fields_of(asked, filling.control, part, item)
    return _drawn(asked, filling, form, _Shown(part, entry, drawn, Merged(drawn.values)))


def keep(asked: Asked) -> Response:
    """Add an entry, or change the one that the address names; where anything of it cannot be taken, nothing is kept."""
    filling, form = opened(asked)
    part, entry, sent, came = _part(asked), _entry(asked), asked.form, _Came()

    def change(control: Raw) -> None:
        noted = [*(control.get(part) or ())]
        at = _place_of(control, part, entry) if entry else None
        before: Raw = noted[at] if at is not None else {}
        came.is_gone = bool(entry) and at is None
        came.drawn = fields_of(asked, control, part, before)
        came.merged = merged(came.drawn, _of(sent, part, came.drawn), sent) if before else _as_typed(came.drawn, sent)
        item, came.wrong = read_item(asked, control, part, came.merged.values, before)
        if came.wrong or came.merged.apart or came.is_gone:
            return
        if at is None:
            control[part] = [*noted, _with_ref(part, noted, item)]
        else:
            control[part][at] = item

    made = changed(asked, filling, change)
    if came.wrong or came.merged.apart or came.is_gone:
        return _drawn(asked, made, form, _Shown(part, "" if came.is_gone else entry, came.drawn, came.merged, came))
    return asked.led(f"{form_address(filling.id, SITE, part)}?told=kept")


def take_back(asked: Asked) -> Response:
    """Take an entry back; one that is still named elsewhere stays, and one that was changed since is shown first."""
    filling, form = opened(asked)
    part, entry = _part(asked), _entry(asked)

    def change(control: Raw) -> None:
        at = _place_of(control, part, entry)
        if at is None:
            return
        item = control[part][at]
        if asked.form.get("of") != marked(fields_of(asked, control, part, item)):
            raise ControlFault("CONTROL-415")
        if named_under(asked, control, str(item.get("ref"))):  # since the page was drawn
            raise ControlFault("CONTROL-415")
        control[part].pop(at)

    try:
        changed(asked, filling, change)
    except ControlFault as fault:
        drawn = fields_of(asked, filling.control, part, {})
        return _drawn(asked, filling, form, _Shown(part, "", drawn, Merged(drawn.values), fault=fault))
    return asked.led(f"{form_address(filling.id, SITE, part)}?told=back")


def look_up(asked: Asked) -> Response:
    """Show what the registers held, or hold; the look is recorded before, and Reload asks before it looks again."""
    filling, form = opened(asked)
    drawn = fields_of(asked, filling.control, "lookups", {})
    shown = _Shown("lookups", "", drawn, Merged(drawn.values))
    try:
        found = look(asked, filling)
    except InspectionError as fault:
        return _drawn(asked, filling, form, _Shown("lookups", "", drawn, Merged(drawn.values), fault=fault))
    return _drawn(asked, filling, form, shown, extracts=shown_extracts(asked, filling, found))


@dataclass
class _Came:
    """What came of a form; it may be made twice, where the draft was kept in between."""

    drawn: Values = field(default_factory=Values)
    merged: Merged = field(default_factory=lambda: Merged({}))
    wrong: Wrong = field(default_factory=dict)
    is_gone: bool = False


@dataclass(frozen=True)
class _Shown:
    part: str
    entry: str
    drawn: Values
    merged: Merged
    came: _Came | None = None
    fault: InspectionError | None = None


def _drawn(
    asked: Asked, filling: Filling, form: Checklist, shown: _Shown, extracts: list[ShownExtract] | None = None
) -> Response:
    control, part = filling.control, shown.part
    wrong = shown.came.wrong if shown.came else {}
    is_stale = bool(shown.merged.apart) or (shown.came is not None and shown.came.is_gone)
    fault = shown.fault or (ControlFault("CONTROL-415") if is_stale else None)
    values = with_typed(shown.merged, asked.form)
    way = form_address(filling.id, SITE, part)
    return asked.page(
        "control_site.html",
        status_of(fault) if fault else _WRONG if wrong else 200,
        **framed(asked, filling, form, SITE),
        part=part,
        parts=[(one, form_address(filling.id, SITE, one), len(control.get(one) or ())) for one in PARTS],
        fields=[(one, one.options(asked, control) if one.options else {}) for one in FIELDS[part]],
        entry=shown.entry,
        entries=_entries(asked, control, part, way),
        site_address=way,
        address=f"{way}/{shown.entry}" if shown.entry else way,
        of=marked(shown.drawn),
        value=lambda name: values.get(name, ""),
        apart=shown.merged.apart,
        wrong=wrong,
        told=asked.query("told"),
        why=part in _WHY,
        onsite_say=lambda one: t(one.label, asked.look.lang),
        rights_title=t("field.hearing.rights", asked.look.lang),
        extract_nothing=t("extract.nothing", asked.look.lang),
        stops=stopping_paths(control["answers"], asked.catalogue) if part == "hearings" else (),
        capacities=tuple(asked.catalogue.hearing_capacities.values()) if part == "hearings" else (),
        may_look=part == "lookups" and may_look(filling),
        extracts=extracts,
        refusal=said_of(fault, asked.look.lang) if fault else "",
        fault_code=fault.code if fault else "",
    )


def _entries(asked: Asked, control: Mapping[str, Any], part: str, way: str) -> list[dict[str, Any]]:
    found = []
    for n, item in enumerate(control.get(part) or (), 1):
        ref = str(item.get("ref", n))
        found.append(
            {
                "ref": ref,
                "said": said(asked, control, part, item),
                "address": f"{way}/{ref}",
                "of": marked(fields_of(asked, control, part, item)),
                "named": named_under(asked, control, ref) if "ref" in item else "",
            }
        )
    return found


def _part(asked: Asked) -> str:
    part = str(asked.request.path_params.get("part", "lookups"))
    if part not in PARTS:
        raise AccessRefused("ACCESS-120")
    return part


def _entry(asked: Asked) -> str:
    return str(asked.request.path_params.get("entry", ""))


def _place_of(control: Mapping[str, Any], part: str, entry: str) -> int | None:
    """Return where an entry stands: by its reference, or by its number where it has none."""
    refs = [str(item.get("ref", n)) for n, item in enumerate(control.get(part) or (), 1)]
    return refs.index(entry) if entry in refs else None


def _with_ref(part: str, noted: list[Raw], item: Raw) -> Raw:
    if part not in LETTER:
        return item
    return {"ref": f"{LETTER[part]}{max((int(one['ref'][1:]) for one in noted), default=0) + 1}", **item}


def _of(sent: Mapping[str, str], part: str, drawn: Values) -> str:
    """Return the marks of an entry; none where it has only a number, and changed: that may be another one by now."""
    of = sent.get("of", "")
    return of if part in LETTER or of == marked(drawn) else ""


def _as_typed(drawn: Values, sent: Mapping[str, str]) -> Merged:
    return Merged({name: plain(sent.get(name, "")) for name in drawn.names})
