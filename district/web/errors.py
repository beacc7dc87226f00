"""Error pages: what happened, what is safe, what to do."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.api.problems import BELOW, problem
from district.ground.people.doors import open_to_all
from district.ground.unsent.actions import keep

logger = logging.getLogger(__name__)


def _page(
    request: HttpRequest, status: int, title: str, what: str, safe: str, *, why: str = "", search: bool = False
) -> HttpResponse:
    """In the house's look; without anything that asks the database where that is what fails. Programs get a problem."""
    if request.path.startswith(BELOW):
        return problem(status, why)
    context = {"status": status, "title": title, "what": what, "safe": safe, "why": why, "search": search}
    try:
        return render(request, "web/_error.html", context, status=status)
    except Exception:  # whatever it is that does not work, the page about it has to
        logger.exception("the page of an error %d failed itself", status)
        words = {"lang": "en" if get_language() == "en" else "zh-CN", "brand": _("惠企"), "home": _("回首页")}
        text = render_to_string("web/_error_bare.html", context | words)
        return HttpResponse(text, status=status)


@open_to_all
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 400, _("这个请求看不懂"), _("地址或填写的内容不完整。"), _("没有任何数据被改动，请返回上一页重试。")
    )


@open_to_all
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    why = str(getattr(exception, "why", "") or "")
    return _page(request, 403, _("这里暂时不能进入"), _("您的账号没有做这件事的权限。"),
                 _("没有任何数据被改动。请换一个有权限的账号，或者查别的内容；认为应当可以的，请联系本单位的系统管理员。"),
                 why=why, search=True)  # fmt: skip


@open_to_all
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was old, or somebody signed in since; where its form is known again it comes back filled."""
    if not request.path.startswith(BELOW) and (key := keep(request)):
        return redirect("unsent:back", key)
    return _page(request, 403, _("这一页放得太久了"), _("为了安全，页面上的表单过期了。"),
                 _("刚才的内容没有提交。请返回上一页，刷新后再提交一次。"))  # fmt: skip


@open_to_all
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("没有找到这一页"), _("地址可能写错了，或者内容已经移走，或者它不对您公开。"),
                 _("没有任何数据被改动。请核对地址，或者在这里搜一下。"), search=True)  # fmt: skip


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """`wait`: seconds after which there is room again."""
    words = {"n": -(-wait // 60)}
    response = _page(request, 429, _("交得太快了"), _("短时间内交来的文件太多，这一次没有收。"),
                     _("已经收下的文件都在。请过 %(n)d 分钟再交其余的。") % words)  # fmt: skip
    response.headers["Retry-After"] = str(wait)
    return response


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, _("这一步没有完成"), _("处理时出了意外，我们已经记录下来。"),
                 _("已经提交成功的内容不会丢失。请过几分钟再试；仍不行时请联系经办人。"))  # fmt: skip
