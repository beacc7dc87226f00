"""Acts of a sampling campaign: sealed, drawn, checked item by item, finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.aftercare import queries, sampling
from district.cases.aftercare.forms import CampaignForm, ItemForm
from district.cases.aftercare.models import Campaign, CampaignItem
from district.cases.aftercare.permissions import may_check, may_sample
from district.cases.aftercare.states import DRAWN, SEALED
from district.cases.core.doors import deciding
from district.cases.core.models import Decision
from district.ground.acts.acts import Act, Say, to
from district.ground.acts.forms import Cut
from district.ground.people.permissions import Answer, No, Yes, holds
from district.ground.people.queries import Bureau, Person, Role
from district.policies.queries import Programme

CAMPAIGN = to("cases:campaign", "thing.reference")


class SeedText(forms.Form):
    seed = Cut(80)


def granting(person: Person) -> QuerySet[Programme]:
    """Programmes of one's bureaus by which something was granted."""
    offices = person.bureau_ids(Role.OFFICER, Role.LEADER)
    granted = Decision.objects.filter(outcome="granted").values("application__programme")
    return Programme.objects.filter(office__in=offices, pk__in=granted).order_by("name")


def may_prepare(person: Person, _nothing: Any = None) -> Answer:
    """Before programmes are chosen: whether there are any to choose."""
    return Yes if granting(person).exists() else No(_("本部门牵头的项目还没有同意过申报，没有可以抽查的。"))


def campaigns_seen(person: Person) -> QuerySet[Campaign]:
    rows: QuerySet[Campaign] = queries.campaigns_of(person).defer(None)
    return rows


def _prepare(*, by: Person, programmes: QuerySet[Programme], **said: Any) -> Campaign:
    chosen = list(programmes)
    office = Bureau.objects.get(pk=chosen[0].office_id)
    return sampling.prepare(office=office, programmes=chosen, by=by, **said)


def _on_campaign(key: str, label: Any, do: Callable[..., Any], state: str, **more: Any) -> Act[Campaign]:
    return Act(
        key, label, do, door=deciding, back=CAMPAIGN, on=campaigns_seen, named="campaign",
        may=lambda by, row: may_sample(by, row.office), already=lambda _by, row, _data: row.state != state, **more,
    )  # fmt: skip


def _checked(by: Person, item: CampaignItem, _data: Mapping[str, Any]) -> bool:
    return bool(item.result) or item.campaign.state != DRAWN


PREPARE: Act[Campaign] = Act(
    "cases.campaign_new", gettext_lazy("封存名单"), _prepare, door=deciding, back=to("cases:campaigns"),
    may=may_prepare, asks=CampaignForm, asks_with=lambda by, _nothing: {"programmes": granting(by)},
    then=to("cases:campaign", "result.reference"),
)  # fmt: skip
DRAW = _on_campaign(
    "cases.campaign_draw", gettext_lazy("抽取"), sampling.draw, SEALED, asks=SeedText,
    says=gettext_lazy("已抽取并分给未经办过的人员。"),
)  # fmt: skip
FINISH = _on_campaign(
    "cases.campaign_finish", gettext_lazy("结束抽查"), sampling.finish, DRAWN, says=gettext_lazy("抽查已结束。")
)
RECORD: Act[CampaignItem] = Act(
    "cases.campaign_item", gettext_lazy("记录结果"), sampling.record_result,
    door=holds(Role.OFFICER, Role.LEADER, Role.AUDITOR), back=to("cases:campaign", "thing.campaign.reference"),
    on=lambda person: CampaignItem.objects.filter(campaign__in=campaigns_seen(person)), by="pk", named="item",
    may=may_check, asks=ItemForm, already=_checked,
    says=lambda done: Say(_("这件已有结果。"), "info") if done.again else _("已记录。"),
    address=lambda item: reverse("cases:campaign_item", args=[item.campaign.reference, item.place]),
)  # fmt: skip
CAMPAIGNS: tuple[Act[Any], ...] = (PREPARE, DRAW, FINISH, RECORD)
