"""Pages of the site that an errand word leads to, of web and of the rooms that cannot register their own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.policies.searching.queries import Page

PAGES = (
    Page("account_login", _("登录"), _("用账号登录，看自己的申报和企业"),
         "登陆、登入、登录入口、sign in、login、log in"),
    Page("account_signup", _("注册账号"), _("给企业的经办人开一个账号"),
         "注册账户、开户、新用户、用户注册、创建账号、怎么注册、sign up、register、create account"),
    Page("account_reset_password", _("忘记密码"), _("用邮箱重设密码"),
         "找回密码、重置密码、密码忘了、密码错误、改密码、修改密码、登不上、登录不了、reset password、"
         "forgot password、password"),
    Page("account_logout", _("退出登录"), _("离开这台设备前退出"),
         "退出、登出、注销登录、sign out、log out"),
    Page("my", _("我的"), _("待办、消息和账号，都在这里"),
         "个人中心、我的账号、账号设置、待办、my account、profile"),
    Page("enterprises:mine", _("我的企业"), _("认领企业，看和补充企业信息、材料、收款账户"),
         "企业信息、认领企业、绑定企业、添加企业、企业认证、绑定公司、公司信息、修改企业信息、营业执照、"
         "材料库、收款账户、银行账户、对公账户、收款账号、company profile、my company、claim company"),
    Page("record:messages", _("消息"), _("系统发给您的通知"),
         "通知、站内信、提醒、messages、notifications"),
    Page("record:notice_choices", _("通知方式"), _("短信、邮件收不收，手机号改成哪个"),
         "短信提醒、邮件提醒、换手机号、手机号码、取消短信、notification settings、phone number"),
    Page("record:calendar", _("工作日历"), _("哪些天算工作日，期限怎么数"),
         "节假日、工作日、放假安排、holidays、working days"),
)  # fmt: skip
