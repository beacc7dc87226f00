"""Run as a program of its own: `python -m district.ground.files.looking.child MEMORY SECONDS KIND PIXELS < FILE`.

KIND is zip, pdf, png or jpeg as the file's first bytes have it. Answers one JSON object: what it is and,
of a picture, what of it is kept; or why not.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, BinaryIO

from district.ground.files.looking.unfit import Unfit
from district.ground.gate.limits import limit


def look(file: BinaryIO, kind: str, most_pixels: int) -> dict[str, Any]:
    """The file's type, and what is kept of it where that is not all. Raises Unfit. A parser's libraries are loaded by
    who needs them."""
    if kind == "zip":
        from district.ground.files.looking.containers import type_of_container

        size = file.seek(0, 2)
        return {"type": type_of_container(file, size)}
    if kind == "pdf":
        from district.ground.files.looking.pdf import check_pdf

        check_pdf(file)
    else:
        from district.ground.files.looking.pictures import check_picture

        return {"type": kind, "kept": check_picture(file, kind, most_pixels)}
    return {"type": kind}


def main(memory: str, seconds: str, kind: str, pixels: str) -> None:
    limit(int(memory), int(seconds))
    try:
        with os.fdopen(0, "rb") as file:
            said = look(file, kind, int(pixels))
    except Unfit as unfit:
        said = {"refused": unfit.args[0]}
    except (MemoryError, RecursionError):
        said = {"refused": "large"}
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
