import gc
import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what the site writes is its own account's alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district.web.settings")
gc.disable()  # until all is imported, which stays
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - the settings are there only now

if not settings.DEBUG:
    from district.web.forking import share
    from district.web.warming import warm

    warm(application)
    share()
gc.enable()
