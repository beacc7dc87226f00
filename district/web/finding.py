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
    Page("enterprises:mine", _("我的企业"), _("认领企业，看和补充企业信息、材料、收款账户，委托别人代办"),
         "企业信息、认领企业、绑定企业、添加企业、企业认证、绑定公司、公司信息、修改企业信息、营业执照、"
         "委托代办、授权代办、委托代理、授权代账公司、mandate、"
         "材料库、收款账户、银行账户、对公账户、收款账号、company profile、my company、claim company"),
    Page("messaging:messages", _("消息"), _("系统发给您的通知"),
         "通知、站内信、提醒、messages、notifications"),
    Page("messaging:notice_choices", _("通知方式"), _("短信、邮件收不收，手机号改成哪个"),
         "短信提醒、邮件提醒、换手机号、手机号码、取消短信、notification settings、phone number"),
    Page("account", _("账号和隐私"), _("姓名、邮箱、密码、两步验证、语言，下载或者注销"),
         "账号设置、账户、改姓名、换邮箱、修改邮箱、两步验证、双重验证、通行密钥、下载我的数据、注销账号、删除账号、"
         "account settings、two-step、passkey、delete account、download my data、change email"),
    Page("privacy", _("隐私说明"), _("收集什么、为什么、留多久、谁看得到，和您的权利"),
         "隐私、隐私政策、个人信息、个人信息保护、数据安全、privacy、privacy policy、personal data"),
    Page("accessibility", _("无障碍说明"), _("测过什么、哪些还不行、遇到困难找谁"),
         "无障碍、读屏、键盘操作、盲人、老年人、适老化、accessibility、screen reader"),
    Page("contact", _("联系我们"), _("各部门的电话、地址，和便民热线"),
         "联系方式、联系电话、电话、地址、打电话、热线、部门电话、办公时间、contact、phone、address、hotline"),
    Page("sitemap", _("网站地图"), _("全部栏目、政策和服务在一页上"),
         "站点地图、全部栏目、导航、目录、site map、sitemap"),
    Page("todo", _("待办"), _("等您办的事，快到期的在前面"),
         "要做的事、待处理、代办事项、没办完的事、to do、my tasks"),
    Page("slots:sessions", _("活动报名"), _("讲座、沙龙、门诊和培训：什么时候、还有几个名额"),
         "报名、报名参加、活动安排、近期活动、讲座报名、沙龙报名、培训报名、门诊预约、预约专家、"
         "sessions、events、sign up for an event"),
    Page("slots:mine", _("我的预约和报名"), _("约好的时间、报上的名额，可以取消"),
         "我的预约、我的报名、取消预约、取消报名、改约、候补、my bookings、cancel booking"),
    Page("surveys:mine", _("我的问卷"), _("请您填的调查和评价"),
         "问卷、填问卷、调查问卷、问卷调查、满意度、评价、打分、surveys、questionnaire、feedback"),
    Page("figures:all", _("数说"), _("惠企说的每一个数字：怎么数的、到哪天、背后是什么"),
         "统计、统计数据、数据公开、数据、发了多少钱、一共发了多少、多少家企业拿到、兑现情况、"
         "statistics、figures、data"),
    Page("enterprises:myself", _("我的信息"), _("以个人身份办事时知道您的哪些情况，同意和撤回"),
         "个人信息、个人身份、我的资料、撤回同意、个人申报、my information、consent"),
    Page("tokens:mine", _("接口令牌"), _("让程序替您查询和办理"),
         "api、接口、令牌、对接、开发者、token、api key、developer"),
    Page("record:calendar", _("工作日历"), _("哪些天算工作日，期限怎么数"),
         "节假日、工作日、放假安排、holidays、working days"),
)  # fmt: skip
