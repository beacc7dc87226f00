"""The key that signs heads: Ed25519, in a file outside the database; and what is signed, as text."""

from __future__ import annotations

import base64
import binascii
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from district.ground.record.sealing import sm3

FORMAT = "huiqi-anchor-1"
RAW = serialization.Encoding.Raw, serialization.PublicFormat.Raw
PEM = serialization.Encoding.PEM


class NoKey(Exception):
    """The key's file is none."""


def private_key() -> Ed25519PrivateKey:
    """The key in HUIQI_ANCHOR_KEY's file, made there once, its owner's only. Raises NoKey."""
    path = Path(settings.ANCHOR_KEY)
    if not path.exists():
        _make(path)
    try:
        found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, OSError) as error:
        raise NoKey(f"{path}: {error}") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise NoKey(f"{path}: Ed25519")
    return found


def _make(path: Path) -> None:
    made = Ed25519PrivateKey.generate().private_bytes(
        PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    try:
        os.link(name, path)
    except FileExistsError:  # another process was a moment quicker
        pass
    finally:
        Path(name).unlink()


def public_pem() -> str:
    """What others need to check a signature, as PEM."""
    return private_key().public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def key_named(key: Ed25519PublicKey) -> str:
    """By which a key is known: SM3 of its 32 bytes."""
    return sm3(key.public_bytes(*RAW))


def read_public(pem: bytes) -> Ed25519PublicKey:
    """Raises NoKey."""
    try:
        found = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise NoKey(str(error)) from error
    if not isinstance(found, Ed25519PublicKey):
        raise NoKey("Ed25519")
    return found


def statement(said: Mapping[str, Any]) -> str:
    """What is signed: one JSON object, always in the same letters."""
    return json.dumps({"format": FORMAT, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def signed(text: str) -> str:
    return base64.b64encode(private_key().sign(text.encode())).decode("ascii")


def holds(text: str, signature: str, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
