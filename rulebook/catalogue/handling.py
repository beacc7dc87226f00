"""How a version wants its applications handled: steps, joint review, score sheet, quota. Checked when it is read.

Judging needs none of it, so it stays plain data in `Version.rest`; what is wrong with it is a fault like any other.
"""

from __future__ import annotations

from collections.abc import Collection

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.source import Faults, Item, known_keys

STEPS = ("accept", "joint-review", "score", "notice", "decide", "pay")
SILENCE = ("agree", "object", "remind")
ALLOCATIONS = ("rank", "first-come", "pro-rata", "lottery")
JOINT_KEYS = frozenset(["ask", "veto", "term", "silence"])
RUBRIC_KEYS = frozenset(["name", "most", "say", "status"])
SCORING_KEYS = frozenset(["experts", "least", "blind", "pass", "ties", "outlier", "status", "cite"])
QUOTA_KEYS = frozenset(["count", "per", "by", "carry", "waiting", "budget", "status", "cite"])


def check_handling(item: Item, faults: Faults, offices: Collection[str] = ()) -> None:
    """Add a fault for every part of a rule file's handling that nobody could carry out."""
    steps = scalars.texts(item.get("process"))
    for step in steps:
        if step not in STEPS:
            faults.add(item.get("process") or item, f"没有“{step}”这一步{near(step, STEPS)}应是 {'、'.join(STEPS)}。")
    if [step for step in STEPS if step in steps] != [step for step in steps if step in STEPS]:
        faults.add(item.get("process") or item, f"process 的先后应是 {'、'.join(STEPS)}。")
    _joint(item.get("joint"), faults, offices)
    _rubric(item, "score" in steps, faults)
    _scoring(item.get("scoring"), faults)
    _quota(item.get("quota"), faults)


def _joint(joint: Item | None, faults: Faults, offices: Collection[str]) -> None:
    if joint is None or joint.is_null:
        return
    if not joint.is_map:
        faults.add(
            joint, "joint 应写成 {部门: {ask: [要答的问题], veto: 是否可否决, term: 期限, silence: 逾期未答怎么办}}。"
        )
        return
    for office, key, asked in joint.items():
        if offices and office not in offices:
            faults.add(key, f"layer.yaml 里没有部门“{office}”{near(office, offices)}")
        if not asked.is_map:
            faults.add(asked, f"joint 里“{office}”应写成 {{ask: […], veto: …, term: …, silence: …}}。")
            continue
        known_keys(asked, JOINT_KEYS, "joint ", faults)
        scalars.flag(asked.get("veto"), faults)
        scalars.choice(asked.get("silence"), SILENCE, "silence ", "remind", faults)


def _rubric(item: Item, wanted: bool, faults: Faults) -> None:
    rubric = item.get("rubric")
    if rubric is None or rubric.is_null:
        if wanted:
            faults.add(item.get("process") or item, "process 里有 score（评审），还要写 rubric（评分表）。")
        return
    if not rubric.is_list:
        faults.add(rubric, "rubric 应是列表，每条写成 {name: …, most: 满分}。")
        return
    names: set[str] = set()
    for each in rubric.list():
        if not each.is_map:
            faults.add(each, "rubric 的一条应写成 {name: …, most: 满分}。")
            continue
        known_keys(each, RUBRIC_KEYS, "rubric ", faults)
        name, most = scalars.required(each, "name", "rubric ", faults), scalars.whole(each.get("most"), faults)
        if name in names:
            faults.add(each, f"评分表里“{name}”写了两次。")
        names.add(name)
        if not most:
            faults.add(each, f"评分项“{name}”要写满分 most，是大于 0 的整数。")


def _scoring(scoring: Item | None, faults: Faults) -> None:
    if scoring is None or scoring.is_null:
        return
    if not scoring.is_map:
        faults.add(scoring, "scoring 应写成 {experts: 人数, blind: 是否匿名, pass: 及格线, ties: [同分怎么排]}。")
        return
    known_keys(scoring, SCORING_KEYS, "scoring ", faults)
    for key in ("experts", "least", "pass", "outlier"):
        scalars.whole(scoring.get(key), faults)
    scalars.flag(scoring.get("blind"), faults)


def _quota(quota: Item | None, faults: Faults) -> None:
    if quota is None or quota.is_null:
        return
    if not quota.is_map:
        faults.add(quota, "quota 应写成 {count: 名额, per: year | life}。")
        return
    known_keys(quota, QUOTA_KEYS, "quota ", faults)
    scalars.whole(quota.get("count"), faults)
    scalars.choice(quota.get("per"), ("year", "life"), "quota 的 per ", "year", faults)
    scalars.choice(quota.get("by"), ALLOCATIONS, "quota 的 by ", "rank", faults)
    scalars.flag(quota.get("carry"), faults)
    scalars.flag(quota.get("waiting"), faults)
