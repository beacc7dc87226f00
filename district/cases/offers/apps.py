from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "district.cases.offers"
    label = "offers"
    verbose_name = "免申即享"
    default_auto_field = "django.db.models.BigAutoField"
