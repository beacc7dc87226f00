"""Settings for tests: the site's own, with a fast password hash, long work done at once, and a throw-away folder."""

import os
import tempfile

os.environ.setdefault("HUIQI_DATA", tempfile.mkdtemp(prefix="huiqi-test-"))
os.environ.setdefault("HUIQI_DEBUG", "1")
os.environ.setdefault("HUIQI_TASKS", "immediate")

from district.web.settings import *  # noqa: F403

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
