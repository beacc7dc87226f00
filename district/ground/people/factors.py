"""Two factors for whoever has a duty: who needs them, whether a session has them, how lately somebody proved who they
are. All of it is asked here, of what the library for accounts wrote into the session.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.views import NotFresh
from district.ground.people.models import Person
from district.ground.people.permissions import Refused

FRESH_WITHIN = 15 * 60  # seconds after which money, publication and duties ask again who it is
SECOND = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES})
PROGRAMS = "/api/"
OWN_ACCOUNT = ("allauth.", "django.views.")  # one's own password and factors, signing out, the language
Next = Callable[[HttpRequest], HttpResponse]


class Detour(HttpResponseRedirect):
    """To a page that comes first; from there back to where one was. What was typed waits (`ground.unsent`)."""

    def __init__(self, request: HttpRequest, door: str) -> None:
        self.door = door
        back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        super().__init__(self.to(back))

    def to(self, back: str) -> str:
        return f"{self.door}?{urlencode({'next': back})}" if back else self.door


def must_have(person: Any) -> bool:
    """Whoever has a duty, their own or a colleague's; of the demonstration's made-up people nobody."""
    return isinstance(person, Person) and person.has_desk and person.username not in settings.WITHOUT_SECOND_FACTOR


def has_set_up(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=("totp", "webauthn")).exists())


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    return get_authentication_records(request, request.user) if hasattr(request, "session") else []


def proved_twice(request: HttpRequest) -> bool:
    """Whether this session was opened with a second factor, or by a passkey, which is two."""
    return any(each["method"] == "mfa" and each.get("type") in SECOND for each in _records(request))


def is_fresh(request: HttpRequest) -> bool:
    """Whether who sits there proved it a moment ago, by whatever they sign in with."""
    last = max((float(each["at"]) for each in _records(request)), default=0.0)
    return clock.machine_time() - last < FRESH_WITHIN or not get_adapter().get_reauthentication_methods(request.user)


def note_second(request: HttpRequest, person: Person, kind: str = "totp") -> None:
    """Write down that the second factor was shown in this session."""
    record_authentication(request, person, "mfa", type=kind)


def made_in(request: HttpRequest) -> dict[str, bool]:
    """For acts that make a key: what the session is worth that it is made in."""
    return {"two_factors": proved_twice(request)}


def lacking(request: HttpRequest) -> str:
    """The name of the page that comes before anything else for who is signed in; "" where nothing is lacking."""
    person = request.user
    if not isinstance(person, Person):
        return ""
    if person.must_change_password:
        return "account_change_password"
    return "people:second_factor" if not proved_twice(request) and must_have(person) else ""


def key_lacks(person: Person, *, made_with_two: bool, is_system: bool) -> str:
    """Why a key does not open for its account, "" where it does: a key is as good as the session it was made in."""
    if is_system or made_with_two or not must_have(person):
        return ""
    return _("这个令牌是没有两步验证时建立的，现在有岗位，请重新建一个。")


class SignsInFirst(LoginRequiredMiddleware):
    """Django's own, that keeps what was typed and leads back to the page it was typed on."""

    def handle_no_permission(self, request: HttpRequest, view: Any) -> HttpResponseRedirect:
        if request.path.startswith(PROGRAMS):
            return super().handle_no_permission(request, view)
        return Detour(request, resolve_url(self.get_login_url(view)))


class TwoFactors:
    """Nobody with a duty goes anywhere without a second factor, nor with a password somebody else knows."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], *_args: Any) -> HttpResponse | None:
        request.is_fresh = lambda: is_fresh(request)  # type: ignore[attr-defined] # for acts, which know no people
        if view.__module__.startswith(OWN_ACCOUNT) or getattr(view, "before_second", False):
            return None
        if not (page := lacking(request)):
            return None
        if request.path.startswith(PROGRAMS):
            raise Refused(_("有岗位的账号要先在网页上完成两步验证和首次改密码。"))
        return Detour(request, reverse(page))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An act that asks who it is again."""
        return Detour(request, reverse("account_reauthenticate")) if isinstance(exception, NotFresh) else None


class NotTheFirst:
    """For AUTH_PASSWORD_VALIDATORS: what somebody else chose is not chosen again."""

    def validate(self, password: str, user: Any = None) -> None:
        if isinstance(user, Person) and user.must_change_password and user.check_password(password):
            raise ValidationError(_("请换一个和初始密码不同的密码。"), code="first_password")

    def get_help_text(self) -> str:
        return _("不能接着用别人代设的初始密码；")


@receiver([password_changed, password_set, password_reset], dispatch_uid="people.own_password")
def password_is_ones_own(sender: Any, *, user: Person, **_more: Any) -> None:
    Person.objects.filter(pk=user.pk, must_change_password=True).update(must_change_password=False)
    user.must_change_password = False


@receiver(authenticator_added, dispatch_uid="people.factor_added")
def a_new_factor_was_shown(sender: Any, *, request: HttpRequest, user: Person, authenticator: Any, **_: Any) -> None:
    """Who sets one up has just shown it."""
    if authenticator.type in (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN):
        note_second(request, user, authenticator.type)


@receiver(authenticator_removed, dispatch_uid="people.factor_removed")
def the_last_factor_is_gone(sender: Any, *, request: HttpRequest, user: Person, **_more: Any) -> None:
    """With the last one the session is what it was before it."""
    if not has_set_up(user):
        left = [each for each in _records(request) if each["method"] != "mfa"]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = left
