"""Every sealed column belongs to a case, and is sealed by its key; or stands here with the reason why it does not."""

import re
from pathlib import Path

import inspection.store.tables  # noqa: F401  every table is known
from inspection.acts.retention.cases import CASE_ROWS
from inspection.store.core import Sealed, metadata
from inspection.store.core.append_only import FOR_EVER, UNTIL_ERASED

OF_A_CASE = {
    *("chain_agreement.authority", "chain_agreement.words", "chain_notice.body", "control.body", "control.conclusion"),
    *("control_extract.rows", "control_review.words", "control_version.body", "delivery.bundle", "draft.body"),
    *("follow_up.words", "inquiry_words.words", "kept_text.words", "link_decision.reason", "notice.answer_words"),
    *("notice.body", "notice.office", "notice.permission", "notice_try.office", "openrosa_part.data"),
    *("portal_copy.body", "portal_copy.files", "portal_word.body", "receipt.words", "referral_change.reason"),
    *("referral_question.answer", "referral_question.words", "sent_on.words", "suspicion_decision.grounds"),
    *("taken_on.telephone", "taken_on.words", "telephone_call.instruction", "broken_glass.words", "look_review.words"),
}
OF_NO_CASE = {
    "account.password": "a secret of somebody of ours",
    "app_user.name": "somebody of ours, or of an office outside",
    "app_user.telephone": "somebody of ours, or of an office outside",
    "complaint.source": "a tip is of a workplace, before any control; it has a time of its own",
    "complaint.text": "a tip is of a workplace, before any control; it has a time of its own",
    "data_breach.words": "what happened to data, about nobody",
    "data_breach_step.words": "what was done about it, about nobody",
    "decoy.mark": "invented, about nobody",
    "device.label": "what somebody of ours calls a device",
    "figure_release.counts": "counts, about nobody",
    "hold.authority": "of a workplace or a file elsewhere; it has a time of its own",
    "hold.subject": "of a workplace or a file elsewhere; it has a time of its own",
    "judicial_order.authority": "ordered before any control; emptied when somebody names it",
    "judicial_order.authority_reference": "ordered before any control; emptied when somebody names it",
    "judicial_order.workplace": "ordered before any control; emptied when somebody names it",
    "judicial_stop.body": "where a plan sends a team, before any control",
    "outside_person.name": "somebody of an office outside",
    "outside_person.telephone": "somebody of an office outside",
    "passkey.credential": "a secret of somebody of ours",
    "passkey.label": "what somebody of ours calls a passkey",
    "passkey.public_key": "a key of somebody of ours",
    "plan_district.book": "where a week sends teams, before any control",
    "chosen.rows": "rows of registers about a workplace that was chosen, before any control",
    "released_text.body": "a text that left the house, about nobody",
    "staff_change.entry": "somebody of ours, or a team, as they will be",
    "workplace.address": "where a workplace is, of a public register",
    "workplace.name": "what a workplace is called, of a public register",
}
_SEALS = re.compile(r"""\.seal(?:_bytes)?\(\s*(?:f?"([a-z_]+\.[a-z_{}]+)"|([A-Za-z_]+))""")
_NAMES = {"BODY": "portal_copy.body", "FILES": "portal_copy.files", "SAID": "portal_word.body"}


def test_every_sealed_column_is_of_a_case_or_says_why_not() -> None:
    """A new column is put on one of the two lists by whoever makes it."""
    sealed = {f"{t.name}.{c.name}" for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, Sealed)}
    assert sealed == OF_A_CASE | OF_NO_CASE.keys()
    assert not OF_A_CASE & OF_NO_CASE.keys()


def test_every_call_that_seals_for_a_case_names_it() -> None:
    """And none that seals what is of no case does."""
    wrong = []
    for file in sorted(Path("inspection/acts").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        for found in _SEALS.finditer(text):
            place = found[1] or _NAMES.get(found[2], "")
            has_case = "case=" in _call(text, found.end())
            if (place in OF_A_CASE and not has_case) or (place in OF_NO_CASE and has_case):
                wrong.append(f"{file}: {place}")
    assert wrong == []


def _call(text: str, start: int) -> str:
    """Return a call's arguments, to the bracket that closes it."""
    depth, end = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[start:end]


def test_every_table_that_hangs_on_a_control_goes_with_its_case() -> None:
    """Followed by foreign keys from the control down; what refers to it and stays would block its erasure."""
    reached, before = {"control"}, set[str]()
    while reached != before:
        before = set(reached)
        reached |= {t.name for t in metadata.sorted_tables if {k.column.table.name for k in t.foreign_keys} & before}
    gone = {table for table, _ in CASE_ROWS}
    assert reached <= gone
    assert not gone & set(FOR_EVER)
    assert set(UNTIL_ERASED) <= gone
