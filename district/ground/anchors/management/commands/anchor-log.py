"""`huiqi anchor-log`: sign today's head now and take it where it is kept; `--public-key` prints what others need."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.anchors import actions, signing
from district.ground.anchors.queries import written


class Command(BaseCommand):
    help = "签署当日的留痕末行并送往 HUIQI_ANCHOR 所列之处；每晚 huiqi nightly 也会做。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--public-key", action="store_true", help="只打印公钥，交给保存存证的人")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["public_key"]:
                self.stdout.write(signing.public_pem())
                return
            row = actions.anchor(clock.today())
        except signing.NoKey as error:
            raise CommandError(str(error)) from error
        wrong = actions.send_out()
        self.stdout.write(written(row))
        if wrong:
            raise CommandError(_("没有送到：%(why)s") % {"why": "；".join(wrong)})
