from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "district.cases.events"
    label = "events"
    verbose_name = "登记变化"
    default_auto_field = "django.db.models.BigAutoField"
