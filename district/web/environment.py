"""Every environment variable the site reads, in one place; docs/operations.md describes each (a test compares)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]

NAMES = {
    "HUIQI_DATA": "folder for the database, files and generated secrets",
    "HUIQI_DATABASE": "sqlite:///path or postgresql://user:password@host:port/name",
    "HUIQI_SECRET_KEY": "signs sessions; generated into the data folder when absent",
    "HUIQI_HOSTS": "host names the site answers to, comma separated",
    "HUIQI_HTTPS": "1 when served behind TLS: secure cookies, HSTS",
    "HUIQI_DEBUG": "1 shows tracebacks and the component gallery to a developer",
    "HUIQI_DEMO": "1 shows the demonstration banner and sign-ins",
    "HUIQI_TASKS": "worker (default) runs long work in the worker process; immediate runs it in the request",
    "HUIQI_WORKER_KEY": "keys the hashes of workers' ID numbers; generated into the data folder when absent",
    "HUIQI_FILE_MOST_MB": "the largest file people may hand in, in MB; 20 by default",
    "HUIQI_CLAMD": "clamd that scans what is handed in: host:port or a socket's path; absent: no virus scan",
    "HUIQI_EMAIL": "smtp://user:password@host:port; printed to the log when absent",
    "HUIQI_FIELD_KEY": "seals payees' account numbers (SM4); generated into the data folder when absent",
    "HUIQI_OIDC": "path of a JSON file with the city's single sign-on (OpenID Connect) settings",
}


def read(name: str, default: str = "") -> str:
    if name not in NAMES:
        raise KeyError(f"{name} is not a documented environment variable")
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    return read(name) in {"1", "true", "yes"}


def megabytes(name: str, default: int) -> int:
    """A size in bytes from a variable in MB."""
    return int(read(name) or default) * 1024 * 1024


def data_folder() -> Path:
    folder = Path(read("HUIQI_DATA") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The signing key."""
    return _key("HUIQI_SECRET_KEY", folder / "secret.key")


def field_key(folder: Path) -> str:
    """The key that seals fields; apart from the signing key, which may be changed without losing what is sealed."""
    return _key("HUIQI_FIELD_KEY", folder / "field.key")


def worker_key(folder: Path) -> str:
    """The key of workers' hashes. Never change it: hashes made with another key match nothing."""
    return _key("HUIQI_WORKER_KEY", folder / "worker.key")


def _key(name: str, path: Path) -> str:
    """A key from the environment, else made once, whole or not at all, and kept beside the database.

    Readable by its owner only; of processes that start together the first one's stays.
    """
    if key := read(name):
        return key
    if not path.exists():
        import secrets
        import tempfile

        handle, name = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
        draft = Path(name)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")


def database(folder: Path) -> dict[str, object]:
    """Django's DATABASES entry. SQLite in WAL with IMMEDIATE transactions: read-then-write cannot oversell."""
    url = urlsplit(read("HUIQI_DATABASE") or f"sqlite:///{folder / 'huiqi.sqlite3'}")
    if url.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.path.removeprefix("/") if url.path.startswith("//") else url.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
            },
        }
    if url.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.removeprefix("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": url.hostname or "",
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ValueError(f"HUIQI_DATABASE: expected sqlite:/// or postgresql://, got {url.scheme!r}")


def email(url: str) -> dict[str, object]:
    """Django's EMAIL_* settings from smtp://…, or the console when there is none."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtps",
    }


def single_sign_on() -> dict[str, object]:
    """allauth's provider settings for OpenID Connect; empty when the city's sign-on is not configured."""
    path = read("HUIQI_OIDC")
    if not path:
        return {}
    import json

    return {"openid_connect": {"APPS": json.loads(Path(path).read_text(encoding="utf-8"))}}
