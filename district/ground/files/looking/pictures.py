"""JPEG and PNG: it decodes whole, stands still, is no bomb, and no other kind of file stands behind the picture."""

from __future__ import annotations

import warnings
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from district.ground.files.looking.telling import ORIENTATION, UPRIGHT, kept_of
from district.ground.files.looking.unfit import Unfit

ENDS = {"png": b"IEND\xaeB`\x82", "jpeg": b"\xff\xd9"}
BEHIND = (b"PK\x03\x04", b"%PDF-", b"<script", b"<html", b"<?php", b"MZ\x90\x00")
MOST_EXIF = 1 << 20


def check_picture(file: BinaryIO, type_: str, most_pixels: int) -> list[Any]:
    """The size is read from the header before any pixel is. What is kept of it (`telling`). Raises Unfit."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[type_.upper()]) as image:
                if image.width * image.height > most_pixels:
                    raise Unfit("pixels")
                if getattr(image, "is_animated", False) and image.format == "PNG":
                    raise Unfit("moving")
                if len(image.info.get("exif") or b"") > MOST_EXIF:
                    raise Unfit("picture")
                upright = image.getexif().get(ORIENTATION, UPRIGHT)
                image.draft("L", (64, 64))  # JPEG: decoded at an eighth
                image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit("pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError, IndexError):
        raise Unfit("picture") from None
    file.seek(0)
    data = file.read()
    _check_behind(data, type_)
    return kept_of(data, type_, upright if upright in range(1, 9) else UPRIGHT)


def _check_behind(data: bytes, type_: str) -> None:
    """What stands behind the picture's last byte: another program would open it as what it begins like there."""
    place = data.find(ENDS["png"]) if type_ == "png" else data.rfind(ENDS["jpeg"])
    behind = data[place + len(ENDS[type_]) :].lower() if place >= 0 else b""
    if any(each.lower() in behind for each in BEHIND):
        raise Unfit("picture")
