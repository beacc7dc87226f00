from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "district.ground.record"
    label = "record"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.ground.record import listening  # noqa: F401 - connects its receivers
