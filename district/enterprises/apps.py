from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "district.enterprises"
    label = "enterprises"
    verbose_name = "企业库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.enterprises.persons import listening  # noqa: F401 - its receivers
