"""`huiqi verify-log`: the sealed log line by line, what was decided and paid against it, triggers, signed heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from district.ground.anchors import places, signing, verifying
from district.ground.record.actions import ChainBroken, verify_chain
from district.ground.record.installed import verify_rest


class Command(BaseCommand):
    help = "逐行核对留痕链，并与决定、资金、触发器和签了名的留痕末行对照；有不符时以非零状态退出。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--anchor", nargs="*", metavar="FILE", type=Path,
                            help="与签名的留痕末行对照；可给别处保存的文件，不给则用 HUIQI_ANCHOR 的")  # fmt: skip
        parser.add_argument("--key", metavar="FILE", type=Path, help="另行保存的公钥（PEM）；不给则由私钥得出")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = []
        try:
            count = verify_chain()
        except ChainBroken as broken:
            faults.append(_("留痕链不完整：%(why)s") % {"why": broken})
        else:
            self.stdout.write(_("留痕链完整：%(n)d 行逐行核对无误。") % {"n": count})
        faults += verify_rest()
        if options["anchor"] is not None:
            faults += self._anchors(options["anchor"] or places.files(), options["key"])
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(_("有 %(n)d 处不符：%(first)s") % {"n": len(faults), "first": faults[0]})
        self.stdout.write(_("决定、资金和触发器与留痕相符。"))

    def _anchors(self, paths: list[Path], kept: Path | None) -> list[str]:
        try:
            pem = kept.read_bytes() if kept else signing.public_pem().encode()
            key = signing.read_public(pem)
        except (OSError, signing.NoKey) as error:
            return [_("读不了公钥：%(why)s") % {"why": error}]
        count, faults = verifying.verify(key, paths)
        if not faults:
            self.stdout.write(_("与 %(n)d 天签名的留痕末行相符。") % {"n": count})
        return faults
