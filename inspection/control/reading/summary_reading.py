"""Does what was read to somebody and signed hold together? Every fault names references only, never a word of it."""

import hashlib
from collections.abc import Iterator

from inspection.control.filled import Control
from inspection.control.reading.answers import Objection


def summary_faults(control: Control) -> Iterator[Objection]:
    """Yield what is wrong with the summaries: a text that is not what was signed, a refusal without a reason."""
    hearings = {one.ref for one in control.hearings}
    for one in control.summaries:
        if hashlib.sha256(one.text.encode()).hexdigest() != one.sha256:
            yield Objection("CONTROL-388", f"{one.ref} has a text that its hash is not of", "summaries")
        if one.answer == "signed" and one.signature is None:
            yield Objection("CONTROL-388", f"{one.ref} is signed without a signature", "summaries")
        if one.answer != "signed" and not one.reason.strip():
            yield Objection("CONTROL-388", f"{one.ref} is not signed and says no reason", "summaries")
        if one.hearing is not None and one.hearing not in hearings:
            yield Objection(
                "CONTROL-361", f"{one.ref} names {one.hearing}, which is not among the hearings", "summaries"
            )
