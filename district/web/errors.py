"""Error pages: what happened, what is safe, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from district.people.doors import open_to_all


def _page(request: HttpRequest, status: int, title: str, what: str, safe: str, why: str = "") -> HttpResponse:
    context = {"title": title, "what": what, "safe": safe, "why": why}
    return render(request, "web/_error.html", context, status=status)


@open_to_all
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request, 400, _("这个请求看不懂"), _("地址或填写的内容不完整。"), _("没有任何数据被改动，请返回上一页重试。")
    )


@open_to_all
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    why = str(getattr(exception, "why", "") or "")
    return _page(request, 403, _("这里暂时不能进入"), _("您的账号没有做这件事的权限。"),
                 _("没有任何数据被改动。如果您认为应当可以，请联系本单位的系统管理员。"), why)  # fmt: skip


@open_to_all
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, _("这一页放得太久了"), _("为了安全，页面上的表单过期了。"),
                 _("刚才的内容没有提交。请返回上一页，刷新后再提交一次。"))  # fmt: skip


@open_to_all
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404, _("没有找到这一页"), _("地址可能写错了，或者内容已经移走，或者它不对您公开。"),
                 _("可以从首页重新查找。"))  # fmt: skip


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500, _("这一步没有完成"), _("处理时出了意外，我们已经记录下来。"),
                 _("已经提交成功的内容不会丢失。请过几分钟再试；仍不行时请联系经办人。"))  # fmt: skip
