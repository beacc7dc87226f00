"""`huiqi run`: bring everything in place, then serve the site and its worker."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from district.web import forking, preparing, serving
from rulebook import CatalogueError


class Command(BaseCommand):
    help = "准备数据库、目录和静态文件，然后启动网站和后台任务进程"
    requires_system_checks = []  # `make check` makes them; they import every page, which this process never shows

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--firms", type=int, default=5000, help="演示企业数（仅在 HUIQI_DEMO=1 且库为空时）")
        parser.add_argument("--prepare-only", action="store_true", help="只准备，不启动")

    def handle(self, *, host: str, port: int, firms: int, prepare_only: bool, **_: Any) -> None:
        forking.share()
        before = forking.threads()
        preparing.prepare(self.say)
        try:
            preparing.publish_catalogue(self.say)
        except CatalogueError as error:
            raise CommandError(f"目录有误，没有可用的政策，网站没有启动：\n{error}") from None
        if settings.DEMO:
            preparing.load_demonstration(self.say, firms=firms)
        if prepare_only:
            return
        self.say(f"\n惠企已就绪：http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
        if settings.DEMO:
            self.say_sign_ins()
        connections.close_all()  # no process shares one with another
        sys.exit(serving.serve(host, port, forked=0 < forking.threads() <= before, say=self.say))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def say_sign_ins(self) -> None:
        from district.web.demo_accounts import PASSWORD, SIGN_INS

        self.say(f"演示账号（密码都是 {PASSWORD}）：")
        for account in SIGN_INS:
            self.say(f"  {account.username:<14}{account.role}")
        self.say("按 Ctrl+C 停止；再次 make run 会保留数据。")
