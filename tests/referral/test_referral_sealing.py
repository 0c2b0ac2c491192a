"""Signed by the house, enveloped for the addressee: at the moment of sending, by every way, and never half."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.exceptions import InternalError
from cryptography.hazmat.bindings._rust import test_support
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7Options,
    load_der_pkcs7_certificates,
    pkcs7_decrypt_der,
)
from referral.reports import a_report, addressees_of
from transport_servers import Authority

from inspection.referral.bundle import ENVELOPE, LABEL, MANIFEST, SIGNATURE, bundle, damaged
from inspection.referral.delivery import FileDrop, Listing
from inspection.referral.delivery.transports import BundleSealing, LastingReferralFault, with_sealing
from inspection.referral.delivery.transports.settings import HouseSettings
from inspection.referral.model import Addressed

HOUSE = HouseSettings(certificate="house.pem", key="house.key")
TO = "pjf-liege"
AT = datetime.now(UTC)  # OpenSSL asks whether a certificate is valid now, whenever the test runs


@pytest.fixture(scope="module")
def content(catalogue):
    """A bundle for the police directorate of Liège."""
    return bundle(addressees_of(catalogue)[0], a_report(), catalogue, exhibits=[("photo-01.jpg", b"\x00\xff" * 90)])


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Path:
    """A keys folder: this house, an addressee, and two whose certificate is over."""
    authority = Authority(tmp_path_factory.mktemp("keys"), AT)
    for name in ("house", "addressee"):
        authority.issue(name)
    for name in ("old", "old_house"):
        authority.issue(name, until=AT - timedelta(days=1))
    (authority.folder / "rubbish.pem").write_text("no certificate")
    return authority.folder


def sent(tmp_path, content, keys, house=HOUSE, certificates=None) -> dict[str, bytes]:
    """What lies in the addressee's folder after a sending."""
    with_sealing(FileDrop(tmp_path), BundleSealing(house, certificates or {}, keys)).send(content, at=AT)
    (folder,) = (tmp_path / TO).iterdir()
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def verify(keys, manifest, signature):
    """Verify a detached CMS signature as OpenSSL does, and return whose it is."""
    authority = x509.load_pem_x509_certificate((keys / "authority.pem").read_bytes())
    options = [PKCS7Options.DetachedSignature, PKCS7Options.Binary]
    test_support.pkcs7_verify(Encoding.DER, signature, manifest, [authority], options)
    (signer,) = load_der_pkcs7_certificates(signature)
    return signer


def opened(keys, envelope, who="addressee"):
    """Open an envelope as its addressee does."""
    certificate = x509.load_pem_x509_certificate((keys / f"{who}.pem").read_bytes())
    key = load_pem_private_key((keys / f"{who}.key").read_bytes(), None)
    with zipfile.ZipFile(io.BytesIO(pkcs7_decrypt_der(envelope, certificate, key, []))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_manifest_is_signed_and_vouches_for_every_file(keys, content, tmp_path):
    """Detached, beside it; a changed manifest is found, and the key is what it was."""
    files = sent(tmp_path, content, keys)
    known = x509.load_pem_x509_certificate((keys / "house.pem").read_bytes())
    assert verify(keys, files[MANIFEST], files[SIGNATURE]) == known
    assert damaged(files) == []
    assert json.loads(files[MANIFEST])["key"] == content.key
    with pytest.raises(InternalError):
        verify(keys, files[MANIFEST] + b" ", files[SIGNATURE])


def test_without_a_certificate_of_ours_nothing_changes(keys, content, tmp_path):
    """None is assumed: the way itself is used, and the files are those that were frozen."""
    way = FileDrop(tmp_path)
    assert with_sealing(way, BundleSealing(None, {}, keys)) is way
    assert sent(tmp_path, content, keys, house=None) == dict(content.files)


def test_who_has_a_certificate_gets_everything_in_one_envelope(keys, content, tmp_path):
    """Outside stand reference, key and hashes; inside every file, signed, readable by its addressee alone."""
    files = sent(tmp_path, content, keys, certificates={TO: "addressee.pem"})
    assert set(files) == {LABEL, ENVELOPE}
    assert set(json.loads(files[LABEL])) == {
        "schema", "reference", "recipient", "key", "manifest_sha256", "envelope_sha256"
    }  # fmt: skip
    inside = opened(keys, files[ENVELOPE])
    assert damaged(inside) == []
    assert {name: body for name, body in inside.items() if name != SIGNATURE} == dict(content.files)
    verify(keys, inside[MANIFEST], inside[SIGNATURE])
    outside = b"".join(files.values())
    assert not any(body in outside for _, body in content.files)
    with pytest.raises(ValueError):  # noqa: PT011  the library says no more
        opened(keys, files[ENVELOPE], who="house")


def test_an_envelope_is_for_whom_it_names_and_for_nobody_else(keys, content, tmp_path):
    """Another addressee's certificate changes nothing here."""
    assert MANIFEST in sent(tmp_path, content, keys, certificates={"aud-liege": "addressee.pem"})


@pytest.mark.parametrize(
    ("house", "certificates", "code"),
    [
        (HOUSE, {TO: "old.pem"}, "REFER-802"),
        (None, {TO: "old.pem"}, "REFER-802"),
        (HouseSettings(certificate="old_house.pem", key="old_house.key"), {}, "REFER-802"),
        (HOUSE, {TO: "rubbish.pem"}, "REFER-510"),
    ],
)
def test_nothing_leaves_in_clear_once_a_certificate_is_configured(keys, content, tmp_path, house, certificates, code):
    """One that is over or unreadable stops the sending for good: a person is told and telephones."""
    way = with_sealing(FileDrop(tmp_path), BundleSealing(house, certificates, keys))
    with pytest.raises(LastingReferralFault) as caught:
        way.send(content, at=AT)
    assert caught.value.code == code
    assert not any(tmp_path.rglob("*.*"))


def test_what_lies_there_is_known_again_in_its_envelope(keys, content, tmp_path):
    """Reconciling compares the manifest's hash, which the label tells of that very envelope only."""
    way = with_sealing(FileDrop(tmp_path), BundleSealing(HOUSE, {TO: "addressee.pem"}, keys))
    assert isinstance(way, Listing)
    assert isinstance(way, Addressed)
    way.send(content, at=AT)
    ((name, held),) = way.held(TO).items()
    assert held == hashlib.sha256(dict(content.files)[MANIFEST]).hexdigest()
    (tmp_path / TO / name / ENVELOPE).write_bytes(b"another")
    assert way.held(TO) == {name: ""}


def test_twice_is_once_whatever_the_encryption_drew(keys, content, tmp_path):
    """The folder is found by the key; a second envelope, with other random bytes, replaces nothing."""
    way = with_sealing(FileDrop(tmp_path), BundleSealing(HOUSE, {TO: "addressee.pem"}, keys))
    way.send(content, at=AT)
    first = {path.name: path.read_bytes() for path in tmp_path.rglob("*.*")}
    way.send(content, at=AT + timedelta(minutes=5))
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*.*")} == first
