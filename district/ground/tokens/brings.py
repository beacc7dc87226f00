"""What the keys bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.menu import HALL, Entry, entries
from district.ground.people.consents import account_needed
from district.ground.people.permissions import has_desk, is_known
from district.ground.tokens.actions import NotPossible
from district.ground.tokens.acts import TOKEN_ACTS
from district.ground.tokens.permissions import may_see_systems
from district.ground.tokens.queries import needed_accounts

entries.register(
    Entry(_("接口令牌"), "tokens:mine", "key", "account", 25, is_known, words="API token 程序", shell=HALL),
    Entry(_("接口令牌"), "tokens:mine", "key", "desk_account", 25, has_desk, words="API token 程序"),
    Entry(_("接入系统"), "tokens:systems", "plug", "house", 35, may_see_systems, words="API 接口 令牌 厂商"),
)
refusals.register(NotPossible)
ACTS.register(*TOKEN_ACTS)
account_needed.register(needed_accounts)
