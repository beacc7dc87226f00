"""Addresses of this room: `/desk/…` for officials, `/my/…` for members."""

from django.urls import path

from district.funds import views_awards as awards
from district.funds import views_hall as hall
from district.funds import views_lines as lines
from district.funds import views_outside as outside
from district.funds import views_papers as papers
from district.funds import views_paying as paying
from district.funds import views_recovering as recovering
from district.funds import views_returning as returning
from district.funds import views_settling as settling
from district.funds import views_turning as turning
from district.funds import views_withheld as withheld

app_name = "funds"
urlpatterns = [
    path("desk/funds/", lines.overview, name="overview"),
    path("desk/funds/export/", lines.export, name="export"),
    path("desk/funds/new/", lines.new, name="new_line"),
    path("desk/year/", turning.year, name="year"),
    path("desk/funds/<str:reference>/", lines.line, name="line"),
    path("desk/funds/<str:reference>/appropriate/", lines.appropriate, name="appropriate"),
    path("desk/funds/<str:reference>/close/", lines.close, name="close_line"),
    path("desk/funds/<str:reference>/fund-year/", lines.fund_year, name="fund_year"),
    path("desk/awards/<str:reference>/", awards.award, name="award"),
    path("desk/awards/<str:reference>/pause/", awards.pause, name="pause"),
    path("desk/awards/<str:reference>/stop/", awards.stop, name="stop"),
    path("desk/awards/<str:reference>/extend/", turning.extend, name="extend_hold"),
    path("desk/payments/", paying.payments, name="payments"),
    path("desk/payments/make/", paying.make, name="make_batch"),
    path("desk/batches/<str:reference>/", paying.batch, name="batch"),
    path("desk/batches/<str:reference>/go-on/", paying.go_on, name="batch_go_on"),
    path("desk/batches/<str:reference>/cancel/", paying.cancel, name="batch_cancel"),
    path("desk/batches/<str:reference>/download/", paying.download, name="batch_download"),
    path("desk/batches/<str:reference>/paper/<str:kind>/", papers.paper, name="batch_paper"),
    path("desk/batches/<str:reference>/return/", returning.take_return, name="batch_return"),
    path("desk/batches/<str:reference>/return/<str:digest>/", returning.return_columns, name="return_columns"),
    path("desk/payment/<str:reference>/", settling.payment, name="payment"),
    path("desk/payment/<str:reference>/ask/", settling.ask, name="ask_settlement"),
    path("desk/payment/<str:reference>/settle/", settling.settle, name="settle_payment"),
    path("desk/withheld/", withheld.withheld, name="withheld"),
    path("desk/withheld/pay/", withheld.pay, name="pay_withheld"),
    path("desk/payees/", paying.payees, name="payees"),
    path("desk/payees/settle/", paying.settle_payee, name="settle_payee"),
    path("desk/clawbacks/", recovering.clawbacks, name="clawbacks"),
    path("desk/clawbacks/<str:reference>/", recovering.clawback, name="clawback"),
    path("desk/clawbacks/<str:reference>/receive/", recovering.receive, name="receive"),
    path("desk/clawbacks/<str:reference>/ask/", recovering.ask, name="ask_write_off"),
    path("desk/clawbacks/<str:reference>/settle/", recovering.settle, name="settle_write_off"),
    path("desk/outside-grants/", outside.grants, name="outside"),
    path("desk/outside-grants/file/", outside.take_file, name="outside_file"),
    path("desk/outside-grants/<int:pk>/void/", outside.void, name="outside_void"),
    path("desk/reconcile/", recovering.reconcile, name="reconcile"),
    path("my/enterprises/<str:uscc>/funds/", hall.funds, name="mine"),
]
