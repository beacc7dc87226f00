"""Pages everybody reads: home, posts, pictures, a consent by its link, the news as Atom."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground.acts.views import tell
from district.ground.files.queries import bytes_of
from district.ground.marked.html import plain, rendered
from district.ground.people.doors import known, open_to_all
from district.ground.tables.pages import list_page
from district.services.community import queries, states
from district.services.community.acts import consent_by, where
from district.services.community.columns import POSTS, with_pictures
from district.services.community.forms import ReportForm
from district.services.community.models import Picture, Post
from district.services.community.permissions import may_withdraw

FIRST = {"activities": 4, "news": 6, "showcases": 6}  # of each on the home page


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/community/`: what is on, what is new, who shows themselves."""
    person = known(request.user)
    public = queries.posts_seen(person).filter(state=states.PUBLISHED).order_by("-published_at", "-pk")
    news = list(public.filter(kind=Post.Kind.NEWS)[: FIRST["news"]])
    showcases = list(public.filter(kind=Post.Kind.SHOWCASE)[: FIRST["showcases"]])
    shown = with_pictures([*news, *showcases])
    context = {
        "activities": queries.coming(queries.activities_seen(person).filter(session__public=True))[
            : FIRST["activities"]
        ],
        "news": shown[: len(news)], "showcases": shown[len(news) :],
    }  # fmt: skip
    return render(request, "community/home.html", context)


@open_to_all
@require_GET
def posts(request: HttpRequest) -> HttpResponseBase:
    """`/community/posts/`: news and showcases."""
    return list_page(request, POSTS, "community/posts.html")


@open_to_all
@require_GET
def post(request: HttpRequest, reference: str) -> HttpResponse:
    """`/community/posts/<reference>/`: one that is published."""
    return post_page(request, reference)


def post_page(request: HttpRequest, reference: str, form: ReportForm | None = None) -> HttpResponse:
    """A published post; `form` is a report that could not be taken, with what was typed."""
    person = known(request.user)
    row = get_object_or_404(queries.posts_seen(person).filter(state=states.PUBLISHED), reference=reference)
    if form is not None:
        tell(request, form)
    context = {
        "post": row, "body": rendered(row.text), "pictures": row.pictures.there(), "form": form or ReportForm(),
        "reporting": form is not None,
        "manage": where(row, person) if person and may_withdraw(person, row) else "",
    }  # fmt: skip
    return render(request, "community/post.html", context)


@open_to_all
@require_GET
def picture(request: HttpRequest, key: uuid.UUID) -> HttpResponse | FileResponse:
    """`/community/pictures/<key>/`: a picture of a post that this person may see, while all in it agree."""
    row = get_object_or_404(Picture.objects.visible_to(known(request.user)).there().select_related("file"), key=key)
    assert row.file is not None
    path = bytes_of(row.file)
    if not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=row.file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'"
    answer["Cache-Control"] = "private, no-cache"  # taken back, it is gone from every page at once
    return answer


@open_to_all
@never_cache
@require_GET
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """`/community/consents/<token>/`: what somebody agreed to, and the button that takes it back."""
    row = consent_by(token)
    if row is None:
        raise Http404
    answer = render(request, "community/consent.html", {"consent": row, "post": row.post, "picture": row.picture})
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "same-origin", "noindex"
    return answer


class News(Feed):  # type: ignore[type-arg] # Django's is no generic when it runs
    """`/community/news.atom`: the last fifty posts."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("创客杨浦 · 惠企")

    def link(self) -> str:
        return reverse("community:home")

    def items(self) -> Any:
        return Post.objects.published().select_related("enterprise", "office").order_by("-published_at", "-pk")[:50]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.lead or plain(item.text, 200))

    def item_author_name(self, item: Any) -> str:
        return str(item.enterprise or item.office)

    def item_categories(self, item: Any) -> list[str]:
        return [str(item.get_kind_display())]

    def item_link(self, item: Any) -> str:
        return reverse("community:post", args=[item.reference])

    def item_pubdate(self, item: Any) -> Any:
        return timezone.localtime(item.published_at)

    def item_updateddate(self, item: Any) -> Any:
        return timezone.localtime(item.changed_at)


news_feed = open_to_all(require_GET(News()))
