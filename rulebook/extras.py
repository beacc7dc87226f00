"""What the rulebook loads only where it is used, and which extra brings it."""

from __future__ import annotations

from importlib.util import find_spec

EXTRAS = {
    "duckdb": "sweep", "numpy": "sweep", "python_calamine": "sweep", "pyspark": "spark", "cryptography": "verify",
}  # fmt: skip


class MissingExtra(ImportError):
    """A package that only an extra brings is not installed; the message says how to install it."""

    def __init__(self, module: str) -> None:
        super().__init__(f"没有安装 {module}：pip install 'huiqi[{EXTRAS[module]}]'。", name=module)


def need(*modules: str) -> None:
    """Raise MissingExtra for the first of these packages that is not installed."""
    for module in modules:
        if find_spec(module) is None:
            raise MissingExtra(module)
