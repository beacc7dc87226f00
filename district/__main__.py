"""`huiqi …` and `python -m district …`: the site's management commands."""

import gc
import os
import sys
from importlib.util import find_spec

# what the extra `site` brings and the site imports when it starts
NEEDED = (
    "django", "allauth", "csp", "django_htmx", "django_tasks", "django_tasks_db", "whitenoise", "chinese_calendar",
    "cn2an", "cryptography", "dateutil", "docx", "duckdb", "ninja", "numpy", "openpyxl", "PIL", "polib", "puremagic",
    "mistune", "nh3", "pypdf", "pyxform", "rjieba", "ruamel", "segno", "stdnum", "typst", "xlsxwriter",
)  # fmt: skip

WAITED_FOR = {"run", "migrate", "create_admin"}  # somebody sits before it, and the site does not serve yet


def main() -> None:
    os.umask(0o077)  # what the site writes is its own account's alone: database, files, keys
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "district.web.settings")
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        sys.exit(
            f"没有安装 {lacking[0]}：huiqi 是网站，要装 pip install 'huiqi[site]'；只用规则引擎，请用 rulebook 命令。"
        )
    if sys.argv[1:2] == ["run"]:
        gc.disable()  # what is imported stays: to look through it for circles again and again is a sixth of the start
    from django.core.management import execute_from_command_line

    from district.ground.record.turns import in_background

    if len(sys.argv) > 1 and sys.argv[1] not in WAITED_FOR:
        in_background()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
