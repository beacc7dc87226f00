from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "district.cases.events"
    label = "events"
    verbose_name = "登记变化"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.events.withholding import would_not_pay
        from district.funds.withholding import payment_stops

        payment_stops.append(would_not_pay)
