"""The lab: a rule as text, to change and try on the whole register."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.authoring.queries import Draft, rule_for_trial
from district.authoring.texts import day_of, normal
from district.ground import clock
from district.ground.people.queries import Person
from district.policies.forms import DraftForm
from district.policies.queries import ProgrammeVersion
from district.policies.runs import lab
from district.policies.views_runs import begin, officials, versions_to_try


@officials
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """`/desk/lab/<slug>/`: the rule as text, to change and try. What is published stays as it is."""
    version = next((each for each in versions_to_try() if each.programme.slug == slug), None)
    if version is None:
        raise Http404
    version = ProgrammeVersion.objects.select_related("programme__office", "release").get(pk=version.pk)
    trial = _authored(request, slug)
    begun = trial.text if trial else lab.text_of_rule(version)
    form = DraftForm(request.POST or None, initial={"request_key": uuid.uuid4(), "text": begun})
    if request.method == "POST" and form.is_valid():
        try:
            text, budget = form.cleaned_data["text"], lab.money(form.cleaned_data["budget"])
            vary = form.cleaned_data["vary"]
            lab.varied(lab.reformed(version, text), slug, vary, clock.today())
            if trial and normal(text) != normal(trial.text):
                trial = replace(trial, title=_("%(title)s（试算时又改过）") % {"title": trial.title[:100]})
            return begin(request, kind="lab", version=version, as_of=clock.today(), draft=text, vary=vary,
                          budget=budget, trial=trial, request_key=form.cleaned_data["request_key"])  # fmt: skip
        except lab.BadDraft as bad:
            for fault in bad.faults[:10]:
                form.add_error(None, fault)
    status = 422 if form.errors else 200
    form.fields["vary"].help_text = _parameters(version)
    return render(request, "authoring/lab.html", {"version": version, "form": form, "trial": trial}, status=status)


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
