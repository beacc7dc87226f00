from django.contrib.staticfiles.apps import StaticFilesConfig


class HuiqiStaticFilesConfig(StaticFilesConfig):
    """Serve what pages load, not what the packages also ship (other builds, source maps of those)."""

    ignore_patterns = [
        "*.mjs", "*.rtl.*", "*esm*", "echarts.js*", "idiomorph-htmx*", "*.d.ts",
        "echarts.common*", "echarts.simple*", "extension", "package.json",
        "tabler.css*", "tabler-*", "CVS", ".*", "*~",
    ]  # fmt: skip
