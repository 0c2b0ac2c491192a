"""Wage scales: imported by one person, approved by a second one who compared them with the print, withdrawn.

An imported file computes nothing yet. Approved, it is a rule file of the home: every process that starts from then on
reads it, and the hash of the rules says so in each control.
"""

import hashlib
from pathlib import Path

from inspection.acts.laid_over import other_files, try_over
from inspection.acts.wages.files import (
    STREAM,
    WageFile,
    WageState,
    files,
    id_of,
    imported_path,
    read_lines,
    rule_path,
    rule_text,
    trial_path,
)
from inspection.errors import ControlFault
from inspection.files import put
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_apart
from sectors.reader import load_rules
from sectors.wages import WageLine, read_wages

_LONGEST_REASON = 180


def import_scales(context: Context, content: bytes, name: str) -> WageFile:
    """Take in a file of wage scales for a second person to approve; the same bytes again change nothing.

    It is tried over the rules as they stand: what they would refuse is refused now.

    Arguments: `content` the bytes of the file; `name` how faults call it.
    Errors: `RuleFault` 601 with all faults of the file, or what the rules refuse, such as a day that a scale has
    already; `AccessRefused`.
    """
    lines = read_wages(content, name, on=day_in_brussels(context.at))
    id_ = id_of(content)
    with audited_transaction(context) as tx:
        tx.require("scales.import", service=context.settings.service)
        known = files(tx.session, context.settings).get(id_)
        if known is not None and known.state != WageState.WITHDRAWN:
            tx.mark_unchanged()
            return known
        _try(context, id_, lines)
        _keep(imported_path(context.settings, id_), content)
        return _noted(tx, "scales.import", id_, lines)


def approve_scales(context: Context, id_: str) -> WageFile:
    """Lay an imported file over the rules: whoever approves has compared it with the print, and did not import it.

    Approved again, it writes a rule file that is gone or was changed.

    Errors: `ControlFault` 870 where nothing of this id waits, 875 where the bytes that were kept have changed;
    `RuleFault` where the rules have changed since and refuse it; `AccessRefused`, 041 for whoever imported it.
    """
    with audited_transaction(context) as tx:
        tx.require("scales.approve", service=context.settings.service)
        known = _known(tx, id_)
        if known.state == WageState.WITHDRAWN or not imported_path(context.settings, id_).is_file():
            raise ControlFault("CONTROL-870", id=id_)
        require_apart(context, "scales.approve", "scales.import", known.imported_by)
        if known.state == WageState.APPROVED and known.is_whole:
            tx.mark_unchanged()
            return known
        lines = read_lines(context.settings, id_, day_in_brussels(context.at))
        text = _try(context, id_, lines)
        made = _noted(tx, "scales.approve", id_, lines, text)
    _keep(rule_path(context.settings, id_), text.encode())
    with context.store.read() as session:
        return files(session, context.settings).get(id_, made)


def withdraw_scales(context: Context, id_: str, *, reason: str) -> WageFile:
    """Take a file of scales out of the rules, or out of what waits; the trail keeps that it was there, and why.

    Arguments: `reason` in one line, about nobody.
    Errors: `ControlFault` 870 where there is no such file, 872 without a reason; `RuleFault` where the rules would not
    load without it; `AccessRefused`.
    """
    said = " ".join(reason.split())
    if not said or len(said) > _LONGEST_REASON:
        raise ControlFault("CONTROL-872", longest=_LONGEST_REASON)
    with audited_transaction(context) as tx:
        tx.require("scales.withdraw", service=context.settings.service)
        known, there = _known(tx, id_), rule_path(context.settings, id_)
        if known.state == WageState.WITHDRAWN and not there.exists():
            tx.mark_unchanged()
            return known
        load_rules(other_files(context.settings, there))
        facts = {"rows": known.rows, "scales": list(known.scales), "reason": said}
        tx.record("scales.withdraw", id_, stream=STREAM, facts=facts)
    there.unlink(missing_ok=True)
    with context.store.read() as session:
        return files(session, context.settings)[id_]


def list_scales(context: Context) -> tuple[WageFile, ...]:
    """Return every file of scales that was ever imported, the earliest first; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("scales.list", service=context.settings.service)
        tx.record("scales.list", context.by, stream="reading", facts={"kind": "scales"})
        return tuple(files(tx.session, context.settings).values())


def _known(tx: AuditedTransaction, id_: str) -> WageFile:
    known = files(tx.session, tx.app.settings).get(id_)
    if known is None:
        raise ControlFault("CONTROL-870", id=id_)
    return known


def _try(context: Context, id_: str, lines: tuple[WageLine, ...]) -> str:
    """Return the rule file of some lines, once all rules loaded with it."""
    text = rule_text(lines, context.at)
    try_over(context.settings, rule_path(context.settings, id_), trial_path(context.settings, id_), text)
    return text


def _noted(tx: AuditedTransaction, act: str, id_: str, lines: tuple[WageLine, ...], text: str = "") -> WageFile:
    facts: dict[str, object] = {
        "rows": sum(len(line.rows) for line in lines),
        "scales": sorted({line.key for line in lines}),
        "printed_on": sorted({line.printed_on.isoformat() for line in lines}),
    }
    if text:
        facts["rule_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    tx.record(act, id_, stream=STREAM, facts=facts)
    tx.session.flush()
    return files(tx.session, tx.app.settings)[id_]


def _keep(there: Path, content: bytes) -> None:
    """Write a file so that nobody ever reads half of it."""
    put(there, content)
