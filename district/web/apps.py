from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "district.web"
    label = "web"
    verbose_name = "站点"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.policies.searching.queries import register_pages
        from district.web.finding import PAGES

        register_pages(*PAGES)
