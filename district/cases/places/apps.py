from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "district.cases.places"
    label = "places"
    verbose_name = "名额"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.core.steps import left_waiting
        from district.cases.places.standings import tell_moved

        left_waiting.append(tell_moved)
