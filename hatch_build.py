"""Puts into a wheel what the site finds beside its packages in the code's own folder (district/web/environment.py)."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("catalogue", "locale", "package.json", "package-lock.json")


class CustomBuildHook(BuildHookInterface[Any]):
    """An editable install is only a path: the folder itself is there, and nothing is put beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable":
            build_data["force_include"] |= {name: f"district/shipped/{name}" for name in SHIPPED}
