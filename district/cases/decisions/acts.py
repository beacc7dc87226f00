"""Taking an audit bundle away, which is written to the log: no link that a scanner may follow."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext_lazy as _

from district.cases.core.permissions import may_take_bundle
from district.cases.decisions import bundles
from district.ground.acts.acts import Act, Done, to
from district.ground.people.permissions import holds
from district.ground.people.queries import Role
from district.ground.tables.purposes import TakeForm
from district.policies.queries import Programme, programmes_led_by

BUNDLE: Act[Programme] = Act(
    "cases.bundle", _("取走审计包"), bundles.hand_out, door=holds(Role.AUDITOR), back=to("cases:bundles"),
    on=lambda _person: programmes_led_by(), by="slug", named="programme",
    may=lambda by, _programme: may_take_bundle(by), asks=TakeForm,
)  # fmt: skip


def year_of(request: HttpRequest) -> dict[str, int]:
    assert request.resolver_match is not None
    return {"year": int(request.resolver_match.kwargs["year"])}


def file_of(_request: HttpRequest, done: Done[Programme]) -> FileResponse:
    assert done.thing is not None
    (file, _written), year = done.result, done.also["year"]
    name = f"huiqi-{done.thing.slug}-{year}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
