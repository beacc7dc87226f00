"""Stand-ins for what is not in the tree yet: other rooms' pages and the search index."""

from __future__ import annotations

import importlib.util
import sys
import types
from typing import Any


def install() -> None:
    parts: dict[str, dict[str, Any]] = {
        "district.policies.search": {"rebuild": lambda found: None},
        "district.policies.urls": {"app_name": "policies", "urlpatterns": []},
        "district.enterprises.urls": {"app_name": "enterprises", "urlpatterns": []},
        "district.web.pages": {},
    }
    for name, content in parts.items():
        if importlib.util.find_spec(name) is None:
            module = types.ModuleType(name)
            vars(module).update(content)
            sys.modules[name] = module
