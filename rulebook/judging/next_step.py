"""The most useful next step for one verdict, as one sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rulebook.judging.judged import Judged


def next_step(
    eligible: bool | None, clauses: Sequence[Judged], missing: Collection[str], because: Collection[str],
    notes: Collection[str] = (), *, service: bool = False, verifying: Sequence[tuple[str, str]] = (),
) -> str:  # fmt: skip
    """What to do now about a verdict's parts, in one sentence. `missing` are the facts the subject may supply,
    `verifying` those that others vouch for, with who.
    """
    held = verified_by(verifying)
    conditions = [each for clause in clauses for each in clause.conditions()]
    if eligible is True:
        if service:
            return "这是一项服务，不用申报，直接向办理单位提出。"
        if missing:
            return f"符合条件；补充{_list(missing)}后可算出金额。" + (f"{held}。" if held else "")
        if held:
            return f"符合条件；{held}，核验后可算出金额。"
        if notes:
            return f"符合条件，但金额定不下来：{'；'.join(notes)}。"
        return "符合条件，可以申报。"
    if eligible is None:
        if missing:
            more = [*([held] if held else []), *notes]
            return f"请补充{_list(missing)}。" + (f"另外，{'；'.join(more)}。" if more else "")
        if held:
            return f"{held}。" + (f"另外，{'；'.join(notes)}。" if notes else "")
        if notes:
            return f"无法判定：{'；'.join(notes)}。"
        roles = dict.fromkeys(each.person for each in conditions if each.value is None and each.person)
        return f"其余条件都符合，还需{'、'.join(roles)}判断。"
    healing = [each.gap.heals_on for each in conditions if each.gap and each.gap.heals_on]
    failed = [each for each in conditions if each.id in because]
    open_ = any(clause.value is None for clause in clauses)
    if healing and not open_ and all(each.gap and each.gap.heals_on for each in failed):
        day = max(healing)
        return f"到 {day.year}年{day.month}月{day.day}日，其他情况不变即可符合。"
    gaps = [f"{each.say}（{each.gap.words}）" if each.gap else each.say for each in failed]
    return f"目前不符合：{'；'.join(gaps)}。"


def _list(names: Collection[str]) -> str:
    shown = list(names)[:4]
    return "“" + "”“".join(shown) + "”" + (f"等 {len(names)} 项" if len(names) > 4 else "")


def verified_by(verifying: Sequence[tuple[str, str]]) -> str:
    """`“失信被执行”由信用平台核验，不需要您提供`; "" where nothing is to verify."""
    by: dict[str, list[str]] = {}
    for name, who in verifying:
        by.setdefault(who or "主管部门", []).append(name)
    said = "，".join(f"{_list(names)}由{who}核验" for who, names in by.items())
    return f"{said}，不需要您提供" if said else ""
