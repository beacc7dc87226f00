from django.apps import AppConfig


class JointConfig(AppConfig):
    name = "district.cases.review.joint"
    label = "joint"
    verbose_name = "联审"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.core.models import asked_bureaus
        from district.cases.review.joint.queries import cases_asked_of

        asked_bureaus.append(cases_asked_of)
