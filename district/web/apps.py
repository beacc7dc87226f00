from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "district.web"
    label = "web"
    verbose_name = "站点"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("brings")  # what every room says of itself
        from district.cases import brings  # noqa: F401 - the wing does so as one
