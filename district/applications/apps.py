from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "district.applications"
    label = "applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.applications import listening as money  # noqa: F401 - replaced decisions, approved findings
        from district.applications.after import listening  # noqa: F401 - hears of grants and of changed facts
        from district.applications.intake.permissions import may_read_attached
        from district.applications.outcomes import outcomes
        from district.applications.queries import paid_before
        from district.policies.queries import outcome_sources, paid_sources
        from district.record.files.permissions import register_reader

        register_reader("enterprises", may_read_attached)
        if paid_before not in paid_sources:
            paid_sources.append(paid_before)
        if outcomes not in outcome_sources:
            outcome_sources.append(outcomes)
