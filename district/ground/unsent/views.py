"""Back to what was typed: the page it was typed on, filled; or as text where that page is no more."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground.people.doors import open_to_all
from district.ground.people.factors import Detour
from district.ground.unsent import actions
from district.ground.unsent.queries import named


@open_to_all
@never_cache
@require_GET
def back(request: HttpRequest, key: str) -> HttpResponse:
    """`/unsent/<key>/`: nothing is sent, the page is shown once more with what stood in it."""
    typed = actions.opened(request, key)
    if typed is None:
        return _unknown(request)
    messages.warning(request, _("刚才没有提交成功，您填写的内容还在，已放回表单。请核对后再按一次。"))
    if typed.files:
        messages.warning(request, _("文件要重新选择：%(names)s") % {"names": "、".join(typed.files)})
    if not typed.page:
        return redirect("unsent:text", key)
    request.session[actions.SHOW] = {"key": key, "page": typed.page}
    return redirect(typed.page)


@open_to_all
@never_cache
@require_GET
def text(request: HttpRequest, key: str) -> HttpResponse:
    """`/unsent/<key>/text/`: what was typed, to be copied."""
    typed = actions.opened(request, key)
    if typed is None:
        return _unknown(request)
    return render(request, "unsent/text.html", {"fields": named(typed), "files": typed.files, "page": typed.page})


def _unknown(request: HttpRequest) -> HttpResponse:
    """Not signed in, somebody else's, or over."""
    if not request.user.is_authenticated:
        return Detour(request, "/accounts/login/")
    raise Http404
