"""The demonstration's sign-ins: plainly made-up people, one password."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "huiqi-demo-2022"  # noqa: S105 - shown on the sign-in page of the demonstration, and only there


@dataclass(frozen=True)
class SignIn:
    """`bureau` and `duty` for officials; `enterprises` is how many demonstration firms a member acts for."""

    username: str
    name: str
    role: str | Promise
    bureau: str = ""
    duty: str = ""
    enterprises: int = 0


SIGN_INS = (
    SignIn("founder", "示例创业者甲", _("企业：初创科技公司负责人"), enterprises=1),
    SignIn("manager", "示例经理乙", _("企业：三家公司的经办人"), enterprises=3),
    SignIn("accountant", "示例代账员未", _("代理机构：替六家企业办事")),
    SignIn("student", "示例学生申", _("个人：没有企业的应届毕业生")),
    SignIn("officer", "示例经办员丙", _("区人社局经办人"), "区人社局", "officer"),
    SignIn("street", "示例经办员戌", _("五角场街道经办人"), "五角场街道", "officer"),
    SignIn("science", "示例经办员丁", _("区科委经办人"), "区科委", "officer"),
    SignIn("finance", "示例经办员壬", _("区财政局经办人"), "区财政局", "officer"),
    SignIn("banking", "示例经办员癸", _("区金融办经办人"), "区金融办", "officer"),
    SignIn("expert", "示例专家子", _("评审专家"), "区科委", "expert"),
    SignIn("leader", "示例负责人戊", _("区人社局负责人"), "区人社局", "leader"),
    SignIn("director", "示例负责人午", _("区科委负责人"), "区科委", "leader"),
    SignIn("treasurer", "示例财政负责人巳", _("区财政局负责人"), "区财政局", "leader"),
    SignIn("auditor", "示例审计员己", _("审计"), "区财政局", "auditor"),
    SignIn("admin", "示例管理员庚", _("系统管理员"), "区人社局", "administrator"),
    SignIn("admin2", "示例管理员酉", _("另一位系统管理员：管钱的岗位由两位定"), "区财政局", "administrator"),
)
