from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "district.cases.core"
    label = "cases"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.core.outcomes import outcomes
        from district.policies.queries import outcome_sources

        outcome_sources.append(outcomes)
