"""`huiqi …` and `python -m district …`: the site's management commands."""

import os
import sys

WAITED_FOR = {"run", "migrate", "create_admin"}  # somebody sits before it, and the site does not serve yet


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district.web.settings")
    from django.core.management import execute_from_command_line

    from district.record.turns import in_background

    if len(sys.argv) > 1 and sys.argv[1] not in WAITED_FOR:
        in_background()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
