from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "district.cases.places"
    label = "places"
    verbose_name = "名额"
    default_auto_field = "django.db.models.BigAutoField"
