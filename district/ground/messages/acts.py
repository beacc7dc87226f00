"""Acts on messages: reading them, letting held ones leave, choosing how one is told, confirming a phone number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from district.ground.acts.acts import Act, Done, Say, to
from district.ground.acts.forms import Cut, Several
from district.ground.messages import actions, channels, posting, queries
from district.ground.messages.forms import ChoiceForm
from district.ground.messages.models import Delivery, Message
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role, with_address

PAGE = 25
VERBS = {
    "release": gettext_lazy("放行"), "edit": gettext_lazy("修改"), "drop": gettext_lazy("撤下"),
    "retry": gettext_lazy("重发"),
}  # fmt: skip
seeing = holds(Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)


# What leaves the house


class ChosenForm(forms.Form):
    reference = Several(PAGE * 2)


class EditForm(forms.Form):
    subject = forms.CharField(required=False, strip=False)
    body = forms.CharField(required=False, strip=False)

    def given(self) -> dict[str, Any]:
        return {"subject": self.data.get("subject"), "body": self.cleaned_data["body"]}


class DropForm(forms.Form):
    reason = forms.CharField(required=False)


def deliveries(person: Person) -> QuerySet[Delivery]:
    return Delivery.objects.visible_to(person).select_related("person", "office", "bundle")


def _release_chosen(*, by: Person, reference: list[str]) -> int:
    chosen = Delivery.objects.visible_to(by).filter(reference__in=reference)
    return actions.release(deliveries=chosen, by=by)


def _released(done: Done[Any]) -> Say:
    n = done.result
    if n:
        return Say(ngettext("已放行 %(n)d 条。", "已放行 %(n)d 条。", n) % {"n": n})
    return Say(_("没有要放行的：请先勾选。"), "info")


def _release(*, delivery: Delivery, by: Person) -> None:
    actions.release(deliveries=[delivery], by=by)


def _edit(*, delivery: Delivery, by: Person, subject: str | None, body: str) -> None:
    actions.edit(delivery=delivery, subject=delivery.subject if subject is None else subject, body=body, by=by)


def _on_delivery(verb: str, do: Callable[..., Any], asks: Any = None) -> Act[Delivery]:
    return Act(
        f"messaging.{verb}_delivery", VERBS[verb], do, door=seeing, on=deliveries, named="delivery", asks=asks,
        back=to("messaging:delivery", "thing.reference"),
        says=lambda _done: _("已%(verb)s。") % {"verb": VERBS[verb]},
    )  # fmt: skip


RELEASE_CHOSEN: Act[Delivery] = Act(
    "messaging.release_chosen", gettext_lazy("放行勾选的"), _release_chosen, door=seeing,
    back=to("messaging:outbox"), asks=ChosenForm, says=_released,
)  # fmt: skip
CHANGES = {
    "release": _on_delivery("release", _release, forms.Form),
    "edit": _on_delivery("edit", _edit, EditForm),
    "drop": _on_delivery("drop", actions.drop, DropForm),
    "retry": _on_delivery("retry", actions.retry, forms.Form),
}


# How one is told


def address_of(person: Person) -> str:
    """Where mail reaches somebody; "" where it does not."""
    return with_address(Person.objects.filter(pk=person.pk)).values_list("address", flat=True).get() or ""


def told_by(person: Person, _nothing: Any = None) -> dict[str, Any]:
    """What the form of somebody's choices is made with: the open channels, and which of them can reach the person."""
    row = queries.choice_of(person)
    return {
        "open_ways": channels.configured(), "has_address": bool(address_of(person)),
        "has_phone": row.phone_confirmed_at is not None,
        "initial": {name: getattr(row, name) for name in ("email", "sms", "webhook", "bundle", "language")},
    }  # fmt: skip


def _choose(*, by: Person, **chosen: Any) -> None:
    told = told_by(by)
    actions.choose(person=by, **(chosen | ({} if told["has_address"] else {"email": told["initial"]["email"]})))


class PhoneForm(forms.Form):
    phone = Cut(40)


class CodeForm(forms.Form):
    code = Cut(40)


def _send(*, by: Person, phone: str) -> None:
    actions.send_code(person=by, number=phone)


def _confirm(*, by: Person, code: str) -> None:
    actions.confirm_phone(person=by, code=code)


def _remove(*, by: Person) -> None:
    actions.remove_phone(person=by)


def _own(key: str, label: Any, do: Callable[..., Any], says: Any, asks: Any = None, **more: Any) -> Act[Any]:
    back = to("messaging:notice_choices")
    return Act(f"messaging.{key}", label, do, door=is_known, back=back, says=says, asks=asks, **more)


CHOOSE = _own("notice_choices", gettext_lazy("保存"), _choose, gettext_lazy("已保存。"), ChoiceForm, asks_with=told_by)
PHONE = {
    "send": _own("phone_send", gettext_lazy("发验证码"), _send, gettext_lazy("验证码已发出。"), PhoneForm),
    "confirm": _own(
        "phone_confirm", gettext_lazy("验证"), _confirm, gettext_lazy("手机号码已验证，短信已打开。"), CodeForm
    ),
    "remove": _own("phone_remove", gettext_lazy("删除手机号码"), _remove, gettext_lazy("手机号码已删除。")),
}


# Messages in the site


def _open(*, message: Message, by: Person) -> None:
    posting.mark_read(person=by, message_ids=[message.pk])


def _leads(done: Done[Message]) -> str:
    """Where the message points, if that is a page of ours."""
    link = done.thing.link if done.thing else ""
    inside = link and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    return link if inside else reverse("messaging:messages")


def _read_all(*, by: Person) -> int:
    unread = queries.messages_for(by).filter(read_at=None).values_list("pk", flat=True)
    return posting.mark_read(person=by, message_ids=unread)


MESSAGES = to("messaging:messages")
OPEN: Act[Message] = Act(
    "messaging.open_message", gettext_lazy("打开"), _open, door=is_known, back=MESSAGES, on=queries.messages_for,
    by="pk", named="message", then=_leads,
)  # fmt: skip
READ_ALL: Act[Message] = Act(
    "messaging.read_all", gettext_lazy("全部标为已读"), _read_all, door=is_known, back=MESSAGES,
    says=lambda done: _("%(n)d 条消息已标为已读。") % {"n": done.result} if done.result else None,
)  # fmt: skip
MESSAGING: tuple[Act[Any], ...] = (RELEASE_CHOSEN, *CHANGES.values(), CHOOSE, *PHONE.values(), OPEN, READ_ALL)
