from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "district.funds"
    label = "funds"
    verbose_name = "资金"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.funds import listening  # noqa: F401 - listens to facts_changed
        from district.funds.long_work import KINDS
        from district.funds.permissions import may_read_paper
        from district.funds.queries import availability, outside_given
        from district.ground.files.permissions import register_reader
        from district.ground.work.actions import register
        from district.policies.giving import given_sources
        from district.policies.queries import funding_sources

        for kind in KINDS:
            register(kind)
        register_reader("funds", may_read_paper)
        if availability not in funding_sources:
            funding_sources.append(availability)
        if outside_given not in given_sources:
            given_sources.append(outside_given)
