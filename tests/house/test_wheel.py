"""The wheel, in environments that hold it and what it says it needs, and nothing else: what a stranger gets."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from district.__main__ import NEEDED

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
HEAVY = ("duckdb", "numpy", "pyspark", "cryptography", "python_calamine", "django", "pandas", "pyarrow")


@dataclass(frozen=True)
class Place:
    """A fresh environment with the wheel in it, and an empty folder to work in."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "env" / "bin" / "python"

    def run(self, *command: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        """A command of the environment, or `python …`; nothing of ours leaks in."""
        at = self.folder / "work"
        at.mkdir(exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
        first = self.folder / "env" / "bin" / str(command[0])
        return subprocess.run(
            [first, *map(str, command[1:])], cwd=at, env={**kept, "PYTHONUTF8": "1", **more}, capture_output=True,
            text=True, timeout=300,
        )  # fmt: skip

    def good(self, *command: str | Path, **more: str) -> str:
        found = self.run(*command, **more)
        assert found.returncode == 0, (command, found.stdout, found.stderr)
        return found.stdout

    def refused(self, *command: str | Path, **more: str) -> str:
        """What a command that does not work here says: one sentence, exit 1."""
        found = self.run(*command, **more)
        assert found.returncode == 1, (command, found.stdout, found.stderr)
        assert "Traceback" not in found.stderr
        assert len(found.stderr.strip().splitlines()) == 1, found.stderr
        return found.stderr.strip()


def needed(*extras: str) -> set[str]:
    """The distributions that the project with these extras asks for, and all that they ask for."""
    done: set[tuple[str, str]] = set()
    waiting = [(Requirement(each), "") for each in PROJECT["dependencies"]]
    waiting += [(Requirement(each), "") for extra in extras for each in PROJECT["optional-dependencies"][extra]]
    names: set[str] = set()
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        if name == "huiqi":
            inner = PROJECT["optional-dependencies"]
            waiting += [(Requirement(each), "") for more in wanted.extras for each in inner[more]]
            continue
        names.add(name)
        for more in ("", *wanted.extras):
            if (name, more) not in done:
                done.add((name, more))
                waiting += [(Requirement(each), more) for each in distribution(name).requires or ()]
    return names


def place(folder: Path, wheel: Path, *extras: str) -> Place:
    """A fresh environment: the wheel by pip, its dependencies as they are installed here, at the pinned versions."""
    made = Place(folder)
    venv.create(folder / "env", with_pip=False)
    site = next((folder / "env" / "lib").glob("python*/site-packages"))
    for name in sorted(needed(*extras)):
        found = distribution(name)
        for top in {each.parts[0] for each in found.files or () if each.parts[0] != ".."}:
            target = site / top
            if top != "__pycache__" and not target.exists():
                target.symlink_to(Path(str(found.locate_file(top))).resolve())
    pip(made, "install", "--quiet", "--no-index", "--no-deps", str(wheel))
    return made


def pip(made: Place, *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(made.python), *words],
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return next(folder.glob("huiqi-*.whl"))


@pytest.fixture(scope="module")
def light(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("light"), wheel)


@pytest.fixture(scope="module")
def sweeping(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return place(tmp_path_factory.mktemp("sweeping"), wheel, "sweep", "verify")


def example(made: Place) -> Path:
    return Path(made.good("python", "-c", "import rulebook; print(rulebook.example())").strip())


def code_blocks(text: str) -> Iterator[str]:
    return (each[1] for each in re.finditer(r"```python\n(.*?)```", text, re.DOTALL))


def test_what_is_declared_is_there_and_nothing_else(light: Place) -> None:
    assert "No broken requirements" in pip(light, "check")
    there = f"from importlib.util import find_spec; print([n for n in {HEAVY} if find_spec(n)])"
    assert light.good("python", "-c", there).strip() == "[]"


def test_the_package_is_whole(light: Place) -> None:
    shown = "import rulebook, pathlib; p = pathlib.Path(rulebook.__file__).parent; print(rulebook.__version__, p)"
    version, folder = light.good("python", "-c", shown).split()
    assert light.good("rulebook", "--version").strip() == f"rulebook {version}"
    assert (Path(folder) / "py.typed").exists()
    assert str(light.folder) in folder
    about = distribution_text(Path(folder).parent)
    assert "License-Expression: Apache-2.0" in about
    assert f"Version: {version}" in about
    licence = next(Path(folder).parent.glob("huiqi-*.dist-info/licenses/LICENSE"))
    assert licence.read_bytes() == (ROOT / "LICENSE").read_bytes()


def distribution_text(site: Path) -> str:
    return next(site.glob("huiqi-*.dist-info/METADATA")).read_text(encoding="utf-8")


def test_the_light_commands_run(light: Place) -> None:
    town = example(light)
    assert "0 处错误" in light.good("rulebook", "check", town)
    assert "符合条件" in light.good("rulebook", "explain", town, "--facts", town.parent / "firm.json")
    assert "12,000.00 元" in light.good("rulebook", "package", town, "--facts", town.parent / "firm.json")
    assert light.good("rulebook", "feel", "1 + x", "--with", '{"x": 2}') == "3\n"
    given = '{"营业收入": 5200000, "失信": false, "成立日期": "2019-05-01"}'
    assert light.good("rulebook", "decide", town.parent / "rating.dmn", "评级", "--with", given) == "甲\n"


def test_what_needs_an_extra_says_so_in_one_sentence(light: Place) -> None:
    town = example(light)
    register, rating = town.parent / "register.csv", town.parent / "rating.dmn"
    sweep = ["rulebook", "sweep", town, "--facts", register, "--out", "out.parquet"]
    assert light.refused(*sweep) == "没有安装 duckdb：pip install 'huiqi[sweep]'。"
    simulate = ["rulebook", "simulate", town, "--reform", town, "--facts", register, "--out", "lab"]
    assert "huiqi[sweep]" in light.refused(*simulate)
    assert "huiqi[sweep]" in light.refused("rulebook", "table", rating, "--facts", register, "--out", "out.csv")
    assert "huiqi[verify]" in light.refused("rulebook", "verify", "year.zip")
    assert "huiqi[site]" in light.refused("huiqi", "run")
    said = light.run("python", "-c", "import rulebook.sweeping.sweep").stderr.strip().splitlines()
    assert said[-1] == "rulebook.extras.MissingExtra: 没有安装 duckdb：pip install 'huiqi[sweep]'。"


def test_every_module_is_there_or_says_which_extra(light: Place) -> None:
    walk = """
import importlib, pkgutil, rulebook
from rulebook.extras import MissingExtra
for each in pkgutil.walk_packages(rulebook.__path__, "rulebook.", onerror=lambda name: None):
    if each.name != "rulebook.__main__":
        try:
            importlib.import_module(each.name)
        except MissingExtra:
            pass
        except ModuleNotFoundError as error:
            if not each.name.startswith("rulebook.cli."):
                raise
print("walked")
"""
    assert light.good("python", "-c", walk).strip() == "walked"


@pytest.mark.parametrize("page", ["README.md", "docs/feel-in-python.md"])
def test_the_examples_of_the_pages_run_from_the_wheel(page: str, light: Place) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = list(code_blocks(text))
    assert blocks
    for block in blocks:
        said = light.good("python", "-c", claims(block))
        assert said.splitlines()[-1] == "held"


def claims(block: str) -> str:
    """The block, with each `expression  # what it gives` held to be so."""
    lines = []
    for line in block.splitlines():
        found = re.fullmatch(r"(\S.*?)  # (.*)", line)
        if found is None or not is_expression(found[1]):
            lines.append(line)
        else:
            lines.append(f"assert repr(({found[1]})).strip('()') == {found[2]!r}.strip('()'), ({found[1]})")
    return "\n".join([*lines, "print('held')"])


def is_expression(text: str) -> bool:
    try:
        compile(text, "page", "eval")
    except SyntaxError:
        return False
    return True


def test_the_front_is_typed_without_any(light: Place) -> None:
    """A program that uses it, checked by mypy with no expression of type Any allowed, and a mistake that it finds."""
    used = """
import datetime as dt
import rulebook

answer = rulebook.evaluate("1 + x", {"x": 2, "d": dt.date(2024, 1, 1), "l": [1, "a"]})
value = rulebook.compile("a + 1", names=["a b"]).evaluate({"a": 2}).value
model = rulebook.Model("x.dmn")
decided = model.decide("评级", {"n": 3, "d": dt.date(2024, 1, 1)}, now=dt.datetime.now(dt.UTC))
said = [str(each) for each in (*answer.diagnostics, *decided.diagnostics)]
names: list[str] = model.decisions
catalogue = rulebook.read_catalogue(rulebook.example())
verdict = rulebook.judge(catalogue, "start-up", {"从业人员": 35, "注册区": "东区"}, dt.date(2024, 6, 1))
eligible: bool | None = verdict.eligible
"""
    checked = light.folder / "used.py"
    checked.write_text(used, encoding="utf-8")
    said = mypy(light, checked)
    assert said.returncode == 0, said.stdout
    checked.write_text(used + "\nrulebook.evaluate(1)\nwrong: int = answer.value\n", encoding="utf-8")
    said = mypy(light, checked)
    assert said.stdout.count("error:") == 2, said.stdout


def mypy(made: Place, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--disallow-any-expr", "--python-executable", made.python,
         "--config-file", os.devnull, "--cache-dir", made.folder / "types", path],
        capture_output=True, text=True, cwd=made.folder,
    )  # fmt: skip


def test_with_the_extra_a_register_is_swept(sweeping: Place) -> None:
    assert "No broken requirements" in pip(sweeping, "check")
    town = example(sweeping)
    register = town.parent / "register.csv"
    swept = ["sweep", town, "--facts", register, "--out", "out.parquet", "--as-of", "2024-06-01"]
    for engine in ("duckdb", "python"):
        said = sweeping.good("rulebook", *swept, "--engine", engine)
        assert "first-hires 2024-01-01: 符合 2，待定 0，合计 12,000.00 元" in said
    assert "huiqi[spark]" in sweeping.refused("rulebook", *swept, "--engine", "spark").splitlines()[-1]
    simulated = ["simulate", town, "--reform", town, "--facts", register, "--out", "lab", "--as-of", "2024-06-01"]
    sweeping.good("rulebook", *simulated)
    assert sweeping.refused("rulebook", "verify", "nowhere.zip").startswith("nowhere.zip: 打不开")


def test_the_site_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    made = place(tmp_path, wheel, "site")
    said = made.run("huiqi", "run", "--prepare-only")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "npm --prefix" in said.stderr
    pages = made.folder / "work" / "var" / "pages"
    assert (pages / "package.json").read_bytes() == (ROOT / "package.json").read_bytes()
    assert "district/authoring/editor/build.mjs" in (pages / "package.json").read_text(encoding="utf-8")
    assert (pages / "district" / "authoring" / "editor" / "build.mjs").exists()
    (pages / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    made.good("huiqi", "run", "--prepare-only")
    asked = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings"
django.setup()
from django.test import Client
page = Client(headers={"host": "localhost"}).get("/")
print(page.status_code, "惠企" in page.content.decode())
"""
    assert made.good("python", "-c", asked).split() == ["200", "True"]


def test_an_editable_install_is_a_path_and_nothing_more(tmp_path: Path) -> None:
    make = "import sys; from hatchling.build import build_editable; print(build_editable(sys.argv[1]))"
    ran = subprocess.run([sys.executable, "-c", make, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
    names = zipfile.ZipFile(tmp_path / ran.stdout.strip()).namelist()
    assert [name for name in names if ".dist-info/" not in name] == ["_huiqi.pth"]


def test_extras_and_pins_say_the_same() -> None:
    """What the project asks for is what requirements/base.in pins (and hatchling, which builds it)."""
    pinned = {
        canonicalize_name(Requirement(line).name)
        for line in (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    }
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *extras["sweep"], *extras["verify"], *extras["site"]]
    assert {canonicalize_name(Requirement(each).name) for each in asked} - {"huiqi"} == pinned - {"hatchling"}


def test_what_the_site_looks_for_is_what_its_extra_brings() -> None:
    by_module = packages_distributions()
    there = needed("site")
    assert [name for name in NEEDED if not {canonicalize_name(each) for each in by_module[name]} & there] == []
