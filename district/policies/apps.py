from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "district.policies"
    label = "policies"
    verbose_name = "政策"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.policies import actions  # noqa: F401 - listens to facts_changed
