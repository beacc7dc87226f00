"""A picture is kept without what it tells beside itself: the same pixels, the same way up, no place."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from district.ground.files.actions import path_of, store
from district.ground.files.inspecting import inspect
from tests.district.ground.files import samples

PLACE = b"SAMPLE-PLACE-31.27N"
GPS, MAKER, ORIENTATION = 0x8825, 0x010F, 0x0112
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def photo(kind: str, *, turned: int = 6, **more: Any) -> bytes:
    """As a telephone takes it."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turned, PLACE.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (31.0, 16.0, 12.0), 29: PLACE.decode()})
    picture = Image.effect_mandelbrot((64, 48), (-2.0, -1.5, 1.0, 1.5), 40).convert("RGB")
    out = io.BytesIO()
    if kind == "PNG":
        said = PngInfo()
        said.add_text("Comment", PLACE.decode())
        said.add_itxt("XML:com.adobe.xmp", PLACE.decode())
        more["pnginfo"] = said
    else:
        more |= {"comment": PLACE, "xmp": PLACE}
    picture.save(out, kind, exif=exif, icc_profile=ICC, **more)
    return out.getvalue()


PHOTOS = [
    photo("JPEG"),
    photo("JPEG", progressive=True),
    photo("JPEG", turned=1),
    photo("JPEG") + PLACE * 9,
    photo("PNG"),
]


@pytest.mark.parametrize("data", PHOTOS, ids=["jpeg", "progressive", "upright", "behind", "png"])
def test_only_the_picture_is_kept(data: bytes) -> None:
    assert PLACE in data
    found = inspect(io.BytesIO(data))
    found.kept.seek(0)
    kept = found.kept.read()
    assert PLACE not in kept and (found.digest, found.size) == (hashlib.sha256(kept).hexdigest(), len(kept))
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(kept))
    assert before.tobytes() == after.tobytes() and after.info["icc_profile"] == ICC
    assert ImageOps.exif_transpose(before).size == ImageOps.exif_transpose(after).size
    assert set(after.getexif()) <= {ORIENTATION} and not after.getexif().get_ifd(GPS)
    assert after.getexif().get(ORIENTATION, 1) == before.getexif().get(ORIENTATION, 1)
    again = inspect(io.BytesIO(kept))
    assert again.digest == found.digest


@pytest.mark.parametrize("data", [samples.picture("PNG"), samples.picture("JPEG"), samples.pdf(), samples.docx()])
def test_what_tells_nothing_is_kept_as_it_is(data: bytes) -> None:
    assert inspect(io.BytesIO(data)).digest == hashlib.sha256(data).hexdigest()


def test_the_same_photo_again_is_the_same_file(db: None, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    rows = {
        store(file=io.BytesIO(PHOTOS[0]), name="a.jpg", room="test", subject="1", by=None) for _n in range(2)
    }  # fmt: skip
    (row,) = rows
    kept = path_of(row.digest).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == row.digest and len(kept) == row.size and PLACE not in kept
