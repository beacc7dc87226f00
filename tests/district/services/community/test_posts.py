"""Posts: written, looked at, published; pictures with consent; reports; by pages and by actions."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.files.models import StoredFile
from district.ground.messages.models import Message
from district.ground.people.models import Bureau, Person
from district.ground.people.permissions import Refused
from district.ground.record.actions import MoveRefused
from district.services.community import finding, posting, queries, speaking, states
from district.services.community.models import Appearance, Picture, Post, Report
from tests.district.cases.factories import join, person
from tests.district.ground.files import samples
from tests.district.services.community.square import NOW, Square, photo

As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"community:{name}", args=args))
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def told(who: Person) -> list[str]:
    return list(Message.objects.filter(to=who).order_by("pk").values_list("title", flat=True))


class TestJourney:
    def test_a_showcase_is_written_handed_in_sent_back_mended_and_published(self, square: Square, as_: As) -> None:
        client = as_(square.ann)
        said = {"kind": "showcase", "enterprise": square.firm.pk, "title": "示例展示", "lead": "一句话",
                "text": "# 我们\n\n**做**东西", "request_key": str(uuid.uuid4())}  # fmt: skip
        for _twice in range(2):
            client.post(reverse("community:write"), said)
        post = Post.objects.get()
        assert post.state == states.DRAFT and post.office == square.bureau
        client.post(reverse("community:submit", args=[post.reference]))
        assert Client().get(reverse("community:post", args=[post.reference])).status_code == 404

        desk = Client()
        desk.force_login(square.officer)
        assert "示例展示" in desk.get(reverse("community:desk_posts")).content.decode()
        assert "<strong>做</strong>" in page(desk, "desk_post", post.reference)
        desk.post(reverse("community:send_back", args=[post.reference]), {"why": "请写给谁用"})
        post.refresh_from_db()
        assert post.state == states.RETURNED and "已退回修改：示例展示" in told(square.ann)
        assert "请写给谁用" in page(client, "mine_one", post.reference)

        client.post(reverse("community:change", args=[post.reference]), {**said, "text": "给仓库用"})
        client.post(reverse("community:submit", args=[post.reference]))
        for _twice in range(2):
            desk.post(reverse("community:publish", args=[post.reference]))
        post.refresh_from_db()
        assert post.state == states.PUBLISHED and post.published_by == square.officer
        anyone = Client()
        assert "给仓库用" in page(anyone, "post", post.reference) and "示例展示" in page(anyone, "home")
        assert "示例展示" in page(anyone, "posts") and told(square.ann)[-1] == "已发布：示例展示"

    def test_an_officer_publishes_own_news_alone(self, square: Square) -> None:
        news = square.write(by=square.officer, kind="news")
        assert posting.publish(post=news, by=square.officer).state == states.PUBLISHED

    def test_colleagues_of_the_firm_go_on_with_it(self, square: Square, as_: As) -> None:
        join(square.stranger, square.firm)
        post = square.write()
        assert post.title in page(as_(square.stranger), "mine_one", post.reference)
        posting.submit(post=post, by=square.stranger)


class TestWho:
    def test_nobody_shows_a_firm_not_their_own(self, square: Square) -> None:
        with pytest.raises(Refused):
            square.write(by=square.bob)
        with pytest.raises(NotPossible):
            square.write(enterprise=None)

    def test_a_draft_is_its_authors_alone(self, square: Square, as_: As) -> None:
        post = square.write()
        for who in (square.bob, square.officer, square.stranger):
            assert post not in queries.posts_seen(who), who
            assert as_(who).post(reverse("community:submit", args=[post.reference])).status_code == 404
        assert post in queries.posts_seen(square.auditor)

    def test_only_its_office_publishes_and_nobody_their_own_firms(self, square: Square) -> None:
        post = posting.submit(post=square.write(), by=square.ann)
        Bureau.objects.create(name="区科委", full="示例区科委")
        for who in (square.ann, square.bob, square.auditor, person("rival", officer="区科委")):
            with pytest.raises(Refused):
                posting.publish(post=post, by=who)
        join(square.officer, square.firm)
        with pytest.raises(Refused, match="自己企业"):
            posting.publish(post=post, by=square.officer)

    def test_what_is_public_is_not_changed_under_the_readers(self, square: Square) -> None:
        post = square.published()
        with pytest.raises(Refused):
            posting.change(post=post, by=square.ann, title="别的", text="别的")
        with pytest.raises(MoveRefused):
            posting.take_back(post=post, by=square.ann)

    def test_handed_in_a_moment_ago_it_is_not_changed(self, square: Square) -> None:
        stale = square.write()
        posting.submit(post=Post.objects.get(), by=square.ann)
        for again in (
            lambda: posting.change(post=stale, by=square.ann, title="别的", text="别的"),
            lambda: posting.add_picture(post=stale, by=square.ann, file=photo(), alt="机器"),
            lambda: posting.name_people(post=stale, by=square.ann, who=["张三"], how="书面"),
        ):
            with pytest.raises(Refused, match="先撤回"):
                again()
        assert Post.objects.get().title != "别的" and not Picture.objects.exists() and not Appearance.objects.exists()

    def test_who_wrote_it_takes_it_back_the_office_sends_it_back_with_a_reason(self, square: Square, as_: As) -> None:
        post = posting.submit(post=square.write(), by=square.ann)
        with pytest.raises(Refused, match="写明原因退回"):
            posting.take_back(post=post, by=square.officer)
        assert as_(square.officer).post(reverse("community:take_back", args=[post.reference])).status_code == 403
        assert posting.take_back(post=post, by=square.ann).state == states.DRAFT

    def test_to_manage_leads_where_each_may(self, square: Square, as_: As) -> None:
        post = square.published()
        for who, name in ((square.ann, "mine_one"), (square.officer, "desk_post")):
            address = reverse(f"community:{name}", args=[post.reference])
            said = page(as_(who), "post", post.reference)
            assert f'href="{address}"' in said and as_(who).get(address).status_code == 200, name
        for who in (square.bob, square.auditor):
            assert "管理这一篇" not in page(as_(who), "post", post.reference)

    def test_offline_needs_a_reason_and_tells_the_author(self, square: Square) -> None:
        post = square.published()
        with pytest.raises(NotPossible):
            posting.withdraw(post=post, by=square.officer, why=" ")
        posting.withdraw(post=post, by=square.officer, why="企业已经注销")
        assert "已下线：示例：会数箱子的摄像头" in told(square.ann)
        assert Client().get(reverse("community:post", args=[post.reference])).status_code == 404


class TestPictures:
    def test_people_in_a_picture_are_named_with_how_they_agreed(self, square: Square) -> None:
        post = square.write()
        with pytest.raises(NotPossible):
            posting.add_picture(post=post, by=square.ann, file=photo(), alt="两个人", people=True)
        posting.add_picture(post=post, by=square.ann, file=photo(), alt="两个人", people=True, who=["甲", "乙"],
                            how="书面")  # fmt: skip
        assert [each.name for each in Appearance.objects.all()] == ["甲", "乙"]

    def test_the_same_picture_again_keeps_who_is_named_with_it(self, square: Square) -> None:
        post = square.write()
        picture = posting.add_picture(post=post, by=square.ann, file=photo(), alt="一个人")
        for who in (["张三"], ["张三", "李四"]):
            again = posting.add_picture(post=post, by=square.ann, file=photo(), alt="一个人", people=True, who=who,
                                        how="书面")  # fmt: skip
            assert again == picture
        picture.refresh_from_db()
        assert picture.people and sorted(each.name for each in picture.consents.all()) == ["张三", "李四"]

    def test_what_was_typed_stands_where_the_file_is_refused(self, square: Square, as_: As) -> None:
        post, client = square.write(), as_(square.ann)
        for name, content in (("photo.png", b"no picture"), ("paper.pdf", samples.pdf())):
            file = SimpleUploadedFile(name, content)
            said = {"alt": "示例画面", "people": "on", "who": "张三\n李四", "how": "书面同意", "file": file}
            answer = client.post(reverse("community:add_picture", args=[post.reference]), said)
            assert answer.status_code == 422, name
            text = answer.content.decode()
            assert "张三\n李四" in text and "书面同意" in text and "示例画面" in text, name
            assert re.search(r'name="people"[^>]* checked', text), name
        assert not post.pictures.exists()

    def test_names_are_bounded(self, square: Square, as_: As) -> None:
        post, client = square.write(), as_(square.ann)
        for who, why in (("\n".join(f"示例{n}" for n in range(31)), "最多写 30 位"), ("长" * 61, "太长")):
            said = {"who": who, "how": "书面"}
            answer = client.post(reverse("community:name_people", args=[post.reference]), said)
            assert answer.status_code == 422 and why in answer.content.decode()
        assert not post.consents.exists()

    def test_a_picture_is_seen_where_its_post_is(self, square: Square, as_: As) -> None:
        post = square.write()
        picture = posting.add_picture(post=post, by=square.ann, file=photo(), alt="机器")
        address = reverse("community:picture", args=[picture.key])
        assert Client().get(address).status_code == 404
        posting.submit(post=post, by=square.ann)
        assert as_(square.officer).get(address).status_code == 200
        posting.publish(post=post, by=square.officer)
        answer = Client().get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
        assert f'src="{address}"' in page(Client(), "post", post.reference)

    @pytest.mark.database
    def test_taken_back_by_link_the_picture_is_gone_everywhere(self, square: Square) -> None:
        post = square.write()
        picture = posting.add_picture(post=post, by=square.ann, file=photo(), alt="一个人", people=True, who=["甲"],
                                      how="书面")  # fmt: skip
        posting.submit(post=post, by=square.ann)
        posting.publish(post=post, by=square.officer)
        consent, anyone = Appearance.objects.get(), Client()
        assert "撤回以后照片马上删除" in page(anyone, "consent", consent.token)
        consent.refresh_from_db()
        assert consent.withdrawn_at is None, "looking changes nothing"
        for _twice in range(2):
            anyone.post(reverse("community:withdraw_consent", args=[consent.token]))
        picture.refresh_from_db()
        assert picture.file is None and picture.gone_at == NOW and not StoredFile.objects.exists()
        assert anyone.get(reverse("community:picture", args=[picture.key])).status_code == 404
        assert "<img" not in page(anyone, "post", post.reference)
        assert [title for title in told(square.ann) if "照片已删除" in title] and post.state == states.PUBLISHED

    @pytest.mark.database
    def test_who_is_named_takes_it_back_and_the_post_goes_offline(self, square: Square) -> None:
        post = square.write()
        [consent] = posting.name_people(post=post, by=square.ann, who=["甲", " "], how="书面")
        posting.submit(post=post, by=square.ann)
        posting.publish(post=post, by=square.officer)
        speaking.withdraw_consent(consent=consent, by=None, token=consent.token)
        post.refresh_from_db()
        assert post.state == states.WITHDRAWN and "撤回了同意" in post.why

    def test_named_in_what_waits_to_be_looked_at_it_goes_back_to_who_wrote_it(self, square: Square) -> None:
        post = square.write(text="张三来过。")
        [consent] = posting.name_people(post=post, by=square.ann, who=["张三"], how="书面")
        posting.submit(post=post, by=square.ann)
        speaking.withdraw_consent(consent=consent, by=None, token=consent.token)
        with pytest.raises(Refused, match="还没有提交"):
            posting.publish(post=post, by=square.officer)  # as a page that was open shows it
        post.refresh_from_db()
        assert post.state == states.RETURNED and "撤回了同意" in post.why
        assert told(square.ann)[-1].startswith("已退回修改") and post not in queries.to_moderate(square.officer)
        with pytest.raises(NotPossible, match="还写着“张三”"):
            posting.submit(post=post, by=square.ann)
        posting.change(post=post, by=square.ann, title=post.title, text="有人来过。")
        posting.publish(post=posting.submit(post=post, by=square.ann), by=square.officer)

    def test_of_a_draft_who_wrote_it_is_told(self, square: Square, as_: As) -> None:
        post = square.write(text="张三来过。")
        [consent] = posting.name_people(post=post, by=square.ann, who=["张三"], how="书面")
        speaking.withdraw_consent(consent=consent, by=None, token=consent.token)
        assert told(square.ann)[-1].startswith("有人撤回了同意")
        assert "还写着“张三”" in page(as_(square.ann), "mine_one", post.reference)

    def test_somebody_elses_consent_is_not_taken_back(self, square: Square) -> None:
        [consent] = posting.name_people(post=square.write(), by=square.ann, who=["甲"], how="书面")
        with pytest.raises(Refused):
            speaking.withdraw_consent(consent=consent, by=square.bob, token="wrong")
        assert Client().get(reverse("community:consent", args=["wrong"])).status_code == 404

    def test_nothing_is_published_with_people_who_did_not_agree(self, square: Square) -> None:
        post = square.write()
        posting.add_picture(post=post, by=square.ann, file=photo(), alt="机器")
        Picture.objects.update(people=True)  # somebody is in it after all
        with pytest.raises(NotPossible, match="还没有他们的同意"):
            posting.submit(post=post, by=square.ann)

    def test_given_up_its_pictures_go(self, square: Square) -> None:
        post = square.write()
        posting.add_picture(post=post, by=square.ann, file=photo(), alt="机器")
        posting.drop(post=post, by=square.ann)
        assert not StoredFile.objects.exists() and post not in queries.my_posts(square.ann)


class TestReports:
    def test_a_stranger_reports_and_the_office_upholds_it(self, square: Square, as_: As) -> None:
        post, anyone = square.published(), Client()
        for _twice in range(2):
            anyone.post(reverse("community:report", args=[post.reference]), {"reason": "advert", "text": "像广告"})
        report = Report.objects.get()
        desk = as_(square.officer)
        assert "像广告" in page(desk, "desk_report", report.reference) and "处理举报" in str(
            desk.get("/todo/").content.decode()
        )
        assert desk.post(reverse("community:uphold", args=[report.reference]), {"answer": ""}).status_code == 422
        desk.post(reverse("community:uphold", args=[report.reference]), {"answer": "是广告"})
        post.refresh_from_db()
        assert post.state == states.WITHDRAWN and post.why == "是广告"
        assert "已下线：示例：会数箱子的摄像头" in told(square.ann)

    def test_dismissed_it_stays_and_who_reported_is_told(self, square: Square) -> None:
        post = square.published()
        report = speaking.report(post=post, by=square.bob, reason="untrue", text="", address="192.0.2.1")
        speaking.answer_report(report=report, by=square.officer, upheld=False, answer="核实属实")
        with pytest.raises(NotPossible):
            speaking.answer_report(report=report, by=square.officer, upheld=True, answer="改主意")
        post.refresh_from_db()
        assert post.is_public and "您举报的内容已处理：示例：会数箱子的摄像头" in told(square.bob)

    def test_nobody_decides_on_what_is_their_own_or_their_firms(self, square: Square, as_: As) -> None:
        news = posting.publish(post=square.write(by=square.officer, kind="news"), by=square.officer)
        show = square.published(title="示例：别的")
        join(square.officer, square.firm)
        for post in (news, show):
            report = speaking.report(post=post, by=square.bob, reason="advert", text="", address="192.0.2.1")
            for upheld in (True, False):
                with pytest.raises(Refused, match="请同事处理"):
                    speaking.answer_report(report=report, by=square.officer, upheld=upheld, answer="示例")
            said = page(as_(square.officer), "desk_report", report.reference)
            assert "请同事处理" in said and "<textarea" not in said
        assert (
            not queries.standing_reports(square.officer)
            and queries.standing_reports(person("next", officer="区人社局")).exists()
        )

    def test_one_address_reports_five_times_an_hour(self, square: Square) -> None:
        posts = [square.published(title=f"示例 {n}") for n in range(6)]
        for post in posts[:5]:
            speaking.report(post=post, by=None, reason="advert", text="", address="192.0.2.1")
        with pytest.raises(NotPossible, match="一小时内"):
            speaking.report(post=posts[5], by=None, reason="advert", text="", address="192.0.2.1")
        speaking.report(post=posts[5], by=None, reason="advert", text="", address="192.0.2.2")
        with clock.at(NOW.replace(hour=12)):
            speaking.report(post=posts[5], by=None, reason="advert", text="", address="192.0.2.1")

    def test_what_else_is_wrong_has_to_be_said(self, square: Square) -> None:
        answer = Client().post(reverse("community:report", args=[square.published().reference]), {"reason": "other"})
        assert answer.status_code == 422 and "请写明哪里不妥" in answer.content.decode()


class TestFeeds:
    def test_news_as_atom(self, square: Square) -> None:
        post = square.published(title="示例 <b>& 动态")
        square.write(title="草稿不在里面")
        answer = Client().get(reverse("community:feed"))
        said = answer.content.decode()
        assert answer["Content-Type"].startswith("application/atom+xml") and "草稿不在里面" not in said
        assert "示例 &lt;b&gt;&amp; 动态" in said and reverse("community:post", args=[post.reference]) in said

    def test_search_finds_what_is_published_and_what_is_on_and_forgets_what_went(self, square: Square) -> None:
        day = clock.today()
        post, activity = square.published(), square.activity()
        before = finding.stamp(day)
        assert {thing.title for thing in finding.things(day)} == {post.title, str(activity)}
        posting.withdraw(post=post, by=square.officer, why="过时")
        assert finding.stamp(day) != before and post.title not in {thing.title for thing in finding.things(day)}
