"""Settings for tests: the site's own, with a fast password hash, long work done at once, and a throw-away folder."""

import os
import tempfile

if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # each of several runs at once has a folder of its own
    os.environ["HUIQI_DATA"] = tempfile.mkdtemp(prefix=f"huiqi-test-{worker}-")
os.environ.setdefault("HUIQI_DATA", tempfile.mkdtemp(prefix="huiqi-test-"))
os.environ.setdefault("HUIQI_DEBUG", "1")
os.environ.setdefault("HUIQI_TASKS", "immediate")
if url := os.environ.get("HUIQI_TEST_POSTGRES"):  # postgresql://user:password@host:port/name: the same tests there
    os.environ["HUIQI_DATABASE"] = url

from district.web.settings import *  # noqa: F403

DEBUG = False
if str(DATABASES["default"]["ENGINE"]).endswith("sqlite"):  # noqa: F405
    # A file, not memory: threads then queue for transactions as they do in the running site.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EVEN_SECONDS = 0.0
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
