from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "district.applications"
    label = "applications"
    verbose_name = "申报"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.applications import listening as money  # noqa: F401 - replaced decisions, approved findings
        from district.applications.after import listening  # noqa: F401 - hears of grants and of changed facts
        from district.applications.agreeing import decisions_and_money
        from district.applications.chasing.actions import still_late
        from district.applications.clients.queries import client_of
        from district.applications.events.withholding import would_not_pay
        from district.applications.finding import NOTICES, PAGES
        from district.applications.intake.permissions import may_read_attached
        from district.applications.leading import standing_of
        from district.applications.limits import grants_of
        from district.applications.outcomes import outcomes
        from district.enterprises.mandates.queries import subject_clients
        from district.funds.verifying import comparisons
        from district.funds.withholding import payment_stops
        from district.ground.files.permissions import register_reader
        from district.ground.messages.mooting import still
        from district.policies.giving import given_sources
        from district.policies.queries import outcome_sources, standing_sources
        from district.policies.searching.queries import register, register_pages

        register(NOTICES)
        register_pages(*PAGES)
        still.setdefault("overdue", still_late)
        register_reader("enterprises", may_read_attached)
        if client_of not in subject_clients:
            subject_clients.append(client_of)
        if decisions_and_money not in comparisons:
            comparisons.append(decisions_and_money)
        if would_not_pay not in payment_stops:
            payment_stops.append(would_not_pay)
        if grants_of not in given_sources:
            given_sources.append(grants_of)
        if outcomes not in outcome_sources:
            outcome_sources.append(outcomes)
        if standing_of not in standing_sources:
            standing_sources.append(standing_of)
