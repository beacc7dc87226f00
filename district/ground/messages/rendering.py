"""A delivery as its receiver gets it. Preview and sending use the same functions, so they cannot differ.

In Chinese whatever the page or the worker speaks: notices are official. Who wants mail in English gets it told in
English above the Chinese, which counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.header import Header
from email.message import Message
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground.messages.models import Channel, Choice, Delivery
from district.ground.record.queries import district_name, english_text

SMS_LETTERS = 180  # a long message is cut into parts of about 67 characters; three of them are enough


@dataclass(frozen=True)
class Letter:
    """An e-mail's parts: subject, plain text, HTML (a whole document), and the HTML's body alone."""

    subject: str
    text: str
    html: str
    body: str


def one_line(text: str) -> str:
    """For headers and SMS: no line ends, no runs of spaces."""
    return " ".join(text.split())


def inside(link: str) -> str:
    """A link that leads to a page of ours, else nothing."""
    safe = link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    return link if safe else ""


def absolute(link: str) -> str:
    """The page's address as a receiver can open it; empty while the site's own address is not configured."""
    return f"{settings.SITE_ADDRESS}{link}" if settings.SITE_ADDRESS and inside(link) else ""


def letter(delivery: Delivery) -> Letter:
    """The mail; before the Chinese, for who chose English, the same in English."""
    chinese = _letter(delivery, settings.LANGUAGE_CODE, str)
    if not in_english(delivery):
        return chinese
    english = _letter(delivery, "en", english_text)
    with override("en"):
        follows = _("以上是英文说明，以中文为准：")
    text = f"{english.text}\n{follows}\n\n{chinese.text}"
    marked = format_html('<div lang="en">{}</div><p>{}</p><div>{}</div>', english.body, follows, chinese.body)
    html = render_to_string("messaging/mail.html", {"subject": english.subject, "rendered": marked})
    return Letter(english.subject, text, html, marked)


def in_english(delivery: Delivery) -> bool:
    """Whether its receiver chose mail in English."""
    return Choice.objects.filter(person=delivery.person_id, language=Choice.Language.ENGLISH).exists()


def _letter(delivery: Delivery, language: str, told: Callable[[str], str]) -> Letter:
    with override(language):
        context = {
            "name": str(delivery.person), "subject": told(delivery.subject), "body": told(delivery.body),
            "url": absolute(delivery.link), "district": district_name(),
            "choices": absolute(reverse("messaging:notice_choices")), "reference": delivery.reference,
            "office": delivery.office, "answered": bool(reply_to(delivery)),
            "notice": delivery.kind != "code",
        }  # fmt: skip
        body = render_to_string("messaging/_mail_body.html", context)
        text = render_to_string("messaging/mail.txt", context)
        html = render_to_string("messaging/mail.html", {**context, "rendered": body})
    return Letter(one_line(str(context["subject"])), text.strip() + "\n", html, body)


def sms_text(delivery: Delivery) -> str:
    with override(settings.LANGUAGE_CODE):
        text = _("【惠企】%(text)s") % {"text": one_line(delivery.body or delivery.subject)}
    return text if len(text) <= SMS_LETTERS else text[: SMS_LETTERS - 1] + "…"


def email(delivery: Delivery, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail to this one person, nobody else named in it. The same Message-ID on every try."""
    found = letter(delivery)
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    if page := absolute(reverse("messaging:notice_choices")):
        headers["List-Unsubscribe"] = f"<{page}>"
    mail = Mail(
        found.subject, found.text, sender(delivery), [delivery.address], connection=connection, headers=headers,
        reply_to=reply_to(delivery),
    )  # fmt: skip
    mail.attach_alternative(found.html, "text/html")
    return mail


def sender(delivery: Delivery) -> str:
    """From: the configured address, under the bureau's name; the house's where no bureau speaks."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    with override(settings.LANGUAGE_CODE):
        house = name or f"{district_name()}{_('惠企')}"
        return formataddr((f"{delivery.office.full}（{house}）" if delivery.office else house, address))


def reply_to(delivery: Delivery) -> list[str]:
    """Where an answer is read: the bureau's own address; nowhere while the catalogue names none."""
    return [delivery.office.email] if delivery.office and delivery.office.email else []


class Mail(EmailMultiAlternatives):
    """A mail whose subject begins on the header's own line: folded by its name's length, never into an empty line."""

    def message(self, *args: Any, **more: Any) -> Any:
        made = super().message(*args, **more)
        del made["Subject"]
        Message.__setitem__(made, "Subject", Header(str(self.subject), "utf-8", header_name="Subject").encode())
        return made


def message_id(delivery: Delivery) -> str:
    return f"<{delivery.key.hex}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def payload(delivery: Delivery) -> dict[str, Any]:
    """What SMS gateways, the message platform and subscribers' programs are posted, as JSON."""
    if delivery.channel == Channel.HOOK:
        return _for_a_program(delivery)
    if delivery.channel == Channel.SMS:
        return {"id": str(delivery.key), "to": delivery.address, "text": sms_text(delivery)}
    return {
        "id": str(delivery.key), "to": delivery.address, "kind": delivery.kind,
        "title": one_line(delivery.subject), "text": delivery.body, "url": absolute(delivery.link),
        "reference": delivery.reference,
    }  # fmt: skip


def _for_a_program(delivery: Delivery) -> dict[str, Any]:
    """A message as its receiver reads it in the site, and nothing else about anybody."""
    message = delivery.message
    return {
        "id": str(delivery.key), "kind": delivery.kind, "title": one_line(delivery.subject), "text": delivery.body,
        "url": absolute(delivery.link), "link": delivery.link, "about": message.subject if message else "",
        "needs_action": bool(message and message.needs_action), "message": message.pk if message else None,
        "at": delivery.at.isoformat(),
    }  # fmt: skip
