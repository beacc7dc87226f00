from django.apps import AppConfig


class GivingConfig(AppConfig):
    name = "district.cases.giving"
    label = "giving"
    verbose_name = "给付"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.giving.limits import grants_of
        from district.policies.giving import given_sources

        given_sources.append(grants_of)
