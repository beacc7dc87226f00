from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "district.cases.offers"
    label = "offers"
    verbose_name = "免申即享"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from district.cases.intake import handing_in
        from district.cases.offers.linking import answered_by, offered
        from district.cases.offers.work import OFFERS
        from district.cases.places.listed import offers_of_case
        from district.ground.work.actions import register

        register(OFFERS)
        offers_of_case.append(offered)
        handing_in.answered_by.append(answered_by)
