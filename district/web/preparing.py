"""What must be in place before the site is served. Each step does nothing when it was done before."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from district.enterprises import queries as enterprises
from district.ground.papers.pdf import typeface
from district.ground.record import walls
from district.web.environment import INSTALLED, PACKAGE, ROOT
from rulebook import CatalogueError, read_catalogue
from rulebook.catalogue.files import folder_files

if TYPE_CHECKING:
    from district.policies.queries import Publication

Say = Callable[[str], object]


def require_typeface() -> None:
    """Papers are set in Chinese: a machine without a typeface for it must not print boxes."""
    if typeface() is None:
        raise CommandError(
            "这台机器没有中文字体，文书会印成方框。请安装后再启动：\n"
            "  Debian、Ubuntu：apt-get install fonts-noto-cjk\n"
            "  Fedora、openEuler：dnf install google-noto-serif-cjk-fonts"
        )


def prepare_database(say: Say) -> None:
    """The tables, where they are not there yet. Raises CommandError for a database of other walls, left as it is.

    Where files and database are as a start before left them there is nothing to find out, which takes a second or two.
    """
    mark = Path(settings.DATA) / "migrated.mark"
    if (state := walls.state(connection)) and mark.exists() and mark.read_text(encoding="ascii") == state:
        return
    if why := walls.strange(connection):
        raise CommandError(walls.sentence(connection, why))
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("数据库：建表 …")
        call_command("migrate", verbosity=0, interactive=False)
    mark.write_text(walls.state(connection), encoding="ascii")


def compile_languages(say: Say) -> None:
    """Write the .mo files that gettext reads, where the .po is newer; needs no system package."""
    for po in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        mo = Path(settings.LOCALE_PATHS[0]) / po.relative_to(ROOT / "locale").with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            say(f"语言：{po.parent.parent.name} …")
            mo.parent.mkdir(parents=True, exist_ok=True)
            beside = mo.with_suffix(f".{os.getpid()}")
            polib.pofile(str(po)).save_as_mofile(str(beside))
            beside.replace(mo)  # whole or not at all, whoever reads or writes it too


def require_pages() -> None:
    """What pages load comes from npm: where it is not there yet, lay out what npm needs and say what to run."""
    if (settings.NODE_MODULES / ".built").is_dir():
        return
    pages = settings.PAGES
    if INSTALLED:
        editor = Path("authoring/editor")
        (pages / "district" / editor).mkdir(parents=True, exist_ok=True)
        for path in (PACKAGE / editor).glob("*.mjs"):
            shutil.copyfile(path, pages / "district" / editor / path.name)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(ROOT / name, pages / name)
    raise CommandError(
        "页面的样式和脚本还没有装，它们来自 npm（要有 Node）。运行一次，再启动：\n"
        f"  npm --prefix {pages} ci --omit=dev && npm --prefix {pages} run build"
    )


def collect_static_files(say: Say) -> None:
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    mark = _static_mark()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != mark:
        say("静态文件：汇集、压缩 …")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(mark, encoding="ascii")


def _static_mark() -> str:
    """Changes when our own static files or the pinned packages do."""
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes())
    for root, pattern in ((PACKAGE, "*/static/**/*"), (settings.NODE_MODULES / ".built", "**/*")):
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return digest.hexdigest()


def prepare(say: Say) -> None:
    """Database, languages and static files."""
    require_pages()
    require_typeface()
    prepare_database(say)
    compile_languages(say)
    if not settings.DEBUG:
        collect_static_files(say)


def publish_catalogue(say: Say) -> None:
    """Publish the district's catalogue where nobody publishes by hand: at the first start, and when it changed since.

    What was published by hand, or of another district, stays what it is; a folder with faults stops only a site that
    has nothing else to show. Raises CatalogueError then.
    """
    from district.policies import actions, queries

    standing = queries.current_publication()
    if standing is None:
        say("政策目录：检查、发布 …")
        actions.publish(path=settings.CATALOGUE, way=queries.Publication.Way.RUN)
        return
    try:
        _keep_up(say, standing)
    except CatalogueError as error:
        say(f"政策目录有误，没有发布，网站照用 {_words(standing)}：\n{error}")


def _keep_up(say: Say, standing: Publication) -> None:
    """Publish the folder where it changed and is this site's to publish, else say that it differs."""
    from district.policies import actions

    folder = settings.CATALOGUE
    layer, texts, beside = folder_files(folder)
    release = standing.release
    if (layer, texts) == (release.layer, release.files) and not beside:
        return  # letter for letter what is published: nothing to read, which takes a second
    if read_catalogue(folder).hash == release.hash:
        return
    if release.layer != folder.name or standing.way != standing.Way.RUN:
        say(f"政策目录：用 {_words(standing)}；{folder} 与它不同，没有发布，要换用：huiqi publish {folder}")
        return
    say(f"政策目录：已发布新版 {actions.publish(path=folder, way=standing.Way.RUN)}")


def _words(publication: Publication) -> str:
    way, release = publication.get_way_display(), publication.release
    return f"{publication.at:%Y-%m-%d} {way}的 {release.layer} {release}"


def load_demonstration(say: Say, *, firms: int) -> None:
    """Fill an empty register with the demonstration; one that is there stays as it is."""
    if enterprises.Enterprise.objects.exists():
        return
    from district.web.demo.load import load

    load(firms=firms, say=say)
