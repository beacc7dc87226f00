"""The catalogue in use: which release, and its rules, compiled once a process."""

from __future__ import annotations

from functools import lru_cache

import rulebook
from district.policies.models import Publication, Release
from rulebook import Catalogue


class NothingPublished(LookupError):
    """No catalogue has been published yet: `huiqi publish`."""


def current_publication() -> Publication | None:
    """The last act of publishing, with its release, without the texts."""
    return Publication.objects.select_related("release").defer("release__files").order_by("-pk").first()


def current_release() -> Release | None:
    """The catalogue in use: the one published last, whenever it was published first. Without its texts."""
    publication = current_publication()
    return publication.release if publication else None


@lru_cache(maxsize=16)
def compiled(hash_: str) -> Catalogue:
    """The catalogue of a release by its hash, read from the stored texts once per process."""
    release = Release.objects.get(hash=hash_)
    return rulebook.read_files(release.files, release.layer)


def catalogue_of(release: Release) -> Catalogue:
    """A release's catalogue, read from its stored texts once per process."""
    return compiled(release.hash)


def catalogue() -> Catalogue:
    """The catalogue in use. Raises NothingPublished when there is none."""
    release = current_release()
    if release is None:
        raise NothingPublished
    return catalogue_of(release)
