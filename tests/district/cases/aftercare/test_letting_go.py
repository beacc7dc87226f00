"""Who let the money go does not let its recovery go alone, and the bureau's leaders learn of each that is."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from district.cases.aftercare import actions
from district.cases.aftercare.models import Finding
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.aftercare.factories import granted, second_officer
from tests.district.cases.factories import District, join, person


def told(after: District, kind: str = "recovery") -> Finding:
    finding = actions.open_finding(
        decision=granted(after), source="sampling", kind=kind, cause=f"t:{uuid.uuid4()}", say="名单与实际不符",
        since_on=after.firm.created_at.date(), by=after.officer,
    )  # fmt: skip
    return actions.tell(finding=finding, by=after.officer) if kind == "recovery" else finding


@pytest.mark.parametrize("verb", ["dismiss", "close", "uphold"])
@pytest.mark.parametrize("who", ["officer", "leader"])
def test_who_granted_leaves_it_to_a_colleague(after: District, verb: str, who: str) -> None:
    finding = told(after)
    second_officer()
    actions.state_view(finding=finding, by=after.founder, text="不对", request_key=uuid.uuid4())
    with pytest.raises(Refused, match="示例经办乙"):
        getattr(actions, verb)(finding=finding, by=getattr(after, who), reason="核实过")
    finding.refresh_from_db()
    assert finding.state == "told"


@pytest.mark.parametrize("verb", ["dismiss", "close"])
def test_a_colleague_may_and_the_leader_learns_why_and_how_much(after: District, verb: str) -> None:
    finding = told(after)
    other = second_officer()
    getattr(actions, verb)(finding=finding, by=other, reason="名单以核实的为准")
    body = Message.objects.get(to=after.leader, title__contains="不再追究").body
    assert "名单以核实的为准" in body and "6,453.00" in body and other.name in body and "别人" not in body
    assert not Message.objects.filter(to=other, title__contains="不再追究").exists()
    assert LogEntry.objects.get(subject=finding.reference, verb=verb).data == {}


@pytest.mark.parametrize("verb", ["dismiss", "close"])
def test_where_the_bureau_has_nobody_else_the_log_says_so(after: District, verb: str) -> None:
    finding = told(after)
    with pytest.raises(actions.NotPossible, match="理由"):
        getattr(actions, verb)(finding=finding, by=after.officer, reason=" ")
    getattr(actions, verb)(finding=finding, by=after.officer, reason="社保漏报")
    data = LogEntry.objects.get(subject=finding.reference, verb=verb).data
    assert data["nobody_else"] and "受理" in data["had_a_hand"]
    assert "没有别人" in Message.objects.get(to=after.leader, title__contains="不再追究").body


def test_a_colleague_of_the_firm_or_gone_is_nobody_else(after: District) -> None:
    finding = told(after)
    join(second_officer(), after.firm)
    gone: Person = person("gone", officer="区人社局")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    assert actions.dismiss(finding=finding, by=after.officer, reason="社保漏报").state == "dismissed"


def test_a_top_up_is_not_held_up(after: District) -> None:
    second_officer()
    assert actions.close(finding=told(after, "top_up"), by=after.officer, reason="已重算").state == "closed"
    assert not Message.objects.filter(title__contains="不再追究").exists()


def test_the_page_names_who_may(after: District, client: Client) -> None:
    finding = told(after)
    second_officer()

    client.force_login(after.officer)
    page = client.get(f"/desk/findings/{finding.reference}/").content.decode()
    assert "示例经办乙" in page and "/dismiss/" not in page and "/close/" not in page
