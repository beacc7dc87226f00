"""What the drafts of the rules bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.authoring.columns import DRAFTS as DRAFTS_LISTED
from district.authoring.todo import DRAFTS
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.todo import sources
from district.ground.people.permissions import works_for_the_district
from district.ground.tables.registry import TABLES

sources.register(DRAFTS)
entries.register(
    Entry(_("政策起草"), "authoring:drafts", "file-pencil", "policy", 30, works_for_the_district,
          words="规则 参数 草案"),
    Entry(_("关注清单"), "authoring:watch", "eye", "policy", 40, works_for_the_district),
)  # fmt: skip
TABLES.register(DRAFTS_LISTED)
