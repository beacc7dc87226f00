"""Addresses of this room: `/desk/…` for officials, `/my/…` for members."""

from django.urls import path

from district.funds import acts
from district.funds import acts_returning as returns
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
from district.ground.acts.views import act_view, one_of

app_name = "funds"
urlpatterns = [
    path("desk/funds/", lines.overview, name="overview"),
    path("desk/funds/export/", lines.export, name="export"),
    path("desk/funds/new/", act_view(acts.OPEN, page=lines.new, get=True), name="new_line"),
    path("desk/year/", turning.year, name="year"),
    path("desk/funds/<str:reference>/", lines.line, name="line"),
    path(
        "desk/funds/<str:reference>/appropriate/", act_view(acts.APPROPRIATE, page=lines.line_page), name="appropriate"
    ),
    path("desk/funds/<str:reference>/close/", act_view(acts.CLOSE), name="close_line"),
    path("desk/funds/<str:reference>/fund-year/", act_view(acts.FUND_YEAR), name="fund_year"),
    path("desk/awards/<str:reference>/", awards.award, name="award"),
    path("desk/awards/<str:reference>/pause/", act_view(acts.PAUSE), name="pause"),
    path("desk/awards/<str:reference>/stop/", act_view(acts.STOP), name="stop"),
    path("desk/awards/<str:reference>/extend/", act_view(acts.EXTEND), name="extend_hold"),
    path("desk/payments/", paying.payments, name="payments"),
    path("desk/payments/make/", act_view(acts.MAKE, find=paying.line_named), name="make_batch"),
    path("desk/batches/<str:reference>/", paying.batch, name="batch"),
    path("desk/batches/<str:reference>/go-on/", one_of(acts.STEPS, else_=acts.GONE_ON), name="batch_go_on"),
    path("desk/batches/<str:reference>/cancel/", act_view(acts.CANCEL), name="batch_cancel"),
    path(
        "desk/batches/<str:reference>/download/", act_view(acts.DOWNLOAD, answer=paying.file_of), name="batch_download"
    ),
    path("desk/batches/<str:reference>/paper/<str:kind>/", papers.paper, name="batch_paper"),
    path(
        "desk/batches/<str:reference>/return/",
        act_view(returns.TAKE_RETURN, page=paying.batch_page, redraws=returning.bad_file),
        name="batch_return",
    ),
    path(
        "desk/batches/<str:reference>/return/<str:digest>/",
        act_view(returns.TAKE_TABLE, page=returning.return_columns, get=True, find=returning.kept_of),
        name="return_columns",
    ),
    path("desk/payment/<str:reference>/", settling.payment, name="payment"),
    path(
        "desk/payment/<str:reference>/ask/",
        act_view(acts.ASK, page=settling.payment_page, redraws=settling.bad_paper),
        name="ask_settlement",
    ),
    path("desk/payment/<str:reference>/settle/", act_view(acts.SETTLE, find=settling.asked_of), name="settle_payment"),
    path("desk/withheld/", withheld.withheld, name="withheld"),
    path("desk/withheld/pay/", act_view(acts.PAY_ALL_THE_SAME, find=withheld.held_named), name="pay_withheld"),
    path("desk/payees/", paying.payees, name="payees"),
    path("desk/payees/settle/", act_view(acts.SETTLE_PAYEE, find=paying.payee_named), name="settle_payee"),
    path("desk/clawbacks/", recovering.clawbacks, name="clawbacks"),
    path("desk/clawbacks/<str:reference>/", recovering.clawback, name="clawback"),
    path("desk/clawbacks/<str:reference>/receive/", act_view(acts.RECEIVE), name="receive"),
    path("desk/clawbacks/<str:reference>/ask/", act_view(acts.ASK_WRITE_OFF), name="ask_write_off"),
    path("desk/clawbacks/<str:reference>/settle/", act_view(acts.SETTLE_WRITE_OFF), name="settle_write_off"),
    path("desk/outside-grants/", act_view(acts.ENTER, page=outside.grants, get=True), name="outside"),
    path("desk/outside-grants/file/", act_view(acts.TAKE_FILE, answer=outside.taken), name="outside_file"),
    path("desk/outside-grants/<int:pk>/void/", act_view(acts.VOID), name="outside_void"),
    path("desk/reconcile/", recovering.reconcile, name="reconcile"),
    path("my/payees/<int:pk>/withdraw/", act_view(acts.WITHDRAW_PAYEE), name="withdraw_payee"),
    path("my/enterprises/<str:uscc>/funds/", act_view(acts.ENTER_PAYEE, page=hall.funds, get=True), name="mine"),
]
