"""Forms of the library for accounts: labels it makes of its own field names, and what slows who guesses."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from allauth.socialaccount.forms import SignupForm
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from district.ground.clients import client_of

APP = "allauth.account"
REMEMBERED = 30 * 86400  # seconds an address is known from which somebody passed the second step


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc] # the library is untyped
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].label = _("名称")


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc] # the library is untyped
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].label = _("名称")


class CodeForm(AuthenticateForm):  # type: ignore[misc] # the library is untyped
    """The second step by a code. Wrong codes count for a person from one address (the library counts them from
    everywhere: whoever knows a password could lock its owner out); guesses from many addresses are slowed together,
    but not for who has passed this step from theirs before."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        passed = slowed(self.user)
        there = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        own = sorted(there, key=lambda each: each.type != Authenticator.Type.TOTP)
        for each in own:
            if each.wrap().validate_code(code):
                each.user, self.authenticator = self.user, each
                passed()
                return code
        if own:
            self._emit_authentication_failed(own[0])
        raise get_adapter().validation_error("incorrect_code")


class CodeAgainForm(CodeForm, ReauthenticateForm):  # type: ignore[misc]
    """The same where somebody proves anew who they are."""

    save = ReauthenticateForm.save
    _emit_authentication_failed = ReauthenticateForm._emit_authentication_failed


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey's signature cannot be guessed: wrong codes do not hold it up, and it counts as none."""

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(self.user, credential)


class PasskeyAgainForm(PasskeyForm):
    reauthenticated = True


def slowed(person: Any) -> Callable[[], None]:
    """Counts a code that is tried; what is given is called when it was right. Raises ValidationError."""
    request, account = context.request, get_account_adapter()
    here = f"second-{person.pk} {client_of(request)}"
    known = f"passed-second:{sha256(here.encode()).hexdigest()}"
    near = ratelimit.consume(request, app=APP, action="second_factor_here", key=here)
    # who is held up here uses up nothing of what there is for everywhere
    if not near or not (
        cache.get(known) or ratelimit.consume(request, app=APP, action="second_factor", key=str(person.pk))
    ):
        raise account.validation_error("too_many_login_attempts")

    def passed() -> None:
        ratelimit.clear(request, app=APP, action="second_factor_here", key=here)
        cache.set(known, True, REMEMBERED)

    return passed


class SingleSignOnForm(SignupForm):  # type: ignore[misc] # the library is untyped
    """Who comes by the city's sign-on says their name and agrees, as by our own form, before anything is kept. The
    address is the one the sign-on vouches for; without one there is none."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        told = self.sociallogin.account.extra_data
        self.initial.setdefault("name", str((told.get("userinfo") or told).get("name") or "")[:60])
        if self.initial.get("email"):
            self.fields["email"].disabled = True
        else:
            del self.fields["email"]
