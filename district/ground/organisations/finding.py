"""What search finds of this room: its pages by errand, listed organisations, experts who agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.people.listed import public_experts, public_organisations
from district.ground.record.queries import log_lines
from district.ground.search.things import Page, Source, Thing

ROW = 0.8  # many rows fit one word: they come behind what the district itself gives
PAGES = (
    Page("organisations:public", _("服务机构"), _("银行、担保、孵化器、实训基地、学校的地址和电话"),
         "银行、贷款找谁、担保公司、孵化器、孵化基地、实训基地、众创空间、园区、高校、投资机构、创投、"
         "banks、incubators、training bases、schools、investors"),
    Page("organisations:public_experts", _("创业指导专家"), _("专家志愿团：按领域和云坐诊分组找专家"),
         "专家、专家志愿团、创业导师、导师、云坐诊、请教专家、experts、mentors"),
    Page("organisations:mine", _("我的机构"), _("我在哪些机构、什么身份、任期到哪天"),
         "我的单位、任期、岗位、加入机构、离职、my organisations、membership"),
)  # fmt: skip


def stamp(day: dt.date) -> Hashable:
    """Changes with every row that is added and every one that is changed: the log has a line for each."""
    return day, log_lines().filter(room="people").values_list("number", flat=True).first()


def things(day: dt.date) -> Iterator[Thing]:
    for each in public_organisations(day):
        yield Thing(
            "organisation", str(each.pk), each.name, f"{reverse('organisations:public')}?kind={each.kind}",
            english=each.english, names=(each.full, each.code) if each.code else (each.full,),
            tags=(str(each.get_kind_display()),), lead=each.contact, weight=ROW,
        )  # fmt: skip
    for person in public_experts():
        yield Thing(
            "expert", person.reference, person.name, reverse("organisations:public_experts"), english=person.english,
            tags=(*person.fields_said, *person.topics_said), lead=person.title, body=person.about, weight=ROW,
        )  # fmt: skip


SOURCE = Source("organisations", stamp, things)
