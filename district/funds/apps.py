from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "district.funds"
    label = "funds"
    verbose_name = "资金"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.funds import listening  # noqa: F401 - listens to facts_changed
