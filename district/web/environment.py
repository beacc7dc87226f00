"""Every environment variable the site reads, in one place; docs/operations.md describes each (a test compares)."""

import datetime as dt
import ipaddress
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

PACKAGE = Path(__file__).resolve().parents[1]
SHIPPED = PACKAGE / "shipped"  # only in a wheel: what stands beside the packages in the code's own folder
INSTALLED = SHIPPED.is_dir()
FIELD_KEY_FILE = "field.key"
ROOT = SHIPPED if INSTALLED else PACKAGE.parent

NAMES = {
    "HUIQI_DATA": "folder for the database, files and generated secrets",
    "HUIQI_CATALOGUE": "the district's catalogue folder; catalogue/yangpu by default",
    "HUIQI_DATABASE": "sqlite:///path or postgresql://user:password@host:port/name",
    "HUIQI_SECRET_KEY": "signs sessions; generated into the data folder when absent",
    "HUIQI_HOSTS": "host names the site answers to, comma separated",
    "HUIQI_HTTPS": "1 when served behind TLS: secure cookies, HSTS",
    "HUIQI_PROXIES": "proxies before the site: addresses or networks, comma separated, or how many; needed by HTTPS",
    "HUIQI_DEBUG": "1 shows tracebacks and the component gallery to a developer",
    "HUIQI_DEMO": "1 shows the demonstration banner and sign-ins",
    "HUIQI_DEMO_AHEAD": "days by which a demonstration's clock goes ahead; 0 by default",
    "HUIQI_TASKS": "worker (default) runs long work in the worker process; immediate runs it in the request",
    "HUIQI_WORKER_KEY": "keys the hashes of workers' ID numbers; generated into the data folder when absent",
    "HUIQI_FILM_MOST_MB": "the largest film of a lesson, in MB; 300 by default",
    "HUIQI_PACKAGE_MOST_MB": "the largest package of a foreign course, in MB; 100 by default",
    "HUIQI_FILE_MOST_MB": "the largest file people may hand in, in MB; 20 by default",
    "HUIQI_CLAMD": "clamd that scans what is handed in: host:port or a socket's path; absent: no virus scan",
    "HUIQI_EMAIL": "smtp://user:password@host:port (smtps: TLS, smtp+tls: STARTTLS); printed to the log when absent",
    "HUIQI_EMAIL_FROM": "the address mail comes from",
    "HUIQI_ADDRESS": "https://host by which people reach the site; links in mail begin with it",
    "HUIQI_MAP": "a public map's search by address, with {address} in it; none: no map links",
    "HUIQI_SMS": "https address of the SMS gateway; absent: no SMS",
    "HUIQI_SMS_SECRET": "signs what is posted to the SMS gateway",
    "HUIQI_WEBHOOK": "https address of the city's message platform; absent: none",
    "HUIQI_WEBHOOK_SECRET": "signs what is posted to the message platform",
    "HUIQI_NOTICE_HOURS": "08:30-18:00: when notices that are not urgent may leave, on working days",
    "HUIQI_NOTICE_DIGEST": "17:00: when a day's other notices leave as one",
    "HUIQI_NOTICE_HOLD": "kinds of notices a person looks at before they leave, comma separated",
    "HUIQI_NOTICE_BULK": "notices to more people than this wait for a person; 50 by default",
    "HUIQI_FIELD_KEY": "keys that seal fields (SM4), the newest first; generated into the data folder when absent",
    "HUIQI_ANCHOR": "where the log's signed head goes each night: file:///path mailto:address https://…",
    "HUIQI_ANCHOR_KEY": "path of the Ed25519 key (PEM) that signs it; anchor.key in the data folder by default",
    "HUIQI_TRACE_DAYS": "how long sign-ins, exports and looks at facts are kept; 1095 days by default, at least 180",
    "HUIQI_ACCOUNT_TERM_DAYS": "how long an account may be kept by one consent; 1095 days by default, at least 180",
    "HUIQI_ACCOUNT_IDLE_DAYS": "days without a sign-in after which an account ends; 1095 by default, at least 180",
    "HUIQI_OFFICIAL_TERM_DAYS": "days an account is kept after its owner's last duty; 1825 by default, at least 180",
    "HUIQI_SEAL_PASSWORD": "opens the offices' certificates (seals/<office>.p12 in the data folder) that seal papers",
    "HUIQI_PORTALS": "origins that may show the check in a frame: https://a.example,https://b.example; none by default",
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
    folder = Path(read("HUIQI_DATA") or (Path.cwd() if INSTALLED else ROOT) / "var")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):  # another's folder is its owner's to close
        folder.chmod(0o700)
    return folder


def catalogue() -> Path:
    """The folder of the layer that is this site's district; a relative path counts from the working folder."""
    return Path(read("HUIQI_CATALOGUE") or ROOT / "catalogue" / "yangpu").resolve()


def secret_key(folder: Path) -> str:
    """The signing key."""
    return _key("HUIQI_SECRET_KEY", folder / "secret.key")


def field_keys(folder: Path) -> tuple[str, ...]:
    """The keys of what is sealed in fields, the newest first: it seals, all of them open. Apart from the signing key,
    which may be changed without losing what is sealed. Separated by blanks or lines.
    """
    return tuple(_key("HUIQI_FIELD_KEY", folder / FIELD_KEY_FILE).split())


def new_field_key(folder: Path) -> None:
    """Put a new key before those in the data folder's file, whole or not at all; it seals once the site starts again.

    Raises ValueError where the keys are given by HUIQI_FIELD_KEY.
    """
    import secrets

    if read("HUIQI_FIELD_KEY"):
        raise ValueError("HUIQI_FIELD_KEY: put the new key before the others there, with a blank between them")
    _keep_field_keys(folder, [secrets.token_urlsafe(64), *field_keys(folder)])


def drop_field_keys(folder: Path) -> int:
    """Leave only the newest key in the data folder's file; how many went."""
    keys = field_keys(folder)
    if not read("HUIQI_FIELD_KEY"):
        _keep_field_keys(folder, keys[:1])
    return len(keys) - 1


def _keep_field_keys(folder: Path, keys: Sequence[str]) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(dir=folder)  # readable by its owner only
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write("\n".join(keys))
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(folder / FIELD_KEY_FILE)


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
            "ENGINE": "district.ground.record.sqlite",
            "NAME": unquote(url.path.removeprefix("/") if url.path.startswith("//") else url.path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                # A page asks some forty statements, and what waits is one of 50,000 letters: read anew each time, that
                # was a fifth of a page. The driver's own 128 are too few for what several people ask in turn.
                "cached_statements": 1024,
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
            "OPTIONS": {"prepare_threshold": 5},  # for record.rows.ask; Django's own cursors never prepare
        }
    raise ValueError(f"HUIQI_DATABASE: expected sqlite:/// or postgresql://, got {url.scheme!r}")


def proxies(*, https: bool) -> int | tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """The proxies whose word on whom they serve is taken: their networks, or how many follow one another.

    Raises ValueError; also behind TLS without any, for then everybody would be counted as one visitor.
    """
    said = read("HUIQI_PROXIES").strip()
    if not said:
        if https:
            raise ValueError("HUIQI_PROXIES is missing: HUIQI_HTTPS=1 needs to know which proxy stands before the site")
        return ()
    if said.isascii() and said.isdecimal():
        return int(said)
    try:
        return tuple(ipaddress.ip_network(each.strip(), strict=False) for each in said.split(",") if each.strip())
    except ValueError:
        raise ValueError(f"HUIQI_PROXIES: expected addresses, networks or a number, got {said!r}") from None


def origins(name: str) -> tuple[str, ...]:
    """Origins, comma separated: https, or http on this machine. Raises ValueError for anything else, wildcards too."""
    found = []
    for each in filter(None, (part.strip() for part in read(name).split(","))):
        parts = urlsplit(each)
        here = parts.hostname in ("localhost", "127.0.0.1")
        plain = f"{parts.scheme}://{parts.netloc}" == each.rstrip("/") and not set(parts.netloc) & set("*@'\"; ")
        if not plain or not parts.hostname or parts.scheme not in ("https", "http" if here else "https"):
            raise ValueError(f"{name}: expected origins like https://portal.example, got {each!r}")
        found.append(each.rstrip("/"))
    return tuple(found)


def email(url: str) -> dict[str, object]:
    """Django's EMAIL_* settings from smtp://…, or the console when there is none."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
    if parts.scheme not in ports:
        raise ValueError(f"HUIQI_EMAIL: expected smtp://, smtp+tls:// or smtps://, got {parts.scheme!r}")
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def gateway(name: str) -> tuple[str, str] | None:
    """Address and secret of what notices are posted to. Plain HTTP only to this machine; never without a secret."""
    url, secret = read(name), read(f"{name}_SECRET")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError(f"{name}: expected https://, got {url!r}")
    if not secret:
        raise ValueError(f"{name}_SECRET is missing: what is posted to {name} has to be signed")
    return url, secret


def anchor_places() -> tuple[str, ...]:
    """Where signed heads go. Raises ValueError for what is no file, mailbox or https address."""
    found = tuple(read("HUIQI_ANCHOR").split())
    for each in found:
        parts = urlsplit(each)
        here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
        sound = {"file": parts.path.startswith("/"), "mailto": "@" in parts.path, "https": bool(parts.hostname)}
        if not (here or sound.get(parts.scheme)):
            raise ValueError(f"HUIQI_ANCHOR: expected file:///path, mailto:address or https://…, got {each!r}")
    return found


def trace_days() -> int:
    """Raises ValueError for less than the half year that the law on network security asks for."""
    days = int(read("HUIQI_TRACE_DAYS") or 1095)
    if days < 180:
        raise ValueError(f"HUIQI_TRACE_DAYS: at least 180, got {days}")
    return days


def account_days(name: str, *, usual: int = 1095) -> int:
    """Raises ValueError for so few that people would be warned as soon as they have signed up."""
    days = int(read(name) or usual)
    if days < 180:
        raise ValueError(f"{name}: at least 180, got {days}")
    return days


def anchor_key(folder: Path) -> Path:
    return Path(read("HUIQI_ANCHOR_KEY") or folder / "anchor.key")


def map_search() -> str:
    """A public map's address with {address} in it; "" where the site links to none."""
    found = read("HUIQI_MAP") or "https://uri.amap.com/search?keyword={address}"
    if found == "none":
        return ""
    if not found.startswith("https://") or "{address}" not in found:
        raise ValueError("HUIQI_MAP: expected an https address with {address} in it, or none")
    return found


def clock_time(text: str, name: str) -> dt.time:
    """`08:30`."""
    try:
        return dt.time.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{name}: expected a time such as 08:30, got {text!r}") from None


def notice_hours() -> tuple[dt.time, dt.time, dt.time]:
    """When notices may leave: from, until, and the hour of the daily digest, which lies between."""
    first, _dash, last = read("HUIQI_NOTICE_HOURS", "08:30-18:00").partition("-")
    opens, closes = clock_time(first, "HUIQI_NOTICE_HOURS"), clock_time(last, "HUIQI_NOTICE_HOURS")
    digest = clock_time(read("HUIQI_NOTICE_DIGEST", "17:00"), "HUIQI_NOTICE_DIGEST")
    if not opens <= digest < closes:
        raise ValueError("HUIQI_NOTICE_DIGEST: has to lie within HUIQI_NOTICE_HOURS")
    return opens, closes, digest


def single_sign_on() -> dict[str, object]:
    """allauth's provider settings for OpenID Connect; empty when the city's sign-on is not configured."""
    path = read("HUIQI_OIDC")
    if not path:
        return {}
    import json

    return {"openid_connect": {"APPS": json.loads(Path(path).read_text(encoding="utf-8"))}}
