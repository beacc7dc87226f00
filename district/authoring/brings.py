"""What the drafts of the rules bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.authoring.actions import NotPossible
from district.authoring.acts import AUTHORING
from district.authoring.acts_files import SAVE
from district.authoring.columns import DRAFTS as DRAFTS_LISTED
from district.authoring.document import NotYaml
from district.authoring.tabling import NotATable
from district.authoring.todo import DRAFTS
from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.bringing.calling import called, under
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.people.permissions import works_for_the_district
from district.ground.tables.registry import TABLES

sources.register(DRAFTS)
entries.register(
    Entry(_("政策起草"), "authoring:drafts", "file-pencil", "policy", 30, works_for_the_district,
          words="规则 参数 草案"),
    Entry(_("关注清单"), "authoring:watch", "eye", "policy", 40, works_for_the_district),
)  # fmt: skip
refusals.register(NotPossible)
refusals.register(NotYaml, NotATable)
ACTS.register(*AUTHORING, SAVE)
areas.register(Area("authoring", _("政策起草")))
TABLES.register(DRAFTS_LISTED)
called.register(*under("authoring", catalogue_export=_("政策目录文件"), draft_export=_("草案文件")))
