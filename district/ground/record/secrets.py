"""Texts sealed at rest: SM4-GCM under a key of the purpose, bound to what they are about."""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE, TAG = 12, 16


class CannotOpen(Exception):
    """The key is not the one it was sealed with, or the row was changed or moved."""


@lru_cache(maxsize=32)
def _key(field_key: str, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 16, salt=None, info=f"huiqi {purpose}".encode()).derive(field_key.encode())


def seal_text(text: str, *, purpose: str, about: str) -> str:
    """Base64 of nonce, ciphertext and tag. `about` is bound in: what is moved to another row does not open."""
    nonce = os.urandom(NONCE)
    sealing = Cipher(algorithms.SM4(_key(settings.FIELD_KEY, purpose)), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(about.encode())
    body = sealing.update(text.encode()) + sealing.finalize()
    return base64.b64encode(nonce + body + sealing.tag).decode("ascii")


def open_text(sealed: str, *, purpose: str, about: str) -> str:
    """The text. Raises CannotOpen."""
    try:
        data = base64.b64decode(sealed, validate=True)
        nonce, body, tag = data[:NONCE], data[NONCE:-TAG], data[-TAG:]
        opening = Cipher(algorithms.SM4(_key(settings.FIELD_KEY, purpose)), modes.GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(about.encode())
        return (opening.update(body) + opening.finalize()).decode()
    except (InvalidTag, ValueError, binascii.Error):
        raise CannotOpen(about) from None


def print_of(text: str, *, purpose: str) -> str:
    """64 hex digits by which the same text is recognised, and from which it cannot be found: HMAC-SM3."""
    keyed = hmac.HMAC(_key(settings.FIELD_KEY, purpose), hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize().hex()
