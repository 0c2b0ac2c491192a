"""The file that the field form exports: written in JavaScript, opened in Python, and nothing else opens."""

import base64
import hashlib

import pytest
from field_modules import in_node

from inspection.control.reading import is_exported, open_exported
from inspection.errors import ControlFault

PASSWORD = "cœur de bœuf 42"  # NFKC matters: the phone may type the accent in two signs
WRITE = """
import { writeExport } from "./app/exported.js";
const bytes = (n) => new Uint8Array(n).map((_, at) => (at * 7) % 251);
const attachments = given.digests.map((sha256, n) => (
  { sha256, media_type: "image/jpeg", bytes: bytes(given.sizes[n]) }));
const blob = await writeExport({ control: given.control, fault: null, attachments }, given.password);
answer(Buffer.from(await blob.arrayBuffer()).toString("base64"));
"""


def photo(size: int) -> bytes:
    return bytes((at * 7) % 251 for at in range(size))


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> bytes:
    """Give a file that the form's own module wrote."""
    sizes = [70_000, 1]
    digests = [hashlib.sha256(photo(size)).hexdigest() for size in sizes]
    folder = tmp_path_factory.mktemp("node")
    text = in_node(
        folder, WRITE, control='{"control_id": "é"}', password="cœur de bœuf 42", sizes=sizes, digests=digests
    )
    return base64.b64decode(text)


def test_what_the_form_wrote_is_read(written: bytes):
    """Control and attachments come out as they went in."""
    exported = open_exported(written, PASSWORD)
    assert is_exported(written)
    assert exported.control.decode() == '{"control_id": "é"}'
    assert [one.data for one in exported.attachments] == [photo(70_000), photo(1)]
    assert exported.attachments[0].media_type == "image/jpeg"
    assert "control_id" not in repr(exported)


def test_another_password_does_not_open_it(written: bytes):
    """The message says so without a word of what is inside."""
    with pytest.raises(ControlFault) as refused:
        open_exported(written, PASSWORD + " ")
    assert refused.value.code == "CONTROL-315"


@pytest.mark.parametrize("place", [0, 9, 20, 60, 200, 500, 70_300, -1])
def test_a_changed_byte_is_found(written: bytes, place: int):
    """Wherever it is, nothing opens."""
    changed = bytearray(written)
    changed[place] ^= 1
    with pytest.raises(ControlFault):
        open_exported(bytes(changed), PASSWORD)


def test_a_shortened_or_lengthened_file_is_found(written: bytes):
    """A file that ends early, loses its last part or carries more than it says is none."""
    last = 4 + 12 + 1 + 16
    for other in (written[:-1], written[:-last], written[:10], written + written[-last:], b"", b"{}"):
        with pytest.raises(ControlFault, match="314"):
            open_exported(other, PASSWORD)


def test_parts_cannot_change_places(written: bytes):
    """Two attachments swapped are found: each part is bound to its number."""
    small = written[-33:]
    begin = len(written) - 33 - (4 + 12 + 70_000 + 16)
    with pytest.raises(ControlFault, match="315"):
        open_exported(written[:begin] + small + written[begin:-33], PASSWORD)
