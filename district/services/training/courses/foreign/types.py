"""What kind of thing a file of a package is: by its ending, from a list of our own; anything else is bytes."""

from __future__ import annotations

BYTES = "application/octet-stream"
PLAYED = frozenset({"mp3", "mp4", "m4a", "m4v", "ogg", "oga", "ogv", "wav", "webm"})
TYPES = {
    "html": "text/html", "htm": "text/html", "xhtml": "application/xhtml+xml", "css": "text/css",
    "js": "text/javascript", "mjs": "text/javascript", "json": "application/json", "xml": "text/xml",
    "txt": "text/plain", "csv": "text/csv", "vtt": "text/vtt", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
    "ico": "image/x-icon", "bmp": "image/bmp", "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf",
    "otf": "font/otf", "eot": "application/vnd.ms-fontobject", "mp3": "audio/mpeg", "m4a": "audio/mp4",
    "wav": "audio/wav", "ogg": "audio/ogg", "oga": "audio/ogg", "ogv": "video/ogg", "mp4": "video/mp4",
    "m4v": "video/mp4", "webm": "video/webm", "pdf": "application/pdf", "wasm": "application/wasm",
    "map": "application/json", "xsd": "text/xml", "dtd": "application/xml-dtd",
}  # fmt: skip


def ending(path: str) -> str:
    return path.rsplit("/", 1)[-1].rpartition(".")[2].lower()


def type_of(path: str) -> str:
    return TYPES.get(ending(path), BYTES)
