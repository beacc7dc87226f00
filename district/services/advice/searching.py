"""What search finds of advice: its pages by errand, subjects, studios, public answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.record.queries import log_lines
from district.ground.search.things import Page, Source, Thing
from district.services.advice.queries import published_answers, studios_shown, subjects_offered

PAGES = (
    Page("advice:home", _("找专家"), _("一师一团：近七十位专家免费答复，门诊、会诊、上门指导、结对服务"),
         "专家、咨询、导师、创业指导、一师一团、志愿团、会诊、上门指导、结对、expert advice、mentor、consultation"),
    Page("advice:studios", _("首席创业指导师工作室"), _("首席指导师带队，可以长期结对"),
         "工作室、首席、导师、结对、mentor studio、pairing"),
    Page("advice:answers", _("专家答过的"), _("网上咨询的公开问答"), "问答、网上咨询、答疑、questions answered"),
    Page("advice:mine", _("我的咨询"), _("问到哪一步了，约时间、评价"), "咨询进度、评价专家、my questions to experts"),
    Page("advice:work", _("我的专家工作"), _("专家的一天：接单、记录、签字"), "专家接单、服务记录、an expert's day"),
)  # fmt: skip


def stamp(day: dt.date) -> Hashable:
    return day, log_lines().filter(room__in=("advice", "policies")).values_list("number", flat=True).first()


def things(day: dt.date) -> Iterator[Thing]:
    for subject in subjects_offered():
        yield Thing(
            "page", f"advice-{subject.key}", subject.name, reverse("advice:ask_subject", args=[subject.key]),
            english=subject.english, tags=(str(subject.get_topic_display()),), lead=subject.help,
        )  # fmt: skip
    for studio in studios_shown(day):
        yield Thing(
            "organisation", f"studio-{studio.key}", studio.name, reverse("advice:studio", args=[studio.key]),
            english=studio.english, lead=studio.about[:120],
        )  # fmt: skip
    for answer in published_answers()[:500]:
        yield Thing("answer", answer.reference, answer.question, reverse("advice:answers"),
                    lead=answer.text[:120], body=answer.text)  # fmt: skip


SOURCE = Source("advice", stamp, things)
