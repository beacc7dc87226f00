"""How often somebody may try: a token that opens nothing, a link that is posted to."""

from __future__ import annotations

from django.core.cache import cache

MISSES, TRIES, WINDOW = 30, 40, 3600  # wrong tokens from one address, posts by one link, in an hour


def too_many(key: str, most: int) -> bool:
    """Count one more; whether there were as many already."""
    seen = int(cache.get(key, 0))
    if seen < most:
        cache.set(key, seen + 1, WINDOW)
    return seen >= most
