"""A submission as it came, made readable: parts put together, decrypted, held against the form it was made with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from xml.etree.ElementTree import Element

from inspection.acts.openrosa.forms import checklist_of_form
from inspection.acts.openrosa.keys import form_key
from inspection.acts.openrosa.parts import keep_parts, name_key, parts_of
from inspection.control.checklists import Checklist
from inspection.control.xforms import (
    Envelope,
    FilledForm,
    entered_on,
    envelope,
    open_files,
    parse_xml,
    read_filled,
    read_manifest,
)
from inspection.errors import ControlFault
from inspection.sealing import keyed_hash
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A submission that can be read.

    content_key
        Keyed hash of all that it says: two that differ in spaces only are the same.
    """

    head: Envelope
    checklist: Checklist
    form: FilledForm
    files: Mapping[str, bytes]
    content_key: str


@dataclass(frozen=True)
class _Arrival:
    """What one request brought, and for whom."""

    context: Context
    files: Mapping[str, bytes]
    is_incomplete: bool

    @property
    def here(self) -> AppContext:
        return self.context.app

    @property
    def at(self) -> datetime:
        return self.context.at


def opened(context: Context, xml: bytes, files: Mapping[str, bytes], *, is_incomplete: bool) -> Submission | None:
    """Return the submission as it can be read, or None when its parts are kept until the rest comes."""
    root = parse_xml(xml)
    head, arrival = envelope(root), _Arrival(context, files, is_incomplete)
    if head.is_encrypted:
        return _decrypted(arrival, head, root)
    if context.settings.openrosa == "encrypted":
        raise ControlFault("CONTROL-347")
    checklist, form = _read(arrival, head, root)
    names = [photo.file for photo in form.photos]
    there = _together(arrival, head, names)
    if is_incomplete and not set(names) <= there.keys():
        keep_parts(context, head.instance, files)
        return None
    return _submission(context.app, head, checklist, form, there)


def _decrypted(arrival: _Arrival, head: Envelope, root: Element) -> Submission | None:
    here, manifest = arrival.here, read_manifest(root)
    there = _together(arrival, head, manifest.files)
    if arrival.is_incomplete and len(there) < len(manifest.files):
        keep_parts(arrival.context, head.instance, arrival.files)
        return None
    xml, files = open_files(manifest, head, there, form_key(here))
    inner = envelope(plain := parse_xml(xml))
    if replace(inner, deprecated=None) != replace(head, is_encrypted=False, deprecated=None):
        raise ControlFault("CONTROL-346")
    checklist, form = _read(arrival, inner, plain)
    _only(files, [photo.file for photo in form.photos])
    return _submission(here, inner, checklist, form, files)


def _read(arrival: _Arrival, head: Envelope, root: Element) -> tuple[Checklist, FilledForm]:
    today = day_in_brussels(arrival.at)
    checklist = checklist_of_form(arrival.here, head.form, head.version, _day(root), today)
    return checklist, read_filled(root, checklist)


def _day(root: Element) -> date | None:
    entered = entered_on(root)
    return day_in_brussels(entered) if entered else None


def _together(arrival: _Arrival, head: Envelope, names: Sequence[str]) -> dict[str, bytes]:
    """Return the files that came now and before, by name; a file that the submission does not name is refused."""
    _only(arrival.files, names)
    before = parts_of(arrival.context, head.instance)
    kept = {name: before[key] for name in names if (key := name_key(arrival.here, name)) in before}
    return {**kept, **arrival.files}


def _submission(
    app: AppContext, head: Envelope, checklist: Checklist, form: FilledForm, files: Mapping[str, bytes]
) -> Submission:
    said = {"form": head.form, "version": head.version, "replaces": head.deprecated, "control": form.control}
    key = keyed_hash({**said, "photos": form.photos}, purpose="openrosa", keys=app.store.keys)
    return Submission(head=head, checklist=checklist, form=form, files=files, content_key=key)


def _only(files: Mapping[str, bytes], names: Sequence[str]) -> None:
    if not files.keys() <= set(names):
        raise ControlFault("CONTROL-345")
