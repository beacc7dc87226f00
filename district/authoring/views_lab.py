"""The lab: a rule as text, to change and try on the whole register."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from district.authoring.acts import Lab
from district.authoring.queries import Draft, rule_for_trial
from district.authoring.texts import day_of
from district.ground import clock
from district.ground.people.queries import Person
from district.policies.acts_runs import versions_to_try
from district.policies.forms import DraftForm
from district.policies.queries import ProgrammeVersion
from district.policies.runs import lab


def lab_of(request: HttpRequest, slug: str) -> Lab:
    """The rule of an address, with the draft of it that `?draft=` names."""
    version = next((each for each in versions_to_try() if each.programme.slug == slug), None)
    if version is None:
        raise Http404
    version = ProgrammeVersion.objects.select_related("programme__office", "release").get(pk=version.pk)
    return Lab(slug, version, _authored(request, slug))


def draft(request: HttpRequest, slug: str, form: DraftForm | None = None) -> HttpResponse:
    """`/desk/lab/<slug>/`: the rule as text, to change and try. What is published stays as it is."""
    found = lab_of(request, slug)
    version, trial = found.version, found.trial
    begun = trial.text if trial else lab.text_of_rule(version)
    form = form or DraftForm(initial={"request_key": uuid.uuid4(), "text": begun})
    form.fields["vary"].help_text = _parameters(version)
    return render(request, "authoring/lab.html", {"version": version, "form": form, "trial": trial})


def _authored(request: HttpRequest, slug: str) -> lab.Trial | None:
    """`?draft=`: the rule as a draft of this programme has it, to try on the register."""
    rows = Draft.objects.visible_to(cast(Person, request.user)).filter(programme__slug=slug)
    found = rows.filter(reference=request.GET.get("draft", "")).first()
    path = rule_for_trial(found) if found else None
    if found is None or path is None:
        return None
    return lab.Trial(found.reference, found.title, dt.date.fromisoformat(day_of(path)), found.files[path])


def _parameters(version: ProgrammeVersion) -> str:
    """The parameters a rule names, with the value in force today; nothing where it names none."""
    today, shown = clock.today().isoformat(), []
    for each in version.description.get("parameters") or []:
        values = [one["value"] for one in each["values"] if one["from"] <= today]
        if values:
            shown.append(f"{each['name']} = {values[-1]} {each['unit']}".strip())
    return _("这条规则用到的参数（现值）：%(list)s") % {"list": "；".join(shown)} if shown else ""
