"""The key pair of encrypted forms: the public half travels with each form, the private one never leaves the house."""

import base64

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspection.trust import AppContext


def form_key(app: AppContext) -> RSAPrivateKey:
    """Return the private key that opens encrypted submissions.

    Errors: `SettingsFault` 035 for a file that is not there, or cannot be opened with this house's keys.
    """
    return app.store.keys.forms


def public_form_key(app: AppContext) -> str:
    """Return what forms carry: the public key in DER, in base64 without line breaks."""
    public = form_key(app).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
