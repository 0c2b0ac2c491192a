"""Trust: who may do what, and the trail of everything that was done or looked at.

Acts ask `ask` first and change rows only inside `recorded`; `verify_trail` tells whether the history is still whole.
"""

from inspection.trust.access import RULES, Rule, ask, is_everywhere, is_within
from inspection.trust.audit import Trail, entry_hash, recorded
from inspection.trust.verifying import Broken, Checkpoint, TrailReport, take_checkpoint, verify_trail

__all__ = [
    "RULES",
    "Broken",
    "Checkpoint",
    "Rule",
    "Trail",
    "TrailReport",
    "ask",
    "entry_hash",
    "is_everywhere",
    "is_within",
    "recorded",
    "take_checkpoint",
    "verify_trail",
]
