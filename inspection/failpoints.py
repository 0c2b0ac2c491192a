"""Named points at which a test may kill its own process, to prove that nothing is lost or doubled there.

In production each is a look into an empty place. Armed by two variables together, so that no stray setting of an
installation can end it.
"""

import os
import signal

REGISTERED: tuple[str, ...] = (
    "control.inserted",
    "control.before_commit",
    "control.after_commit",
    "suspicion.before_commit",
    "suspicion.after_commit",
    "delivery.leased",
    "delivery.sent",
    "delivery.before_commit",
    "delivery.recorded",
    "list.written",
    "list.before_commit",
    "list.after_commit",
    "list.half_written",
    "list.leased",
    "list.sent",
)
ENTERING: tuple[str, ...] = ("entry.before_commit", "entry.after_commit")
ATTACHING: tuple[str, ...] = ("attachment.filed", "attachment.before_commit", "attachment.after_commit")
ERASING: tuple[str, ...] = ("erasure.before_commit", "erasure.after_commit", "erasure.step")
TYPING: tuple[str, ...] = ("text.before_commit", "text.after_commit")
PUBLISHING: tuple[str, ...] = ("report.written", "report.before_commit", "report.after_commit", "report.half_written")
PORTAL: tuple[str, ...] = (
    *("portal.before_commit", "portal.after_commit", "word.before_commit", "word.after_commit"),
    *("word_told.before_commit", "word_told.after_commit"),
)
ROTATING: tuple[str, ...] = (
    *("rotation.made", "rotation.before_commit", "rotation.after_commit", "rotation.old_kept", "rotation.exchanged"),
    *("reseal.before_commit", "reseal.after_commit", "rotation.file", "rotation.counted"),
    *("rotation_end.before_commit", "rotation_end.after_commit", "rotation.retired"),
    *("rotation.put_aside", "rotation.overwritten"),
)
REWRITING: tuple[str, ...] = ("rotation.rewritten",)
REWRAPPING: tuple[str, ...] = ("rotation.marked", "rotation.case", "rotation.copy")
SAYING: tuple[str, ...] = ("portal_say.before_commit", "portal_say.after_commit")
BACKING_UP: tuple[str, ...] = (
    *("backup.looked", "backup.piece", "backup.rows", "backup.file", "backup.before_manifest", "backup.after_manifest"),
)
RESTORING: tuple[str, ...] = (
    *("restore.begun", "restore.file", "restore.filed", "restore.table", "restore.rows", "restore.filled"),
    *("restore.forgotten", "restore.before_commit", "restore.after_commit", "restore.before_placing", "restore.placed"),
)
TAKING_IN: tuple[str, ...] = (
    *("register.leaving", "register.came", "register.releasing", "register.closing", "register.closed"),
)


def failpoint(name: str) -> None:
    """Do nothing; in a test that armed this name, die as a machine does whose plug is pulled."""
    if os.environ.get("VIGIE_FAILPOINT") == name and os.environ.get("VIGIE_FAILPOINTS_ARMED") == "1":
        os.kill(os.getpid(), signal.SIGKILL)
