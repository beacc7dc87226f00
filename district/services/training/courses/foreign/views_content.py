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
from district.services.training.courses.foreign.interface import (
    address_of_calls,
    is_scorm,
    scripts,
    with_interface,
)
from district.services.training.courses.foreign.taking import path_of
from district.services.training.courses.foreign.types import type_of
from district.services.training.courses.models import Launch, PackageFile

Answer = HttpResponse | FileResponse | StreamingHttpResponse
MOST_PAGE = 5 << 20  # bytes of a page that the interface is put into


def policy(row: Launch, base: str) -> str:
    """What a package may load, call, show: its own folder, its own calls, whatever it writes into its own pages; a
    SCORM package the scripts it finds its interface in."""
    folder, ours = base + launching.content_of(row), ""
    calls = [base + reverse("courses:foreign_xapi"),
             base + reverse("courses:foreign_fetch", args=[launching.FETCH.sign(row.reference)])]  # fmt: skip
    if is_scorm(row):
        calls = [base + address_of_calls(row)]
        ours = "".join(f" {base}{each}" for each in scripts(row))
    loaded = f"{folder} 'unsafe-inline' 'unsafe-eval' data: blob:"
    return "; ".join([
        "sandbox allow-scripts allow-forms", f"default-src {loaded}", f"script-src {loaded}{ours}",
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
    type_ = type_of(path)
    if is_scorm(row) and type_.startswith("text/html") and file.size <= MOST_PAGE:
        answer: Answer = HttpResponse(with_interface(path_of(file.digest).read_bytes(), row), content_type=type_)
        answer["Cache-Control"] = "no-store"  # it holds how far one is
        answer["X-Content-Type-Options"] = "nosniff"
    else:
        answer = ranged(request, path_of(file.digest), type_)
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
