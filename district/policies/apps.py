from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "district.policies"
    label = "policies"
    verbose_name = "政策"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.enterprises.wallet.queries import kind_sources
        from district.policies import actions  # noqa: F401 - listens to facts_changed
        from district.policies.queries import papers_asked

        if papers_asked not in kind_sources:
            kind_sources.append(papers_asked)
