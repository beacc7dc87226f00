"""What is done about files once a night."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.files.actions import sweep
from district.ground.files.slowing import forget_old


def files(today: dt.date) -> str:
    forget_old()
    return f"已删除 {sweep(now=clock.machine_time())} 个文件。"


PIECES = (Piece("files", _("清理没有用到的上传文件"), files),)
