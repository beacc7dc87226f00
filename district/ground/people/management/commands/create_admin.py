"""`huiqi create_admin`: the first administrator of a real site, who then lets the others in at /desk/people/."""

from __future__ import annotations

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Duty, Person, Role


class Command(BaseCommand):
    help = "建立第一位系统管理员；密码从终端输入，或取环境变量 HUIQI_ADMIN_PASSWORD"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", default="系统管理员")
        parser.add_argument("--bureau", required=True, help="所在部门的简称，例如 区人社局")

    def handle(self, *, username: str, name: str, bureau: str, **_: Any) -> None:
        office = Bureau.objects.filter(name=bureau).first()
        if office is None:
            known = "、".join(Bureau.objects.values_list("name", flat=True)) or "还没有，请先 huiqi publish"
            raise CommandError(f"没有部门“{bureau}”。已有：{known}")
        if Duty.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("已有系统管理员，请由他在“用户和岗位”里添加。")
        if Person.objects.filter(username=username).exists():
            raise CommandError(f"已有用户“{username}”，请换一个用户名。")
        password = os.environ.get("HUIQI_ADMIN_PASSWORD") or getpass.getpass("密码：")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from None
        create_person(username=username, name=name, password=password, duties=[(office, Role.ADMINISTRATOR)])
        self.stdout.write(f"已建立系统管理员“{username}”。")
