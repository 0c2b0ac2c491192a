"""File drop: whole or not at all, twice is once, killed is retried."""

import multiprocessing
import os
import signal

import pytest
from referral.reports import AT, a_report, addressees_of

from inspection.errors import ReferralFault
from inspection.referral.bundle import bundle, damaged
from inspection.referral.delivery import FileDrop
from inspection.referral.delivery import file_drop as module
from inspection.referral.model import Bundle, Transport


@pytest.fixture
def content(catalogue):
    """A bundle for the police directorate of Liège."""
    return bundle(addressees_of(catalogue)[0], a_report(), catalogue, exhibits=[("photo-01.jpg", b"x" * 9_000)])


def folders(root):
    """What the addressee sees."""
    return sorted(path.relative_to(root).as_posix() for path in root.glob("*/*") if not path.name.startswith("."))


def files_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_bundle_arrives_whole(tmp_path, content):
    """One folder under the recipient's name, all files as the manifest says; the transport says delivered."""
    transport: Transport = FileDrop(tmp_path)
    sent = transport.send(content, at=AT)
    assert transport.deduplicates
    assert (sent.state, sent.at) == ("delivered", AT)
    assert folders(tmp_path) == [sent.receipt]
    assert sent.receipt == f"pjf-liege/{content.reference}-{content.key[:12]}"
    assert damaged(files_in(tmp_path / sent.receipt)) == []


def test_the_same_bundle_again_has_no_second_effect(tmp_path, content):
    """Same folder, same bytes, same files on the disk: nothing is even rewritten."""
    first = FileDrop(tmp_path).send(content, at=AT)
    nodes = {p.name: p.stat().st_ino for p in (tmp_path / first.receipt).iterdir()}
    second = FileDrop(tmp_path).send(content, at=AT)
    assert second == first
    assert folders(tmp_path) == [first.receipt]
    assert {p.name: p.stat().st_ino for p in (tmp_path / first.receipt).iterdir()} == nodes


def test_a_supplement_is_a_second_folder(tmp_path, content, catalogue):
    """Other content under the same reference stands beside the first and does not replace it."""
    FileDrop(tmp_path).send(content, at=AT)
    FileDrop(tmp_path).send(bundle(addressees_of(catalogue)[0], a_report(danger_now=True), catalogue), at=AT)
    assert len(folders(tmp_path)) == 2


def test_a_folder_that_cannot_be_written_is_a_fault_with_advice(tmp_path, content):
    """No trace of the content in the message; the sender tries again later."""
    (tmp_path / "pjf-liege").write_text("a file where the folder should be")
    with pytest.raises(ReferralFault) as caught:
        FileDrop(tmp_path).send(content, at=AT)
    assert caught.value.code == "REFER-601"


@pytest.mark.parametrize("recipient", ["../elsewhere", "", "PJF", "a/b", ".", "pjf-liege/../x"])
def test_no_recipient_leads_out_of_the_outbox(tmp_path, recipient):
    """Only ids as recipients.yaml writes them become folders."""
    with pytest.raises(ReferralFault):
        FileDrop(tmp_path / "outbox").send(Bundle(reference="R", recipient=recipient, key="0" * 64, files=()), at=AT)
    assert list(tmp_path.iterdir()) == []


def _send_and_die(root, content, after):
    """Send, and be killed after so many files were synced to the disk."""
    count, real = 0, os.fsync

    def fsync(handle):
        nonlocal count
        real(handle)
        count += 1
        if count == after:
            os.kill(os.getpid(), signal.SIGKILL)

    module.os.fsync = fsync
    FileDrop(root).send(content, at=AT)


@pytest.mark.parametrize("after", range(1, 8))
@pytest.mark.few(3)
def test_killed_anywhere_it_is_whole_or_absent_and_the_retry_gives_one_effect(tmp_path, content, after):
    """A real process is killed after each sync; the addressee sees nothing or all, and after the retry all, once."""
    child = multiprocessing.get_context("fork").Process(target=_send_and_die, args=(tmp_path, content, after))
    child.start()
    child.join(20)
    assert all(damaged(files_in(tmp_path / name)) == [] for name in folders(tmp_path))
    sent = FileDrop(tmp_path).send(content, at=AT)
    assert folders(tmp_path) == [sent.receipt]
    assert damaged(files_in(tmp_path / sent.receipt)) == []
    assert not any(tmp_path.rglob("*.part"))


def _send(root, content):
    FileDrop(root).send(content, at=AT)


def test_two_processes_at_once_have_one_effect(tmp_path, content):
    """The delivery thread and the flow may both send: neither fails, one folder stands."""
    fork = multiprocessing.get_context("fork")
    children = [fork.Process(target=_send, args=(tmp_path, content)) for _ in range(6)]
    for child in children:
        child.start()
    for child in children:
        child.join(20)
    assert [child.exitcode for child in children] == [0] * 6
    assert len(folders(tmp_path)) == 1
    assert damaged(files_in(tmp_path / folders(tmp_path)[0])) == []


def test_a_bundle_appears_by_one_rename_only(tmp_path, content, monkeypatch):
    """Where the last step fails the addressee sees nothing, however much was written before it."""

    def rename(self, target):
        raise OSError("the disk went away")

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.rename", rename)
        with pytest.raises(ReferralFault):
            FileDrop(tmp_path).send(content, at=AT)
    assert folders(tmp_path) == []
    sent = FileDrop(tmp_path).send(content, at=AT)
    assert folders(tmp_path) == [sent.receipt]
