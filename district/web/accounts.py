"""Where allauth asks us: how accounts are opened, where people land, and that its mail leaves by the outbox."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any, cast
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from district.ground.clients import client_of
from district.ground.messages.actions import mail_about_account
from district.ground.people.factors import is_fresh
from district.ground.people.queries import Person

CODE_LETTERS, CODE_LENGTH = "0123456789", 6
CODE_MINUTES = 15
REMEMBERED = 30 * 86400  # seconds an address is known from which somebody signed in


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # the library is untyped
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An address is proved by mail: without it nobody can open an account."""
        return settings.NOTICE_EMAIL

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/me"

    def get_login_stages(self) -> list[str]:
        house = f"{ProvesAddress.__module__}.{ProvesAddress.__qualname__}"
        return [house if each.endswith(".EmailVerificationStage") else each for each in super().get_login_stages()]

    def generate_email_verification_code(self) -> str:
        return "".join(secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the outbox, to the one whose address it is; nobody else is written to."""
        person = context.get("user") or owner_of(email)
        if person is None:
            return
        words = said(template_prefix.rpartition("/")[2], email, context)
        mail_about_account(person=person, address=email, subject=words[0], body=words[1])

    def is_reauthentication_required(self, *, app: str) -> bool:
        """One's own factors are changed by who has just proved who they are: the same minutes as everywhere."""
        return not is_fresh(self.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """A name from an address: wrong passwords from elsewhere lock nobody out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)} {client_of(request)}"

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Guesses at one name from many addresses are slowed, but not for who has signed in from theirs before."""
        name = super()._get_login_attempts_cache_key(request, **credentials)
        known = f"signed-in:{sha256(f'{name} {client_of(request)}'.encode()).hexdigest()}"
        asked = {"app": "allauth.account", "action": "login_name", "key": name}
        if not cache.get(known) and not ratelimit.consume(request, **asked, dry_run=True):
            raise self.validation_error("too_many_login_attempts")
        user = super().authenticate(request, **credentials)
        if user is None:
            ratelimit.consume(request, **asked)
        else:
            cache.set(known, True, REMEMBERED)
        return user

    def send_account_already_exists_mail(self, email: str) -> None:
        """What opening an account takes longest over is done here too: the time says nothing of who is there."""
        make_password(secrets.token_urlsafe())
        super().send_account_already_exists_mail(email)

    def add_message(self, request: HttpRequest, level: int, *args: Any, **more: Any) -> None:
        """What the next page says anyway is not said twice."""
        template = more.get("message_template") or (args[0] if args else "") or ""
        if not template.endswith(("logged_in.txt", "logged_out.txt", "email_confirmation_sent.txt")):
            super().add_message(request, level, *args, **more)


class ProvesAddress(EmailVerificationStage):  # type: ignore[misc] # the library is untyped
    """Who opens an account proves the address; who has signed in before, or has none, is not kept waiting for it."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        known = user is not None and not self.login.signup
        if known and (user.last_login is not None or not EmailAddress.objects.filter(user=user).exists()):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


def owner_of(email: str) -> Person | None:
    """Who has this address: the one who proved it before others."""
    known = EmailAddress.objects.filter(email__iexact=email).order_by("-verified", "pk").select_related("user").first()
    if known is not None:
        return cast(Person, known.user)
    return Person.objects.filter(Q(email__iexact=email), is_active=True).order_by("pk").first()


def ours(url: str) -> str:
    """A link under the site's own address where one is configured, whatever host was asked for."""
    return f"{settings.SITE_ADDRESS}{urlsplit(url).path}" if settings.SITE_ADDRESS else url


def said(mail: str, email: str, context: dict[str, Any]) -> tuple[str, str]:
    """Title and text of one of allauth's mails in our words; for who reads English, both languages."""
    with override(settings.LANGUAGE_CODE):
        title, text = _words(mail, email, context)
    if get_language() != "en":
        return title, text
    english_title, english_text = _words(mail, email, context)
    return f"{title} / {english_title}", f"{text}\n\n{english_text}"


def _words(mail: str, email: str, context: dict[str, Any]) -> tuple[str, str]:
    if mail in ("email_confirmation", "email_confirmation_signup"):
        return _("验证您的邮箱"), _(
            "验证码 %(code)s，%(n)d 分钟内有效，请填在刚才的页面上。不是您本人操作，请不用理会这封邮件。"
        ) % {"code": context["code"], "n": CODE_MINUTES}
    if mail == "account_already_exists":
        return _("您已经有账号"), _(
            "有人用 %(email)s 在本平台注册，而这个邮箱已经有账号，没有建立新的。"
            "忘了密码，请从这里重设：%(url)s 。不是您本人操作，请不用理会，账号没有变化。"
        ) % {"email": email, "url": ours(context["password_reset_url"])}
    if mail == "password_reset_key":
        return _("重设密码"), _(
            "请打开下面的地址设一个新密码，只能用一次：%(url)s 。您的用户名是 %(username)s。"
            "不是您本人操作，请不用理会，密码没有变化。"
        ) % {"url": ours(context["password_reset_url"]), "username": context["user"].username}
    title = str(NOTED[mail]()) if mail in NOTED else _("账号有变化")
    return title, _("%(what)s。不是您本人操作，请马上重设密码，并告诉系统管理员。") % {"what": title}


NOTED = {
    "password_changed": lambda: _("您的密码已更改"),
    "password_reset": lambda: _("您的密码已重设"),
    "password_set": lambda: _("您的密码已设定"),
    "email_changed": lambda: _("您的邮箱已更改"),
    "email_confirm": lambda: _("您的邮箱已验证"),
    "email_deleted": lambda: _("一个邮箱已从您的账号移除"),
    "totp_activated": lambda: _("两步验证已开启"),
    "totp_deactivated": lambda: _("两步验证已关闭"),
    "recovery_codes_generated": lambda: _("已生成新的备用码"),
    "webauthn_added": lambda: _("已添加一把通行密钥"),
    "webauthn_removed": lambda: _("一把通行密钥已移除"),
    "account_connected": lambda: _("已关联统一身份认证账号"),
    "account_disconnected": lambda: _("已取消关联统一身份认证账号"),
}
