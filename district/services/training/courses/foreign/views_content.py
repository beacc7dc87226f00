"""Files of a package, to the frame it runs in: an origin of its own, which no session of the site goes with.

Who asks is told by the signed token in the address alone. Answers carry `sandbox`, so that whatever opens them, a
frame of ours or a window of its own, is nobody's origin: no cookie, no storage, no page of the site within reach.
Inside it a package may do what it likes; outside there are its own files and the calls it is let in to.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from district.ground.files.ranges import ranged
from district.ground.people.doors import open_to_all
from district.services.training.courses.foreign import launching
from district.services.training.courses.foreign.answering import cross, said
from district.services.training.courses.foreign.taking import path_of
from district.services.training.courses.foreign.types import type_of
from district.services.training.courses.models import Launch, PackageFile

Answer = HttpResponse | FileResponse | StreamingHttpResponse


def policy(row: Launch, base: str) -> str:
    """What a package may load, call, show: its own folder, its own calls, whatever it writes into its own pages."""
    folder = base + launching.content_of(row)
    calls = [base + reverse("courses:foreign_xapi"),
             base + reverse("courses:foreign_fetch", args=[launching.FETCH.sign(row.reference)])]  # fmt: skip
    return "; ".join([
        "sandbox allow-scripts allow-forms", f"default-src {folder} 'unsafe-inline' 'unsafe-eval' data: blob:",
        f"connect-src {folder} {' '.join(calls)} data: blob:", "object-src 'none'", f"base-uri {folder}",
        f"form-action {folder}",
    ])  # fmt: skip


@open_to_all
@csrf_exempt
@cross("GET")
def content(request: HttpRequest, token: str, path: str) -> HttpResponseBase:
    """`/foreign/content/<token>/<path>`: one file of the package this launch is of."""
    row = launching.by_token(launching.CONTENT, token)
    if row is None:
        raise Http404
    file = PackageFile.objects.filter(package=row.registration.package_id, path=path).first()
    if file is None or not path_of(file.digest).is_file():
        raise Http404
    answer = ranged(request, path_of(file.digest), type_of(path))
    answer["Content-Security-Policy"] = policy(row, base_of(request))
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # its own frame is another origin than the site
    answer["Cross-Origin-Opener-Policy"] = "unsafe-none"
    answer["Referrer-Policy"] = "no-referrer"  # the address opens it
    answer["X-Robots-Tag"] = "noindex"
    answer.xframe_options_exempt = True  # type: ignore[union-attr] # packages hold their own pages in frames
    return answer


@open_to_all
@csrf_exempt
@cross("POST")
def fetch(request: HttpRequest, token: str) -> HttpResponse:
    """`/foreign/fetch/<token>/`: what calls are let in by, once."""
    given = launching.give_out(token)
    if given is None:
        return said({"error-code": "1", "error-text": "The token was given out before, or the session is over."})
    return said({"auth-token": given})


def base_of(request: HttpRequest) -> str:
    """The site's origin as it is asked."""
    return request.build_absolute_uri("/").rstrip("/")
