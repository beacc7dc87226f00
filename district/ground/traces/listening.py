"""Signing in, in vain too, and signing out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from district.ground.people.queries import account_named
from district.ground.traces.actions import What, note


@receiver(user_logged_in, dispatch_uid="traces.entered")
def entered(sender: Any, *, request: Any = None, user: Any, **_: Any) -> None:
    note(What.ENTERED, by=user, request=request)


@receiver(user_logged_out, dispatch_uid="traces.left")
def left(sender: Any, *, request: Any = None, user: Any = None, **_: Any) -> None:
    if user is not None:
        note(What.LEFT, by=user, request=request)


@receiver(user_login_failed, dispatch_uid="traces.refused")
def refused(sender: Any, *, credentials: dict[str, Any], request: Any = None, **_: Any) -> None:
    """A name there is, is kept; of others only the beginning: somebody may have typed their password there."""
    typed = str(credentials.get("username") or credentials.get("email") or credentials.get("login") or "")
    known = account_named(typed)
    note(What.REFUSED, by=None, request=request, name=known.username if known else f"{typed[:2]}***", page="sign-in",
         subject=known.username if known else "")  # fmt: skip
