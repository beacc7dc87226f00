from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "district.cases.intake"
    label = "intake"
    verbose_name = "提交"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.intake.permissions import may_read_attached
        from district.ground.files.permissions import register_reader

        register_reader("enterprises", may_read_attached)
