"""What the money brings to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.persons.actions import taken_back
from district.funds import columns, columns_budget, figures, todo
from district.funds.accounts import forget, payees_needed
from district.funds.acts import FUNDS
from district.funds.acts_returning import RETURNING
from district.funds.bank import BadFile
from district.funds.checks import NotMoney, NotPossible
from district.funds.comparing import ENTERED, money_and_log
from district.funds.long_work import KINDS
from district.funds.models import Transfer
from district.funds.nightly import PIECES
from district.funds.paying import CERTIFICATES
from district.funds.permissions import may_read_certificate, may_read_paper, may_see
from district.funds.queries import availability, outside_given
from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.anchors.covering import Covered, covered
from district.ground.bringing.calling import called, under
from district.ground.bringing.menu import Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import Area, areas
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.files.permissions import register_reader
from district.ground.messages.kinds import Kind, kinds
from district.ground.people.consents import account_needed
from district.ground.people.permissions import holds
from district.ground.people.queries import Role
from district.ground.record.installed import comparisons
from district.ground.tables.registry import TABLES
from district.ground.work.actions import register as register_work
from district.policies.giving import given_sources
from district.policies.queries import funding_sources

sources.register(
    todo.RETURNS, todo.ACCOUNTS, todo.BATCHES, todo.PAYMENTS, todo.PAYEES, todo.SETTLEMENTS, todo.WRITE_OFFS,
)  # fmt: skip
pieces.register(*PIECES)
comparisons.register(money_and_log)
covered.register(Covered("funds.transfers", _("资金分录"), Transfer.objects.all, ENTERED))
FIGURES.register(*figures.FIGURES)

entries.register(
    Entry(_("资金"), "funds:overview", "coin", "money", 10, may_see, words="预算 指标"),
    Entry(_("年度交接"), "funds:year", "calendar", "money", 20, may_see, words="结转"),
    Entry(_("拨付"), "funds:payments", "cash-banknote", "money", 30, may_see, words="付款"),
    Entry(_("收款账户"), "funds:payees", "credit-card", "money", 40, holds(Role.OFFICER), words="银行账号"),
    Entry(_("暂停拨付"), "funds:withheld", "hand-stop", "money", 50, may_see),
    Entry(_("追缴"), "funds:clawbacks", "receipt-refund", "money", 60, may_see),
    Entry(_("其他部门给付"), "funds:outside", "building-bank", "money", 70, may_see),
    Entry(_("对账"), "funds:reconcile", "checklist", "money", 80, may_see),
)  # fmt: skip
kinds.register(Kind("recovery", _("追缴退款")))
register_reader("funds", may_read_paper)
register_reader(CERTIFICATES, may_read_certificate)
funding_sources.register(availability)
given_sources.register(outside_given)
for kind in KINDS:
    register_work(kind)
ACTS.register(*FUNDS, *RETURNING)
taken_back.register(forget)
account_needed.register(payees_needed)
refusals.register(NotPossible, NotMoney, BadFile)
areas.register(Area("funds", _("资金")))
TABLES.register(
    columns.BATCHES, columns.PAYMENTS, columns.PAYEES, columns.CLAWBACKS, columns.WITHHELD, columns_budget.LINES,
    columns_budget.ENTRIES, columns_budget.HOLDS, columns_budget.OUTSIDE, columns_budget.AWARDS,
)  # fmt: skip
called.register(
    *under("funds", export=_("预算指标"), batch_download=_("给银行的付款文件"), batch_paper=_("付款批次的公文"))
)
