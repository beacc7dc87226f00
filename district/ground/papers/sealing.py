"""A paper's electronic seal: a PAdES signature over the PDF, so that any reader shows a changed byte.

An office's own certificate stands as `<seals folder>/<office>.p12`; where there is none, a demonstration certificate
that names itself so is made once and kept beside. The folder is the site's own (HUIQI_DATA), for its owner only.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from district.ground import clock
from district.ground.record.later import later

fields, signers = later("pyhanko.sign.fields"), later("pyhanko.sign.signers")
writing = later("pyhanko.pdf_utils.incremental_writer")

FIELD = "Seal"
DEMONSTRATION = "惠企演示印章（不具法律效力）"
LASTS = dt.timedelta(days=3650)


class NoSeal(Exception):
    """An office's certificate cannot be read. `str()` names the file."""


def seal(made: bytes, *, office: str, at: dt.datetime) -> bytes:
    """The PDF with one signature by the office's certificate; `at` is when the paper was issued. Raises NoSeal."""
    signer, own = _signer(office)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES,
        name=office if own else f"{office}（演示）", reason=f"{at:%Y-%m-%d}",
    )  # fmt: skip
    out = io.BytesIO()
    signers.PdfSigner(about, signer=signer).sign_pdf(writing.IncrementalPdfFileWriter(io.BytesIO(made)), output=out)
    return out.getvalue()


def folder() -> Path:
    return Path(settings.DATA) / "seals"


def demonstration() -> Path:
    """The demonstration certificate's file, made the first time it is needed."""
    path = folder() / "demonstration.p12"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(_made())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was a moment quicker: its certificate is everybody's
        finally:
            Path(draft).unlink()
    return path


@lru_cache(maxsize=64)
def _signer(office: str) -> tuple[Any, bool]:
    own = folder() / f"{office}.p12"
    has_own = own.exists()
    path = own if has_own else demonstration()
    signer = signers.SimpleSigner.load_pkcs12(
        str(path), passphrase=settings.SEAL_PASSWORD.encode() if has_own else None
    )
    if signer is None:
        raise NoSeal(f"{path.name}")
    return signer, has_own


def _made() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEMONSTRATION)])
    now = clock.now()
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + LASTS).add_extension(usage, critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    return pkcs12.serialize_key_and_certificates(
        DEMONSTRATION.encode(), key, certificate, None, serialization.NoEncryption()
    )
