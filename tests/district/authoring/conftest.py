"""A published test district, the people around its programmes, and a draft to work on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from district.authoring import actions
from district.authoring.models import Draft
from district.ground.people.models import Person
from tests.district.cases.factories import FILES, HIRING, District, person, publish
from tests.remembering import remembered

RULE = "test/programmes/hiring/2022-01-01.yaml"
PARAMETERS = "test/parameters/start.yaml"
EXAMPLES = """examples:
  - name: 正好符合   # 三个人
    as_of: 2022-06-01
    given: {注册区: 示例区, 从业人员: 3, 失信被执行: false}
    answers: {plan: yes}
    expect: {eligible: yes}
  - name: 条条不符
    as_of: 2022-06-01
    given: {注册区: 别的区, 从业人员: 2, 失信被执行: true}
    answers: {plan: no}
    expect: {eligible: no, because: [in-district, staff, honest, plan]}
"""
MORE = FILES | {
    RULE: "# 用工补贴：示例\n" + HIRING.lstrip("\n") + EXAMPLES,
    PARAMETERS: "# 示例\n示例金额: {unit: 元, values: {2020-01-01: 5000}, source: 示例, status: illustrative}\n",
}


@dataclass
class Desk:
    """`author` and `second` are officers of the lead bureau, `leader` its leader, `other` of another bureau."""

    district: District
    author: Person
    second: Person
    leader: Person
    other: Person

    @remembered
    def draft(self, slug: str = "hiring", by: Person | None = None) -> Draft:
        programme = self.district.programmes[slug]
        return actions.start(programme=programme, office=programme.office, title="改条件", by=by or self.author)

    @remembered
    def save(self, draft: Draft, text: str, path: str = RULE, by: Person | None = None) -> Draft:
        return actions.save(draft=draft, path=path, text=text, seen=actions.seen_of(draft, path),
                            by=by or self.author)  # fmt: skip

    @remembered
    def changed(self, old: str, new: str, path: str = RULE) -> Draft:
        """A new draft with one piece of one file written differently."""
        draft = self.draft()
        before = actions.text_of(draft, path)
        assert before.count(old) == 1
        return self.save(draft, before.replace(old, new), path)

    @remembered
    def published(self, old: str, new: str) -> Draft:
        draft = self.changed(old, new)
        actions.propose(draft=draft, by=self.author)
        actions.approve(draft=draft, by=self.second)
        actions.publish(draft=draft, by=self.leader)
        return draft


@pytest.fixture
def desk(here: District) -> Desk:
    here.programmes = publish(MORE)
    return Desk(here, person("writer", officer="区人社局"), person("reader", officer="区人社局"),
                person("head", leader="区人社局"), person("tech", officer="区科委"))  # fmt: skip
