"""Account numbers at rest: sealed with SM4-GCM, recognised by a keyed SM3, shown by their last four digits."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE, TAG = 12, 16


class CannotOpen(Exception):
    """The key is not the one it was sealed with, or the row was changed."""


def _key(purpose: str) -> bytes:
    """A key of its own for each purpose, derived from the site's field key."""
    return HKDF(hashes.SHA256(), 16, salt=None, info=f"huiqi {purpose}".encode()).derive(settings.FIELD_KEY.encode())


def seal(number: str, about: str) -> bytes:
    """nonce + ciphertext + tag. `about` (whose it is) is bound in: a number moved to another row does not open."""
    nonce = os.urandom(NONCE)
    sealing = Cipher(algorithms.SM4(_key("payee")), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(about.encode())
    return nonce + sealing.update(number.encode()) + sealing.finalize() + sealing.tag


def unseal(sealed: bytes, about: str) -> str:
    """The number. Raises CannotOpen."""
    data = bytes(sealed)
    nonce, body, tag = data[:NONCE], data[NONCE:-TAG], data[-TAG:]
    opening = Cipher(algorithms.SM4(_key("payee")), modes.GCM(nonce, tag)).decryptor()
    opening.authenticate_additional_data(about.encode())
    try:
        return (opening.update(body) + opening.finalize()).decode()
    except InvalidTag:
        raise CannotOpen(about) from None


def fingerprint(number: str) -> str:
    """64 hex digits by which the same number is recognised, and from which it cannot be found."""
    keyed = hmac.HMAC(_key("fingerprint"), hashes.SM3())
    keyed.update(number.encode())
    return keyed.finalize().hex()
