from django.apps import AppConfig


class TracesConfig(AppConfig):
    name = "district.ground.traces"
    label = "traces"
    verbose_name = "查阅留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.ground.traces import listening  # noqa: F401 - connects its receivers
