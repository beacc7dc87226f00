"""What search finds of contests: the pages by errand, each call; names of who won only once results are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.record.queries import log_lines
from district.ground.search.things import Page, Source, Thing
from district.services.community.contests.queries import public_contests
from district.services.community.contests.showing import results_of

PAGES = (
    Page("contests:list", _("创业大赛"), _("正在征集和已公布结果的创业大赛：企业和没有企业的团队都可以参加"),
         "创业大赛、参赛、报名参赛、路演、获奖名单、项目征集、startup contest、competition、pitch"),
    Page("contests:mine", _("我的参赛"), _("参赛作品、团队、获奖证书"), "我的作品、我的团队、获奖证书、my entries"),
    Page("contests:sheets", _("大赛评审"), _("评委：先申报利益关系，再打分"), "评委、评审、打分、judge、mark"),
)  # fmt: skip


def stamp(day: dt.date) -> Hashable:
    """Changes with every contest called, published, cancelled; entries and marks change nothing that is found."""
    rows = log_lines().filter(room="contests", verb__in=("call", "publish", "cancel"))
    return day, rows.values_list("number", flat=True).first()


def things(day: dt.date) -> Iterator[Thing]:
    for each in public_contests():
        winners = [f"{result.entry.title} {result.name}" for _track, lines in results_of(each) for result in lines]
        yield Thing(
            "contest", each.reference, each.title, reverse("contests:one", args=[each.reference]),
            english=each.title_en, tags=(each.audience,), lead=each.audience, body="\n".join([each.about, *winners]),
        )  # fmt: skip


SOURCE = Source("contests", stamp, things)
