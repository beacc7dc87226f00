"""A needed paper that was to come later (容缺受理) is handed in."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core import clients, evidence, telling
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_supply
from district.cases.intake import papers
from district.cases.intake.models import Attached
from district.enterprises.wallet.actions import add_paper
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "cases"


def supply(*, application: Application, by: Person, name: str, file: Any) -> None:
    """Keep the paper in the wallet and put it into the case. Raises Refused, NotPossible, BadUpload, BadValue."""
    require(may_supply(by, application))
    with transaction.atomic():
        row = lock(Application.objects.all()).select_related("version", "enterprise").get(pk=application.pk)
        kind = next((each["kind"] for each in papers.asked(row.version) if each["name"] == name), None)
        why = evidence.later_of(row.evidence.get(name))
        if kind is None or not why:
            raise NotPossible(_("“%(name)s”不在等着补交。") % {"name": name})
        paper = add_paper(enterprise=row.enterprise, kind=kind, file=file, name=file.name or "", by=by,
                          request_key=uuid.uuid4())  # fmt: skip
        row.evidence = {**row.evidence, name: {"papers": [papers.frozen(paper)], "note": _("容缺后补交")}}
        row.save(update_fields=["evidence"])
        submission = row.submissions.latest("serial")
        Attached.objects.create(application=row, submission=submission, name=name, paper=paper, file=paper.file)
        write_log(room=ROOM, subject=row.reference, verb="supply", by=by, before=row.state, after=row.state,
                  data={"paper": name, "digest": paper.file.digest, "why_later": why})  # fmt: skip
        telling.supplied(row, name)
        clients.supplied(row, by, name)
    application.refresh_from_db()
