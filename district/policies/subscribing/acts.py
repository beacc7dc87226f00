"""Being told of a programme, or of whatever fits a firm; and no more."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.queries import Enterprise, my_enterprises
from district.ground.acts.acts import Act, open_to_all, to
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person
from district.policies.models import Programme
from district.policies.subscribing import actions
from district.policies.subscribing.models import Subscription

MINE = to("policies:subscriptions")


def _subscribe(*, programme: Programme, by: Person) -> Subscription:
    return actions.subscribe(person=by, programme=programme)


def _follow(*, enterprise: Enterprise, by: Person) -> Subscription:
    return actions.follow(person=by, enterprise=enterprise)


def _unsubscribe(*, subscription: Subscription, by: Person | None) -> None:
    actions.stop(subscription=subscription, by=None)  # whoever holds the letter's key, signed in or not


def own(person: Person) -> QuerySet[Subscription]:
    return Subscription.objects.visible_to(person)


SUBSCRIBE: Act[Programme] = Act(
    "policies.subscribe", gettext_lazy("订阅"), _subscribe, door=is_known, by="slug", named="programme",
    on=lambda _person: Programme.objects.filter(withdrawn=False), back=to("policies:programme", "thing.slug"),
    says=gettext_lazy("已订阅。开放申报或规则有变化、而您有机会享受时，会发消息给您。"),
)  # fmt: skip
FOLLOW: Act[Enterprise] = Act(
    "policies.follow", gettext_lazy("订阅"), _follow, door=is_known, on=my_enterprises, by="uscc", named="enterprise",
    back=MINE, address=lambda _firm: reverse("policies:follow"),
    says=lambda done: _("已订阅。有适合%(name)s的政策开放或变化时，会发消息给您。")
    % {"name": done.thing.name if done.thing else ""},
)  # fmt: skip
STOP: Act[Subscription] = Act(
    "policies.subscription_stop", gettext_lazy("退订"), actions.stop, door=is_known, on=own, by="pk",
    named="subscription", back=MINE, says=gettext_lazy("已退订。"),
)  # fmt: skip
UNSUBSCRIBE: Act[Subscription] = Act(
    "policies.unsubscribe", gettext_lazy("退订"), _unsubscribe, door=open_to_all, by="key", named="subscription",
    on=lambda _person: Subscription.objects.select_related("programme", "enterprise"),
    back=to("policies:unsubscribe", "thing.key"),
)  # fmt: skip
SUBSCRIBING: tuple[Act[Any], ...] = (SUBSCRIBE, FOLLOW, STOP, UNSUBSCRIBE)
