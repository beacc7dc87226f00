"""`huiqi rotate-keys`: what is sealed under an older key is sealed under the newest; stopped, it goes on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from district.ground.record.rotating import left, rotate
from district.ground.record.secrets import CannotOpen
from district.web import environment


class Command(BaseCommand):
    help = "把用旧密钥加密的内容改用最新的密钥加密；可以中断，再运行时接着做。"

    def add_arguments(self, parser: Any) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--new", action="store_true", help="先生成一把新密钥；重启后新内容用它加密")
        ways.add_argument("--drop", action="store_true", help="全部改用新密钥之后，去掉旧密钥")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["new"]:
            self._new()
        elif options["drop"]:
            self._drop()
        else:
            self._rotate()

    def _new(self) -> None:
        try:
            environment.new_field_key(settings.DATA)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("新密钥已放在最前。请重启站点和后台程序，备份 field.key，再运行 huiqi rotate-keys。"))

    def _rotate(self) -> None:
        try:
            count = rotate(lambda name, done: self.stdout.write(f"{name}: {done}"))
        except CannotOpen as lost:
            raise CommandError(_("有一条打不开，加密它的密钥不在了：%(about)s") % {"about": lost}) from lost
        self.stdout.write(_("已改用最新的密钥：%(n)d 条。") % {"n": count})

    def _drop(self) -> None:
        if waiting := left():
            name, count = next(iter(waiting.items()))
            words = {"name": name, "n": count}
            raise CommandError(_("还有用旧密钥加密的：%(name)s %(n)d 条。请先运行 huiqi rotate-keys。") % words)
        self.stdout.write(_("已去掉 %(n)d 把旧密钥。") % {"n": environment.drop_field_keys(settings.DATA)})
