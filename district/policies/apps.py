from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "district.policies"
    label = "policies"
    verbose_name = "政策"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.enterprises.wallet.queries import kind_sources
        from district.ground.record.queries import district_names, english_tellers
        from district.ground.work.actions import register as register_work
        from district.policies import actions  # noqa: F401 - listens to facts_changed
        from district.policies.english import in_english
        from district.policies.naming import district_name
        from district.policies.queries import papers_asked
        from district.policies.runs.work import KINDS
        from district.policies.searching.pages import PAGES
        from district.policies.searching.queries import register_pages

        if papers_asked not in kind_sources:
            kind_sources.append(papers_asked)
        if district_name not in district_names:
            district_names.append(district_name)
        register_pages(*PAGES)
        for kind in KINDS:
            register_work(kind)
        if in_english not in english_tellers:
            english_tellers.append(in_english)
