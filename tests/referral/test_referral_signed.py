"""Signed acknowledgements: only the very bytes that the addressee signed are read; 10,000 altered ones are refused."""

import json
import random
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from referral.reports import AT

from inspection.errors import ReferralFault
from inspection.referral.delivery import Awaiting, read_acknowledgement, sign_acknowledgement
from inspection.referral.references import new_reference
from inspection.sealing import canonical_json

OURS = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
THEIRS = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
PINNED = {
    "pjf-liege": OURS.public_key().public_bytes_raw(),
    "aud-liege": THEIRS.public_key().public_bytes_raw(),
}
KEYS = {name: f"{n:064x}" for n, name in enumerate(("pjf-liege", "aud-liege", "pjf-namur"), 1)}
REFERENCE = new_reference(2026, 123)
KNOWN = {
    key: Awaiting(reference=REFERENCE, recipient=name, nonce=f"{n + 7:064x}")
    for n, (name, key) in enumerate(KEYS.items())
}
SAID = {
    "reference": REFERENCE,
    "recipient": "pjf-liege",
    "bundle_key": KEYS["pjf-liege"],
    "nonce": KNOWN[KEYS["pjf-liege"]].nonce,
    "answer": "acknowledged",
    "at": "2026-11-24T21:20:00Z",
}
SEED = 20261125


def read(raw: bytes):
    """Read a message as this house does, a few minutes after it was signed."""
    return read_acknowledgement(raw, PINNED, KNOWN.get, now=AT.replace(hour=22), ahead=timedelta(minutes=5))


def code_of(raw: bytes) -> str:
    """The code by which a message is refused."""
    with pytest.raises(ReferralFault) as caught:
        read(raw)
    assert "nonce" not in str(caught.value) or "0" * 20 not in str(caught.value)
    return caught.value.code


def test_what_the_addressee_signed_is_read():
    """An acknowledgement, and a refusal with its reason."""
    receipt = read(sign_acknowledgement(SAID, OURS))
    assert (receipt.reference, receipt.recipient, receipt.answer, receipt.reason) == (
        REFERENCE,
        "pjf-liege",
        "acknowledged",
        None,
    )
    refused = read(sign_acknowledgement({**SAID, "answer": "refused", "reason": "not_competent"}, OURS))
    assert (refused.answer, refused.reason) == ("refused", "not_competent")
    assert refused.message_sha256 != receipt.message_sha256


def test_a_clock_that_runs_a_little_ahead_is_believed():
    """Up to five minutes; what was signed later than that was signed by a clock that says anything."""
    ahead = read(sign_acknowledgement({**SAID, "at": "2026-11-24T22:20:00Z"}, OURS))
    assert ahead.at == AT.replace(hour=22, minute=20)
    assert code_of(sign_acknowledgement({**SAID, "at": "2026-11-24T22:20:01Z"}, OURS)) == "REFER-827"


@pytest.mark.parametrize(
    ("changed", "key", "code"),
    [
        ({}, THEIRS, "REFER-828"),
        ({"bundle_key": "f" * 64}, OURS, "REFER-823"),
        ({"bundle_key": KEYS["aud-liege"]}, OURS, "REFER-842"),
        ({"reference": new_reference(2026, 124)}, OURS, "REFER-842"),
        ({"recipient": "aud-liege"}, THEIRS, "REFER-842"),
        ({"nonce": "0" * 64}, OURS, "REFER-825"),
        ({"nonce": "é"}, OURS, "REFER-825"),
        ({"at": "2026-11-24T22:30:00Z"}, OURS, "REFER-827"),
        ({"at": "2026-13-44T22:30:00Z"}, OURS, "REFER-843"),
        ({"at": "2026-11-24T21:20:00+00:00"}, OURS, "REFER-840"),
        ({"answer": "perhaps"}, OURS, "REFER-840"),
        ({"answer": "refused"}, OURS, "REFER-840"),
        ({"answer": "refused", "reason": "busy"}, OURS, "REFER-840"),
        ({"reason": "other"}, OURS, "REFER-840"),
        ({"more": "x"}, OURS, "REFER-840"),
    ],
)
def test_even_a_good_signature_does_not_carry_what_is_wrong(changed, key, code):
    """Who signs with the right key still answers for one bundle, one nonce, one moment; another key for none."""
    assert code_of(sign_acknowledgement({**SAID, **changed}, key)) == code


def test_a_recipient_without_a_pinned_key_cannot_sign():
    """The key is agreed beforehand and never comes with the message."""
    said = {**SAID, "recipient": "pjf-namur", "bundle_key": KEYS["pjf-namur"], "nonce": KNOWN[KEYS["pjf-namur"]].nonce}
    assert code_of(sign_acknowledgement(said, OURS)) == "REFER-826"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"[" * 2_000,
        b'{"a":' * 300,
        b"9" * 2_000,
        b'"\\ud800"',
        b"\xff\xfe{}",
        b"NaN",
        b"{}" + b" " * 3_000,
    ],
)
def test_hostile_bytes_are_refused(raw):
    """Nesting, long numbers, lone surrogates, no UTF-8: an error with a code, and no other."""
    assert code_of(raw) in {"REFER-838", "REFER-821", "REFER-840"}


def _spelled_otherwise(raw: bytes, dice: random.Random) -> bytes:
    """The same values in another spelling, which no signature covers."""
    values = json.loads(raw)
    names = list(values)
    dice.shuffle(names)
    ways = [
        lambda: json.dumps(values, indent=dice.randint(0, 4)).encode(),
        lambda: json.dumps({n: values[n] for n in sorted(names, reverse=True)}, separators=(",", ":")).encode(),
        lambda: raw + dice.choice([b" ", b"\n", b"\0", b"{}"]),
        lambda: b"\xef\xbb\xbf" + raw,
        lambda: raw.decode().encode(dice.choice(["utf-16", "utf-32", "utf-16-le"])),
        lambda: raw.replace(b'"answer"', b'"answer":"refused","answer"'),
        lambda: raw.replace(b"R-", b"\\u0052-"),
        lambda: raw.replace(values["signature"].encode(), values["signature"].upper().encode()),
    ]
    return dice.choice(ways)()


def _other_value(raw: bytes, dice: random.Random) -> bytes:
    """One field changed, left out, of another type, or added; written canonically again, with the old signature."""
    values = json.loads(raw)
    name = dice.choice(sorted(values))
    text = values[name]
    place = dice.randrange(len(text))
    options = [
        lambda: text[:place] + chr((ord(text[place]) + dice.randint(1, 90)) % 0x250 or 1) + text[place + 1 :],
        lambda: text + dice.choice("0 \u00e9"),
        lambda: text[:-1],
        lambda: dice.choice([None, 0, True, [], {}, [text], {"x": text}, ""]),
    ]
    changed = {**values, name: dice.choice(options)()}
    if dice.random() < 0.1:
        del changed[name]
    return canonical_json(changed).encode()


def _other_bytes(raw: bytes, dice: random.Random) -> bytes:
    """Bits flipped, bytes removed, doubled or swapped."""
    place = dice.randrange(len(raw))
    return dice.choice(
        [
            raw[:place] + bytes([raw[place] ^ (1 << dice.randrange(8))]) + raw[place + 1 :],
            raw[:place] + raw[place + 1 :],
            raw[:place] + raw[place : place + 1] + raw[place:],
            raw[:place],
            raw[place:] + raw[:place] if place else raw[::-1],
        ]
    )


def _other_signature(raw: bytes, dice: random.Random) -> bytes:
    """A signature of another key, of another message, or with its second half moved by the order of the curve."""
    values = json.loads(raw)
    body = {name: value for name, value in values.items() if name != "signature"}
    signature = bytes.fromhex(values["signature"])
    order = 2**252 + 27742317777372353535851937790883648493
    moved = int.from_bytes(signature[32:], "little") + order * dice.randint(1, 7)
    stranger = Ed25519PrivateKey.from_private_bytes(dice.randbytes(32))
    made = dice.choice(
        [
            signature[:32] + (moved % 2**256).to_bytes(32, "little"),
            stranger.sign(canonical_json(body).encode()),
            THEIRS.sign(canonical_json(body).encode()),
            OURS.sign(canonical_json({**body, "at": "2026-11-24T21:20:01Z"}).encode()),
            bytes(64),
            dice.randbytes(64),
        ]
    )
    return canonical_json({**body, "signature": made.hex()}).encode()


@pytest.mark.parametrize("many", [1_000, pytest.param(10_000, marks=pytest.mark.battery)])
def test_altered_acknowledgements_are_refused(many: int):
    """Every field, the spelling, the bytes and the signature, altered from a fixed seed: none gets through."""
    print(f"seed {SEED}")
    dice = random.Random(SEED)
    whole = [
        sign_acknowledgement(SAID, OURS),
        sign_acknowledgement({**SAID, "answer": "refused", "reason": "incomplete"}, OURS),
    ]
    ways = [_spelled_otherwise, _other_value, _other_bytes, _other_signature]
    codes: dict[str, int] = {}
    for n in range(many):
        good = dice.choice(whole)
        altered = ways[n % 4](good, dice)
        while altered == good:
            altered = ways[n % 4](good, dice)
        code = code_of(altered)
        codes[code] = codes.get(code, 0) + 1
    print(codes)
    assert sum(codes.values()) == many
    assert set(codes) >= {"REFER-821", "REFER-840", "REFER-823", "REFER-842", "REFER-825", "REFER-828"}
    assert all(read(good) for good in whole)
