"""transports.yaml: read strictly, without secrets, and what it says wrong is named by its place only."""

import pytest
from referral.reports import AT, a_report, addressees_of

from inspection.errors import SettingsFault
from inspection.referral.bundle import bundle
from inspection.referral.delivery.transports import call_script, cover_letter, read_transports
from inspection.referral.delivery.transports.settings import key_file

GOOD = """
mail_server: {host: mail.example, port: 587, sender: vigie@example.org, certificate: house.pem, key: house.key}
recipients:
  pjf-liege:
    acknowledgement_key: "{key}"
    mail: {to: pjf@example.org, certificate: pjf-liege.pem}
    sftp: {host: sftp.example, account: vigie, key: sftp.key, folder: /in, host_key: "ssh-ed25519 AAAA"}
    webhook: {url: "https://hook.example/bundles", secret: pjf.secret}
""".replace("{key}", "ab" * 32)


def read(tmp_path, text):
    (tmp_path / "transports.yaml").write_text(text)
    return read_transports(tmp_path)


def test_a_whole_file_is_read(tmp_path):
    """Every way, and the key by which the addressee signs."""
    found = read(tmp_path, GOOD)
    assert found.pinned() == {"pjf-liege": bytes.fromhex("ab" * 32)}
    assert found.recipients["pjf-liege"].sftp.port == 22
    assert found.mail_server.tls == "starttls"


def test_no_file_and_an_empty_one_mean_the_file_drop(tmp_path):
    """An installation needs none."""
    assert read_transports(tmp_path).recipients == {}
    assert read(tmp_path, "").recipients == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("port: 587", "port: '587'"),
        ("port: 587", "port: 0"),
        ("secret: pjf.secret", "secret: ../../etc/passwd"),
        ("key: sftp.key", "key: sftp.key, password: hunter2"),
        ("https://hook", "http://hook"),
        ("https://hook", "https://me:hunter2@hook"),
        ("ab" * 32, "ab" * 31),
        ("to: pjf@example.org", 'to: "pjf@example.org\\nBcc: x@example.org"'),
        ("  pjf-liege:", "  pjf-liege: {}\n  pjf-liege:"),
        ("mail_server:", "mail_sever:"),
        ("recipients:", "recipients: ["),
        ("port: 587", "port: 587, seconds: 9999"),
        ("mail_server: {", "mail_server: !!python/object/apply:os.system {"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_place(tmp_path, old, new):
    """An unknown word, a secret in the file, plain HTTP, a path out of the keys folder, a line break in an address."""
    assert old in GOOD
    with pytest.raises(SettingsFault, match=r"SETTING-80[45]") as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert "hunter2" not in str(caught.value)


def test_mail_without_a_server_is_refused(tmp_path):
    """It would never leave."""
    with pytest.raises(SettingsFault, match="SETTING-800"):
        read(tmp_path, GOOD.replace(GOOD.strip().splitlines()[0], ""))


def test_a_secret_that_others_can_read_is_refused(tmp_path):
    """And one that is not there."""
    (tmp_path / "a.key").write_text("x")
    (tmp_path / "a.key").chmod(0o644)
    for name, code in (("a.key", "SETTING-806"), ("b.key", "SETTING-801")):
        with pytest.raises(SettingsFault, match=code):
            key_file(tmp_path, name)


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_a_script_tells_no_name_and_a_letter_holds_the_report(catalogue, lang):
    """What lies on a desk can be overheard; the letter goes in an envelope and is answered by its reference."""
    for addressee in addressees_of(catalogue):
        made, office = bundle(addressee, a_report(), catalogue), catalogue.recipients[addressee.recipient]
        script = call_script(made, office, lang=lang)
        assert made.reference in script
        assert office.name.say(lang) in script
        assert not any(part in script for part in ("Exempel", "90010299900", "kitchen", "{", "}"))
        letter = cover_letter(made, office)
        first, _, report = letter.partition("\f")
        assert "Exempel" not in first
        assert report.encode() == dict(made.files)["first_report.txt"]
        assert made.reference in first
    assert AT.tzinfo is not None
