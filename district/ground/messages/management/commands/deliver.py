"""`huiqi deliver`: send the notices that are due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from district.ground.messages.sending import deliver_due

WORDS = {"sent": "已发", "later": "稍后再试", "failed": "未发成", "dropped": "不必再发"}


class Command(BaseCommand):
    help = "发送到时的通知（邮件、短信、政务消息平台）；可以重复运行，也可以与后台进程同时运行"

    def handle(self, **_: Any) -> None:
        done = deliver_due()
        self.stdout.write("，".join(f"{words} {done[name]} 条" for name, words in WORDS.items()))
