"""Stand-ins for what is not in the tree yet: the search index, the layout's templates and template tags."""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

STANDINS = Path(__file__).parent / "standins"


def install() -> None:
    if importlib.util.find_spec("district.policies.search") is None:
        module = types.ModuleType("district.policies.search")
        module.rebuild = lambda found: None  # type: ignore[attr-defined]
        sys.modules["district.policies.search"] = module
    try:
        get_template("web/desk.html")
    except TemplateDoesNotExist:
        _templates()


def _templates() -> None:
    from django.template import engines

    from district.web.templatetags.huiqi import register

    tags: dict[str, Any] = {"yuan": lambda amount: f"{amount} 元", "number": str, "cn_date": lambda day: f"{day:%Y-%m-%d}"}
    for name, tag in tags.items():
        register.filters.setdefault(name, tag)
    if "icon" not in register.tags:
        register.simple_tag(lambda name: "", name="icon")
    settings.TEMPLATES[0]["DIRS"] = [STANDINS]
    engines._engines = {}
    engines.__dict__.pop("templates", None)
