from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "district.cases.desk"
    label = "desk"
    verbose_name = "办理"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.desk import listening  # noqa: F401 - replaced decisions, approved findings
        from district.cases.desk.chasing.actions import still_late
        from district.cases.desk.finding import NOTICES, PAGES
        from district.cases.desk.leading import standing_of
        from district.ground.messages.mooting import still
        from district.policies.queries import standing_sources
        from district.policies.searching.queries import register, register_pages

        register(NOTICES)
        register_pages(*PAGES)
        still.setdefault("overdue", still_late)
        standing_sources.append(standing_of)
