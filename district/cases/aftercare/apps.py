from django.apps import AppConfig


class AftercareConfig(AppConfig):
    name = "district.cases.aftercare"
    label = "aftercare"
    verbose_name = "决定之后"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.aftercare import listening  # noqa: F401 - hears of grants and of changed facts
