"""Texts sealed at rest: SM4-GCM under a key of the purpose, bound to what they are about.

Keys are a ring: the first seals, all of them open. A sealed text begins with the mark of its key, `1f0c97ae:…`, so that
what is sealed under an older one is found and sealed anew (`rotating.py`).
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE, TAG = 12, 16
MARK = 8  # hex digits


class CannotOpen(Exception):
    """The key is not the one it was sealed with, or the row was changed or moved."""


@lru_cache(maxsize=256)
def _key(key: str, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 16, salt=None, info=f"huiqi {purpose}".encode()).derive(key.encode())


@lru_cache(maxsize=32)
def mark_of(key: str) -> str:
    """By which a key is known again; nothing of it can be found from that."""
    return _key(key, "mark").hex()[:MARK]


def ring() -> Sequence[str]:
    """The keys, the newest first."""
    return tuple(settings.FIELD_KEYS)


def newest() -> str:
    """How a text that is sealed under the newest key begins."""
    return f"{mark_of(ring()[0])}:"


def seal_text(text: str, *, purpose: str, about: str) -> str:
    """The key's mark, then Base64 of nonce, ciphertext and tag. `about` is bound in: what is moved to another row does
    not open."""
    nonce = os.urandom(NONCE)
    sealing = Cipher(algorithms.SM4(_key(ring()[0], purpose)), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(about.encode())
    body = sealing.update(text.encode()) + sealing.finalize()
    return newest() + base64.b64encode(nonce + body + sealing.tag).decode("ascii")


def open_text(sealed: str, *, purpose: str, about: str) -> str:
    """The text. Raises CannotOpen."""
    mark, _colon, text = sealed.partition(":")
    key = next((each for each in ring() if mark_of(each) == mark), None)
    try:
        if key is None:
            raise CannotOpen(about)
        data = base64.b64decode(text, validate=True)
        nonce, body, tag = data[:NONCE], data[NONCE:-TAG], data[-TAG:]
        opening = Cipher(algorithms.SM4(_key(key, purpose)), modes.GCM(nonce, tag)).decryptor()
        opening.authenticate_additional_data(about.encode())
        return (opening.update(body) + opening.finalize()).decode()
    except (InvalidTag, ValueError, binascii.Error):
        raise CannotOpen(about) from None


def said(text: str) -> dict[str, str]:
    """For a line of the log about a text that is sealed: by which it can be shown that it is the same still, not what
    it says; nothing for none.
    """
    return {"said": print_of(text, purpose="log")} if text else {}


def print_of(text: str, *, purpose: str) -> str:
    """64 hex digits by which the same text is recognised, and from which it cannot be found: HMAC-SM3.

    Under the key that is never changed: prints under another would recognise nothing.
    """
    keyed = hmac.HMAC(_key(settings.WORKER_KEY, purpose), hashes.SM3())
    keyed.update(text.encode())
    return keyed.finalize().hex()
