"""Acts of whoever asks and of experts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, to
from district.ground.people.listed import experts_in_full
from district.ground.people.permissions import is_known
from district.ground.people.queries import Expert, Person
from district.ground.slots.acts import SlotForm
from district.services.advice import actions
from district.services.advice.forms import (
    AgreeForm,
    AskForm,
    ModeForm,
    NeededWhyForm,
    PairForm,
    RateForm,
    ReachForm,
    RecordForm,
    RefuseForm,
    SignForm,
    StepForm,
    TimeForm,
    WeeklyForm,
    WhyForm,
)
from district.services.advice.keeping import agree, open_weekly
from district.services.advice.meeting import not_here
from district.services.advice.models import Adviser, AskedExpert, Encounter, Need, Pairing, Step, Subject
from district.services.advice.permissions import (
    is_expert,
    may_answer_offer,
    may_cancel,
    may_keep_pairing,
    may_keep_profile,
    may_plan,
    may_record,
    may_serve,
    may_speak_for,
)
from district.services.advice.queries import my_needs, needs_seen_by, subjects_offered
from district.services.advice.showing import page_of
from district.services.advice.states import CANCELLED


def _of_need(outcome: Any) -> str:
    return page_of(outcome.by, outcome.thing)


def _of_offer(outcome: Any) -> str:
    need = outcome.thing.need
    own = is_expert(outcome.by, outcome.thing.expert)
    return reverse("advice:work_one" if own else "advice:desk_one", args=[need.reference])


def _of_encounter(outcome: Any) -> str:
    need = outcome.thing.need
    return reverse("advice:encounters") if need is None else page_of(outcome.by, need)


def _seen(person: Person) -> QuerySet[Encounter]:
    rows = Encounter.objects.visible_to(person).with_elsewhere()
    return rows.select_related("need__asker", "need__enterprise", "need__expert")


def _offers(person: Person) -> QuerySet[AskedExpert]:
    """One's own, and those of needs at one's desk; a program reads the bureau's."""
    own = AskedExpert.objects.filter(expert__person=person).values("pk")
    kept = AskedExpert.objects.filter(need__in=Need.objects.kept_by(person).values("pk")).values("pk")
    rows = AskedExpert.objects.filter(Q(pk__in=own) | Q(pk__in=kept))
    return rows.select_related("need__asker", "need__enterprise", "expert__person")


def _asks_with(by: Any, subject: Subject) -> Mapping[str, Any]:
    return {"subject": subject, "person": by}


def _asked(done: Done[Subject]) -> str:
    need: Need = done.result
    if need.state == "asked":
        return _("已提交。已请合适的专家，%(day)s 前答复您。") % {"day": clock.said(need.due_on)}
    return _("已提交。协调员会在 %(day)s 前给您找到专家，或者书面告诉您。") % {"day": clock.said(need.due_on)}


ASK: Act[Subject] = Act(
    "advice.ask_subject", gettext_lazy("提交"), actions.ask, door=is_known, back=to("advice:ask_subject", "thing.key"),
    on=lambda _person: subjects_offered(), by="key", named="subject", asks=AskForm, asks_with=_asks_with, own_key=True,
    says=_asked, then=to("advice:mine_one", "result.reference"),
)  # fmt: skip


def my_act(key: str, label: Any, do: Any, **more: Any) -> Act[Need]:
    return Act(f"advice.{key}", label, do, **{"door": is_known, "back": _of_need, "on": my_needs, "named": "need",
               "may": may_speak_for, **more})  # fmt: skip


def need_act(key: str, label: Any, do: Any, **more: Any) -> Act[Need]:
    return Act(f"advice.{key}", label, do, **{"door": is_known, "back": _of_need, "on": needs_seen_by,
               "named": "need", "may": may_serve, **more})  # fmt: skip


WITHDRAW = my_act("withdraw", gettext_lazy("撤回"), actions.withdraw, asks=WhyForm, says=gettext_lazy("已撤回。"),
                  tells=gettext_lazy("约好的时间一并取消，专家会收到通知。"),
                  already=lambda _by, need, _data: need.state == "withdrawn")  # fmt: skip


def _goes_on(done: Done[Need]) -> str:
    if done.result.state == "taken":
        return _("已请原来的专家继续。")
    return _("原来的专家聘期已经结束，协调员正在另找。")


AGAIN = my_act("again", gettext_lazy("还没解决，继续"), actions.again, says=_goes_on,
               tells=gettext_lazy("由原来的专家接着服务。"))  # fmt: skip
RATE = my_act("rate", gettext_lazy("提交评价"), actions.rate, asks=RateForm, says=gettext_lazy("谢谢，已记下。"))
END = need_act("end", gettext_lazy("办结"), actions.end, says=gettext_lazy("已办结。"),
               already=lambda _by, need, _data: need.state == "ended",
               tells=gettext_lazy("十天以后请对方评价；没解决对方可以要求继续。"))  # fmt: skip
GIVE_BACK = need_act("give_back", gettext_lazy("交回"), actions.give_back, asks=NeededWhyForm,
                     says=gettext_lazy("已交回，协调员会另找专家。"))  # fmt: skip


def _plan(*, need: Need, by: Person, mode: str, request_key: uuid.UUID) -> Encounter:
    return actions.plan(need=need, by=by, mode=mode, request_key=request_key)


def _planned(done: Done[Any]) -> str:
    row: Encounter = done.result
    if row.mode == "online":
        return _("已安排网上咨询，专家会写下答复。")
    return _("已安排%(mode)s，请选时间。") % {"mode": row.get_mode_display()}


def _after_plan(outcome: Any) -> str:
    row: Encounter = outcome.result
    if row.mode == "online" or row.starts is not None:
        return page_of(outcome.by, row.need) if row.need else reverse("advice:encounters")
    return reverse("advice:times", args=[row.reference])


PLAN = need_act("plan", gettext_lazy("安排"), _plan, asks=ModeForm, may=may_plan, own_key=True, says=_planned,
                then=_after_plan)  # fmt: skip


def _turn(*, encounter: Encounter, by: Person, mode: str, request_key: uuid.UUID) -> Encounter:
    return actions.turn(encounter=encounter, by=by, mode=mode, request_key=request_key)


def on_encounter(key: str, label: Any, do: Any, **more: Any) -> Act[Encounter]:
    return Act(f"advice.{key}", label, do, **{"door": is_known, "back": _of_encounter, "on": _seen,
               "named": "encounter", "may": may_record, **more})  # fmt: skip


def _schedule(*, encounter: Encounter, by: Person, span: Any, request_key: uuid.UUID) -> Encounter:
    return actions.schedule(encounter=encounter, by=by, span=span)


TURN = on_encounter("turn", gettext_lazy("换一种方式"), _turn, asks=ModeForm, may=may_cancel, own_key=True,
                    says=_planned, then=_after_plan)  # fmt: skip
TIMES = on_encounter("times", gettext_lazy("约这个时间"), _schedule, asks=SlotForm, may=may_cancel,
                     says=gettext_lazy("已约好，双方都会收到通知。"), back=to("advice:times", "thing.reference"),
                     then=_of_encounter)  # fmt: skip
SETTLE = on_encounter("settle", gettext_lazy("按商定的时间约"), actions.schedule, asks=TimeForm,
                      back=to("advice:times", "thing.reference"), then=_of_encounter,
                      says=gettext_lazy("已约好，双方都会收到通知。"))  # fmt: skip
CANCEL = on_encounter("cancel", gettext_lazy("取消"), actions.cancel, asks=NeededWhyForm, may=may_cancel,
                      says=gettext_lazy("已取消，时间已经空出来。"),
                      already=lambda _by, row, _data: row.state == CANCELLED)  # fmt: skip
RECORD = on_encounter(
    "record", gettext_lazy("记录"), actions.record, asks=RecordForm, now=not_here,
    says=gettext_lazy("已记录，对方可以看到。"),
)  # fmt: skip
MISS = on_encounter("miss", gettext_lazy("对方没来"), actions.miss, asks=WhyForm, now=not_here,
                    says=gettext_lazy("已记下，不计服务时长。"),
                    already=lambda _by, row, _data: row.state == "missed")  # fmt: skip


def _parts(person: Person) -> QuerySet[Adviser]:
    seen = Encounter.objects.visible_to(person).values("pk")
    return Adviser.objects.filter(encounter__in=seen).select_related("encounter__need", "expert")


def _of_part(outcome: Any) -> str:
    need = outcome.thing.encounter.need
    return reverse("advice:work") if need is None else page_of(outcome.by, need)


def _may_sign(by: Person, part: Adviser) -> Any:
    return may_record(by, part.encounter)


SIGN: Act[Adviser] = Act(
    "advice.sign", gettext_lazy("签我的部分"), actions.sign, door=is_known, back=_of_part, on=_parts, named="adviser",
    may=_may_sign, asks=SignForm, says=gettext_lazy("已签。"),
    already=lambda _by, part, _data: part.signed_at is not None,
)  # fmt: skip


def on_offer(key: str, label: Any, do: Any, **more: Any) -> Act[AskedExpert]:
    return Act(f"advice.{key}", label, do, door=is_known, back=_of_offer, on=_offers, named="offer",
               may=may_answer_offer, **more)  # fmt: skip


def _after_refusal(outcome: Any) -> str:
    """The expert has the next to look at; the need itself is no longer theirs."""
    return reverse("advice:work") if is_expert(outcome.by, outcome.thing.expert) else _of_offer(outcome)


ACCEPT = on_offer("accept", gettext_lazy("接单"), actions.accept, says=gettext_lazy("已接单，请安排怎么谈。"),
                  already=lambda by, offer, _data: offer.state == "accepted" and is_expert(by, offer.expert),
                  tells=gettext_lazy("对方会收到通知；其他专家的邀请随之结束。"))  # fmt: skip
REFUSE = on_offer("refuse", gettext_lazy("接不了"), actions.refuse, asks=RefuseForm, then=_after_refusal,
                  says=gettext_lazy("已记下，谢谢您答复。"))  # fmt: skip

PAIR = need_act(
    "pair", gettext_lazy("结对"), actions.pair, asks=PairForm, says=gettext_lazy("已结对，对方会收到通知。")
)


def _pairings(person: Person) -> QuerySet[Pairing]:
    return Pairing.objects.filter(need__in=Need.objects.visible_to(person).values("pk")).select_related(
        "need__asker", "need__enterprise", "expert"
    )


def _of_pairing(outcome: Any) -> str:
    return page_of(outcome.by, outcome.thing.need)


def on_pairing(key: str, label: Any, do: Any, **more: Any) -> Act[Pairing]:
    return Act(f"advice.{key}", label, do, door=is_known, back=_of_pairing, on=_pairings, named="pairing",
               may=may_keep_pairing, **more)  # fmt: skip


STEP = on_pairing("step", gettext_lazy("加里程碑"), actions.add_step, asks=StepForm, says=gettext_lazy("已加上。"))
UNPAIR = on_pairing("unpair", gettext_lazy("结束结对"), actions.end_pairing, asks=NeededWhyForm,
                    says=gettext_lazy("结对已结束。"))  # fmt: skip


def _steps(person: Person) -> QuerySet[Step]:
    rows = _pairings(person).values("pk")
    return Step.objects.filter(pairing__in=rows).select_related("pairing__need__asker", "pairing__need__enterprise")


REACH: Act[Step] = Act(
    "advice.reach", gettext_lazy("完成"), actions.reach_step, door=is_known, by="pk", on=_steps, named="step",
    back=lambda outcome: page_of(outcome.by, outcome.thing.pairing.need), asks=ReachForm,
    may=lambda by, step: may_keep_pairing(by, step.pairing), says=gettext_lazy("已记下。"),
)  # fmt: skip


# What an expert agrees to


def experts_kept(person: Person) -> QuerySet[Expert]:
    """Oneself, and those whose records one's bureaus keep."""
    return experts_in_full().filter(Q(person=person) | Q(office__in=person.bureau_ids("officer", "leader")))


def _terms_now(_by: Any, expert: Expert) -> Mapping[str, Any]:
    row = getattr(expert, "advising", None)
    if row is None:
        return {}
    return {"initial": {
        "at_once": row.at_once, "hours_a_month": row.hours_a_month, "streets": row.streets, "modes": row.modes,
        "paused": row.paused, "place": row.resource.place if row.resource else "",
    }}  # fmt: skip


TERMS: Act[Expert] = Act(
    "advice.terms", gettext_lazy("保存"), agree, door=is_known, back=to("advice:terms", "thing.reference"),
    on=experts_kept, named="expert", may=may_keep_profile, asks=AgreeForm, asks_with=_terms_now,
    says=gettext_lazy("已保存。"),
)  # fmt: skip
WEEKLY: Act[Expert] = Act(
    "advice.weekly", gettext_lazy("开放"), open_weekly, door=is_known, back=to("advice:terms", "thing.reference"),
    on=experts_kept, named="expert", may=may_keep_profile, asks=WeeklyForm, own_key=True, says=gettext_lazy("已开放。"),
)  # fmt: skip

ADVICE_ACTS: tuple[Act[Any], ...] = (
    ASK, WITHDRAW, AGAIN, RATE, END, GIVE_BACK, PLAN, TURN, TIMES, SETTLE, CANCEL, RECORD, MISS, SIGN, ACCEPT, REFUSE,
    PAIR, STEP, UNPAIR, REACH, TERMS, WEEKLY,
)  # fmt: skip
