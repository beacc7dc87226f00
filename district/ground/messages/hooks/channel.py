"""The way out to a subscriber's program: signed JSON, and what comes of it for the subscription."""

from __future__ import annotations

import http.client
import json

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.messages import channels, rendering
from district.ground.messages.channels import Permanent, Temporary, signature
from district.ground.messages.hooks import reaching
from district.ground.messages.hooks.models import MOST_FAULTS, Hook
from district.ground.messages.models import Channel, Delivery
from district.ground.messages.posting import post
from district.ground.record.actions import write_log

ROOM = "record"


class HookChannel(channels.Channel):
    """POSTs a message to the address of its subscription.

    `X-Huiqi-Signature: sha256=…` is HMAC-SHA256 over `<X-Huiqi-Timestamp>.<body>` with the subscription's secret;
    `X-Huiqi-Delivery` is the same on every try, so that receivers tell repeats.
    """

    def send(self, delivery: Delivery) -> str:
        hook = delivery.hook
        assert hook is not None  # a constraint of the row
        body = json.dumps(rendering.payload(delivery), ensure_ascii=False, sort_keys=True).encode()
        try:
            status, answer = reaching.post(reaching.find(hook.address), body, _headers(delivery, hook, body))
        except reaching.NotReachable as why:
            failed(hook)
            raise Permanent(str(why)) from why
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            failed(hook)
            raise Temporary(f"{type(error).__name__}: {error}") from error
        if 200 <= status < 300:
            Hook.objects.filter(pk=hook.pk).exclude(faults=0).update(faults=0)
            return ""
        failed(hook)
        said = f"HTTP {status} {answer[:200].decode(errors='replace')}".strip()
        if status == 410:
            close_for(hook, _("对方说这个地址不再接收（410）。"))
            raise Permanent(said)
        raise Temporary(said)  # receivers are mended: what a program refuses today it may take tomorrow


def _headers(delivery: Delivery, hook: Hook, body: bytes) -> dict[str, str]:
    stamp = str(int(clock.machine_time()))
    return {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": "Huiqi-Webhook/1",
        "X-Huiqi-Delivery": str(delivery.key), "X-Huiqi-Kind": delivery.kind, "X-Huiqi-Timestamp": stamp,
        "X-Huiqi-Signature": f"sha256={signature(hook.secret, stamp, body)}",
    }  # fmt: skip


def failed(hook: Hook) -> None:
    """One more try that did not arrive; after many in a row the subscription is closed."""
    Hook.objects.filter(pk=hook.pk).update(faults=F("faults") + 1)
    if Hook.objects.filter(pk=hook.pk, faults__gte=MOST_FAULTS, closed_at=None).exists():
        close_for(hook, _("连续 %(n)d 次没有送到。") % {"n": MOST_FAULTS})


def close_for(hook: Hook, why: str) -> None:
    """Closed by the house; its owner is told in the site."""
    with transaction.atomic(), override("zh-hans"):
        closed = Hook.objects.filter(pk=hook.pk, closed_at=None).update(closed_at=clock.now(), close_reason=why[:200])
        if not closed:
            return
        write_log(room=ROOM, subject=hook.reference, verb="close-hook", by=None, before="live", after="closed",
                  reason=why)  # fmt: skip
        post(to=[hook.person], title=_("消息推送已停用"), room=ROOM, subject=hook.reference, needs_action=True,
             body=_("%(why)s地址：%(address)s。修好以后请重新订阅。") % {"why": why, "address": hook.address},
             link="/me/hooks/")  # fmt: skip


channels.register(Channel.HOOK, HookChannel)
