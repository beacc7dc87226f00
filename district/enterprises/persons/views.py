"""我的信息: what is kept of me, by which consent, who looked; the officials' page of one person."""

from __future__ import annotations

import json
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.enterprises import queries as register
from district.enterprises import saying
from district.enterprises.models import Enterprise
from district.enterprises.persons import actions, permissions, queries
from district.enterprises.persons.forms import BeginForm, PurposeForm
from district.enterprises.persons.queries import note_looked
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.queries import Person, Role


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/info/`: my facts, each saved by itself; before there are any, the consent that lets them be kept."""
    person = cast(Person, request.user)
    subject = queries.myself(person)
    if subject is None or not permissions.keeps(subject):
        return _begin(request, person)
    kinds, known = register.kinds_of(subject), register.facts_of(subject, clock.today())
    failed: dict[str, saying.Row] = {}
    if request.method == "POST":
        saved, failed = saying.save(subject, saying.entered(kinds, known, request.POST.dict()), person)
        if saved:
            messages.success(request, _("已保存 %(n)d 项：%(names)s。") % {"n": len(saved), "names": "、".join(saved)})
        if not failed:
            if not saved:
                messages.info(request, _("没有改动。"))
            return redirect("enterprises:myself")
        messages.error(request, _("有 %(n)d 项没有保存，原因写在旁边，填的内容还在。") % {"n": len(failed)})
        known = register.facts_of(subject, clock.today())
    context = {
        "subject": subject, "groups": saying.groups(kinds, known, failed=failed), "identity": subject.identity,
        "keeping": queries.keeping_of(subject), "readings": queries.readings_of(subject)[:20],
    }  # fmt: skip
    return render(request, "enterprises/persons/mine.html", context, status=422 if failed else 200)


def _begin(request: HttpRequest, person: Person) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = BeginForm(posted, initial={"name": person.name})
    if posted is not None and form.is_valid():
        try:
            subject = actions.begin(by=person, name=form.cleaned_data["name"], number=form.cleaned_data["number"])
            messages.success(request, _("已同意并保存。现在可以填写信息、看能享受什么、直接申报。"))
            return redirect("policies:fits_take", subject.uscc)
        except BadValue as wrong:
            form.add_error("number", str(wrong))
    until = actions.until_of(clock.today())
    words = actions.words_of(_("（您的姓名）"), until)
    status = 422 if form.errors else 200
    return render(request, "enterprises/persons/begin.html", {"form": form, "words": words, "until": until},
                  status=status)  # fmt: skip


@signed_in
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    try:
        made = actions.renew(by=cast(Person, request.user))
        words = {"y": made.until.year, "m": made.until.month, "d": made.until.day}
        messages.success(request, _("已续期到%(y)d年%(m)d月%(d)d日。") % words)
    except BadValue as wrong:
        messages.error(request, str(wrong))
    return redirect("enterprises:myself")


@signed_in
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    actions.take_back(by=cast(Person, request.user))
    messages.success(request, _("已撤回同意，保存的信息已删除；已提交的申报和付款记录依法留存。"))
    return redirect("enterprises:myself")


@signed_in
@require_GET
def copy(request: HttpRequest) -> HttpResponse:
    """Everything kept of me, to take along."""
    data = queries.own_copy(cast(Person, request.user))
    text = json.dumps(data, ensure_ascii=False, indent=1, default=str)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="my-information.json"'
    return answer


def _person(key: str) -> Enterprise:
    found = queries.person_row(key)
    if found is None:
        raise Http404
    return found


@for_roles(Role.OFFICER, Role.LEADER, Role.AUDITOR)
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, uscc: str) -> HttpResponse:
    """`/desk/persons/<key>/`: what is known of a person, for who works on an open case of theirs or says what for."""
    official, subject = cast(Person, request.user), _person(uscc)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.look(subject=subject, by=official, purpose=form.cleaned_data["purpose"])
            return redirect("enterprises:person", uscc)
        except BadValue as wrong:
            form.add_error("purpose", str(wrong))
    answer = permissions.may_read(official, subject)
    if not answer and not permissions.may_state_purpose(official, subject):
        raise Http404
    facts = list(register.facts_of(subject, clock.today()).values()) if answer else []
    if answer:
        note_looked(request, subject, len(facts))
    context = {"subject": subject, "facts": facts, "why": answer.why, "allowed": bool(answer), "form": form,
               "identity": getattr(subject, "identity", None) if answer else None}  # fmt: skip
    return render(request, "enterprises/persons/person.html", context, status=422 if form.errors else 200)
