from django.contrib.staticfiles.apps import StaticFilesConfig


class HuiqiStaticFilesConfig(StaticFilesConfig):
    """Serve what pages load, not what the packages also ship (source maps, other builds)."""

    ignore_patterns = [
        "*.map", "*.mjs", "*.rtl.*", "*esm*", "echarts.js", "echarts.common*", "echarts.simple*", "extension",
        "tabler-themes*", "tabler-marketing*", "tabler-props*", "tabler-socials*", "tabler-payments*",
        "tabler.css", "tabler.js", "tabler-vendors.css", "tabler-flags*", "CVS", ".*", "*~",
    ]  # fmt: skip
