"""States of an application and the moves between them, as data."""

from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import Move, State, Tone, Turn, having, reopened, ways_to

DRAFT, SUBMITTED, RETURNED, ACCEPTED, GRANTED, REFUSED, WITHDRAWN = (
    "draft", "submitted", "returned", "accepted", "granted", "refused", "withdrawn",
)  # fmt: skip
JOINT, SCORING, NOTICED, WAITING = "joint", "scoring", "noticed", "waiting"
APPROVING = "approving"
LAPSED = "lapsed"
DECLINED = "declined"

STATES = {
    DRAFT: State(
        DRAFT, _("草稿"), _("草稿，尚未提交"), turn=Turn.APPLICANT, timed=False, coming=_("提交申报"),
        tells=_("填好后提交，%(office)s收到后开始办理。"),
    ),
    SUBMITTED: State(
        SUBMITTED, _("待受理"), _("已提交，等待受理"), coming=_("%(office)s受理"),
        tells=_("%(office)s将在%(due)s受理；如材料不齐，会一次告诉您要补什么。"),
    ),
    RETURNED: State(
        RETURNED, _("补正中"), _("请补齐材料"), turn=Turn.APPLICANT, tone=Tone.NEEDS, coming=_("补正后提交"),
    ),
    ACCEPTED: State(
        ACCEPTED, _("审核中"), _("已受理，正在审核"), coming=_("%(office)s作出决定"),
        tells=_("%(office)s将在%(due)s作出决定。"),
    ),
    JOINT: State(
        JOINT, _("联审中"), _("几个部门正在一起审核"), turn=Turn.OTHERS, coming=_("会办部门答复"),
        tells=_("会办部门答复之后，%(office)s将在%(due)s作出决定。"),
    ),
    SCORING: State(
        SCORING, _("评审中"), _("专家正在评审"), turn=Turn.OTHERS, coming=_("专家打分"),
        tells=_("评审之后，%(office)s将在%(due)s作出决定。"),
    ),
    NOTICED: State(
        NOTICED, _("公示中"), _("拟同意，正在公示"), turn=Turn.OTHERS, coming=_("公示期满"),
        tells=_("拟同意，正在公示；期满无异议后作出决定。"),
    ),
    WAITING: State(
        WAITING, _("候补中"), _("名额已满，正在候补"), turn=Turn.OTHERS, timed=False, coming=_("有名额空出时递补"),
        tells=_("您在候补名单上；有名额空出时按次序递补，会通知您。"),
    ),
    APPROVING: State(
        APPROVING, _("待审批"), _("正在审批"), turn=Turn.OTHERS, coming=_("%(office)s逐级审批后作出决定"),
        tells=_("%(office)s正在逐级审批，签批之后通知您结果。"),
    ),
    GRANTED: State(
        GRANTED, _("已同意"), _("已同意"), final=True, tone=Tone.DONE,
        tells=_("已作出同意的决定，后续由%(office)s按规定落实。"),
    ),
    REFUSED: State(
        REFUSED, _("不予同意"), _("未获同意"), final=True, tone=Tone.REFUSED,
        tells=_("如不服本决定，可以在%(last)s前向%(office)s申请复核。"),
    ),
    DECLINED: State(
        DECLINED, _("不予受理"), _("不予受理"), final=True, tone=Tone.REFUSED,
        tells=_("理由、依据和文书在下面。如不服本决定，可以在%(last)s前向%(office)s申请复核。"),
    ),
    WITHDRAWN: State(WITHDRAWN, _("已撤回"), _("您已撤回"), final=True),
    LAPSED: State(
        LAPSED, _("视为撤回"), _("逾期未补正，视为撤回"), final=True,
        tells=_("补正期限已过，这件视为撤回，不再办理；不影响再次申报。"),
    ),
}  # fmt: skip

OPEN_STATES = having(STATES)
TO_DECLINE, TO_GRANT, TO_REFUSE = frozenset({SUBMITTED}), frozenset({ACCEPTED, NOTICED}), frozenset({ACCEPTED, WAITING})
"""States from which not taking up, granting, refusing may be proposed."""
BACK = _("回到审核，接着办下一步。")
MOVES = {
    "submit": Move(frozenset({DRAFT}), SUBMITTED, _("提交申报"), _("提交后由牵头部门受理，期间不能修改。")),
    "return": Move(frozenset({SUBMITTED}), RETURNED, _("退回补正"), _("企业将一次收到全部需补清单。")),
    "resubmit": Move(frozenset({RETURNED}), SUBMITTED, _("补正后提交"), _("经办人会看到您改了什么。")),
    "accept": Move(frozenset({SUBMITTED}), ACCEPTED, _("受理"), _("开始计算办理期限，并告知企业。"), click=True),
    "refer": Move(frozenset({ACCEPTED}), JOINT, _("送联审"), _("各会办部门同时收到，各自计时。"), click=True),
    "gather": Move(frozenset({JOINT}), ACCEPTED, _("结束联审"), BACK),
    "score": Move(frozenset({ACCEPTED}), SCORING, _("送专家评审"), _("专家先申报利益关系，再打分。")),
    "scored": Move(frozenset({SCORING}), ACCEPTED, _("结束评审"), BACK),
    "propose": Move(frozenset({ACCEPTED}), NOTICED, _("拟同意并公示"), _("名单公开，任何人可以提出异议。")),
    "strike": Move(frozenset({NOTICED}), ACCEPTED, _("异议成立，退回审核"), _("这一家退出公示，其余不受影响。")),
    "wait": Move(frozenset({ACCEPTED}), WAITING, _("列入候补"), _("有人退出或不予同意时，按名次递补。")),
    "call_up": Move(frozenset({WAITING}), ACCEPTED, _("递补"), BACK),
    "put_up": Move(
        TO_DECLINE | TO_GRANT | TO_REFUSE,
        APPROVING,
        _("提出拟办意见"),
        _("由另一个人逐级签批，最后一级签后才是决定。"),
    ),
    "turn_back": Move(frozenset({APPROVING}), ACCEPTED, _("退回经办"), _("写明哪里不对，经办人重新提出。")),
    "turn_back_noticed": Move(frozenset({APPROVING}), NOTICED, _("退回经办"), _("公示期满的件回到公示中。")),
    "turn_back_waiting": Move(frozenset({APPROVING}), WAITING, _("退回经办"), _("候补的件回到候补中。")),
    "turn_back_submitted": Move(frozenset({APPROVING}), SUBMITTED, _("退回经办"), _("拟不予受理的件回到待受理。")),
    "decline": Move(frozenset({APPROVING}), DECLINED, _("不予受理"), _("企业将收到理由、依据和申请复核的办法。")),
    "grant": Move(frozenset({APPROVING}), GRANTED, _("同意"), _("企业将收到决定和理由。")),
    "refuse": Move(frozenset({APPROVING}), REFUSED, _("不予同意"), _("企业将收到理由、依据和申请复核的办法。")),
    "amend": Move(frozenset({GRANTED}), GRANTED, _("更正决定"), _("用新的决定替代原决定，原决定保留。"), reopens=True),
    "revoke": Move(frozenset({GRANTED}), REFUSED, _("撤销决定"), _("用新的决定撤销原决定，名额退回。"), reopens=True),
    "grant_anew": Move(frozenset({REFUSED}), GRANTED, _("改为同意"), _("用新的决定替代原决定。"), reopens=True),
    "reopen": Move(
        frozenset({REFUSED}), ACCEPTED, _("重新办理"), _("原决定不成立，接着办没有走完的步骤。"), reopens=True
    ),
    "reopen_waiting": Move(frozenset({REFUSED}), WAITING, _("列入候补"), _("原决定不成立，等名额。"), reopens=True),
    "reopen_submitted": Move(
        frozenset({DECLINED}), SUBMITTED, _("重新受理"), _("不予受理的决定不成立，回到待受理。"), reopens=True
    ),
    "withdraw": Move(OPEN_STATES, WITHDRAWN, _("撤回"), _("此件不再办理，可重新申报。")),
    "deem_withdrawn": Move(frozenset({RETURNED}), LAPSED, _("逾期未补正，视为撤回"), _("告知后仍未补正，可重新申报。")),
    "end_correction": Move(frozenset({RETURNED}), LAPSED, _("终止办理"), _("补正已逾期：写明理由，企业可重新申报。")),
}

ENTERED = MOVES["submit"].sources | MOVES["resubmit"].sources
"""States in which the applicant may change what it enters."""
HANDED_IN = OPEN_STATES - MOVES["submit"].sources
"""Open states of what the bureau has or had in its hands."""
AT_APPLICANT = having(STATES, turn={Turn.APPLICANT})
"""States in which the next move is the applicant's."""
ON_DESK = having(STATES, turn={Turn.DESK, Turn.OTHERS})
"""States in which the next move is the bureau's, or of those it waits for."""
TO_TAKE = having(STATES, turn={Turn.DESK}, timed=True)
"""States in which an officer goes on alone: what one takes next."""
TIMED = having(STATES, timed=True)
"""States in which somebody can be late."""
WORKING = ON_DESK & TIMED
IDLE = HANDED_IN - WORKING
"""States in which a case rests: until the applicant corrects, a place is free, or whatever it waits for has come."""
DECIDED = having(STATES, final=True) & reopened(MOVES)
ENDED = having(STATES, final=True) - DECIDED
"""Final states without a decision: the applicant may apply again."""
DENIED = DECIDED - {GRANTED}
GIVEN_UP = DENIED | ENDED
"""States in which a case asks for nothing more: what it had claimed is free."""
BEFORE_THE_LIST = HANDED_IN - {NOTICED, WAITING, APPROVING}
"""States of a case that may yet come on the list of who gets a place."""
BACK_TO = {to: verb for to, verb in ways_to(MOVES, {APPROVING}).items() if to in OPEN_STATES}
"""State a proposal was made in → the move that brings the case back to it."""
