from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "district.cases.desk"
    label = "desk"
    verbose_name = "办理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.desk import listening  # noqa: F401 - replaced decisions, approved findings
