"""Entering, confirming, moving and withdrawing in the red matrix: who may, what follows, what is told."""

from datetime import date
from uuid import uuid4

import pytest

from branches.access.roles import Role
from branches.audit.models import Event
from branches.basics.refusals import Forbidden, OutOfStep, Refused, Stale
from branches.brands import actions
from branches.brands.models import Brand, Chapter, JointActivity, Partner
from tests import make

pytestmark = pytest.mark.django_db
SHEET = {"name": "蜜蜂警队", "meaning": "勤劳、团结、奉献", "since": "2026-03-01", "story": ""}


@pytest.fixture
def core(db):
    """The bureau's core."""
    return actions.register(code="core", name="渔都红警", by=None)


@pytest.fixture
def branches(core):
    """Two branches with their secretaries, and a reviewer."""
    one, two = make.branch(), make.branch()
    return {
        "one": one, "two": two, "secretary": make.user("s1", role=Role.SECRETARY, at=one),
        "other": make.user("s2", role=Role.SECRETARY, at=two), "reviewer": make.user("r1", role=Role.REVIEWER),
        "leader": make.user("l1", role=Role.VIEWER),
    }


def send(client, person, address: str, **fields):
    """A form as that person."""
    client.force_login(person)
    return client.post(address, {"_key": uuid4().hex, **fields})


def page(client, person, address: str = "/brands/") -> str:
    """A page as that person."""
    client.force_login(person)
    return client.get(address).content.decode()


def test_a_branch_registers_its_brand_and_everybody_sees_it_once_the_office_confirms(client, branches, core):
    answer = send(client, branches["secretary"], "/brands/new/", branch=branches["one"].pk, parent=core.pk, **SHEET)
    brand = Brand.objects.get(name="蜜蜂警队")
    assert answer["Location"] == f"/brands/{brand.code}/" and brand.is_waiting
    assert "蜜蜂警队" not in page(client, branches["leader"])
    client.force_login(branches["leader"])
    assert client.get(f"/brands/{brand.code}/").status_code == 404
    desk = page(client, branches["reviewer"])
    assert "待确认" in desk and "蜜蜂警队" in desk
    assert send(client, branches["reviewer"], f"/brands/entries/brand/{brand.pk}/confirm/").status_code == 302
    assert "蜜蜂警队" in page(client, branches["leader"])
    assert list(Event.objects.filter(subject="brand", subject_id=str(brand.pk)).order_by("number").values_list("kind", flat=True)) == [
        "brand.registered", "brand.confirmed"]


def test_what_the_office_enters_stands_at_once(client, branches, core):
    send(client, branches["reviewer"], "/brands/new/", branch=branches["one"].pk, parent=core.pk, **SHEET)
    brand = Brand.objects.get(name="蜜蜂警队")
    assert brand.confirmed_by == branches["reviewer"]
    send(client, branches["reviewer"], f"/brands/{brand.code}/enter/base/", name="蜜蜂警队示范基地", level="city", named_on="2026-05-01", review_on="2028-05-01")
    send(client, branches["reviewer"], "/brands/partners/new/", name="龙山小学", since="2026-06-01", people="14")
    send(client, branches["reviewer"], f"/brands/{brand.code}/enter/activity/", title="微心愿", held_on="2026-06-09", partner=Partner.objects.get().pk)
    shown = page(client, branches["leader"])
    for words in ("蜜蜂警队示范基地", "龙山小学", "微心愿", 'class="edge"', 'class="node-partner"'):
        assert words in shown
    assert "复核" in page(client, branches["leader"], f"/brands/{brand.code}/")


def test_a_year_of_a_brand_plan_result_confirmed_by_somebody_else(client, branches, core):
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None)
    send(client, branches["secretary"], f"/brands/{brand.code}/enter/plan/", year="2026", text="每月一次入户走访")
    plan = Chapter.objects.get()
    assert plan.is_waiting and "每月一次入户走访" not in page(client, branches["leader"], f"/brands/{brand.code}/")
    own = page(client, branches["secretary"], f"/brands/{brand.code}/")
    assert "每月一次入户走访" in own and "待政治处确认" in own and "/confirm/" not in own
    assert send(client, branches["secretary"], f"/brands/entries/chapter/{plan.pk}/confirm/").status_code == 403
    assert send(client, branches["other"], f"/brands/{brand.code}/enter/plan/", year="2026", text="别人的").status_code == 404
    actions.confirm(entry=plan, by=branches["reviewer"])
    assert "每月一次入户走访" in page(client, branches["leader"], f"/brands/{brand.code}/")
    with pytest.raises(OutOfStep):
        actions.confirm(entry=plan, by=branches["reviewer"])


def test_nobody_confirms_his_own_or_his_own_branchs(branches, core):
    both = make.user("both", role=Role.REVIEWER)
    make.user("both-too", role=Role.REVIEWER)
    both.assignments.create(role=Role.SECRETARY, branch=branches["one"], since=date(2020, 1, 1))
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None)
    mine = actions.add_chapter(brand=brand, kind="plan", year=2026, text="自己写的", by=both)
    assert mine.is_waiting
    with pytest.raises(Forbidden):
        actions.confirm(entry=mine, by=both)
    theirs = actions.add_chapter(brand=brand, kind="plan", year=2026, text="同事写的", by=branches["secretary"])
    with pytest.raises(Forbidden):
        actions.confirm(entry=theirs, by=both)


def test_a_life_in_stages_with_date_and_paper(client, branches, core):
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None, since=date(2026, 1, 4))
    address = f"/brands/{brand.code}/stage/"
    assert send(client, branches["secretary"], address, stage="growing", dated="2026-02-01").status_code == 403
    assert send(client, branches["reviewer"], address, stage="growing", dated="2026-02-01").status_code == 302
    refused = send(client, branches["reviewer"], address, stage="named", dated="2026-03-01")
    assert refused.status_code == 422 and "请填写文号" in refused.content.decode()
    send(client, branches["reviewer"], address, stage="named", dated="2026-03-02", document_number="普公党〔2026〕9号")
    back = send(client, branches["reviewer"], address, stage="formed", dated="2026-04-01")
    assert back.status_code == 422 and "退回前一阶段" in back.content.decode()
    assert send(client, branches["reviewer"], address, stage="named", dated="2026-04-01", document_number="x").status_code == 422
    shown = page(client, branches["leader"], f"/brands/{brand.code}/")
    assert "普公党〔2026〕9号" in shown and shown.count("is-done") == 3 and "2026年3月2日" in shown
    assert list(brand.steps.values_list("stage", flat=True)) == ["proposed", "growing", "named"]


def test_two_editors_do_not_overwrite_each_other(branches, core):
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None)
    actions.change(brand=brand, by=branches["reviewer"], version=1, meaning="甲")
    with pytest.raises(Stale):
        actions.change(brand=brand, by=branches["reviewer"], version=1, meaning="乙")
    brand.refresh_from_db()
    assert (brand.meaning, brand.version) == ("甲", 2)
    told = Event.objects.filter(kind="brand.changed").latest("number")
    assert (told.before, told.after) == ({"meaning": ""}, {"meaning": "甲"})


def test_a_withdrawn_entry_is_gone_from_the_matrix_and_stays_in_the_trail(client, branches, core):
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None)
    other = actions.register(name="红细胞警营", branch=branches["two"], parent=core, by=None)
    act = actions.add_activity(brand=brand, other=other, title="联合党日", held_on=date(2026, 5, 1), by=None)
    address = f"/brands/entries/activity/{act.pk}/withdraw/"
    assert send(client, branches["secretary"], address, reason="不想要").status_code == 403  # the office confirmed it
    assert send(client, branches["reviewer"], address, reason="").status_code == 422
    assert send(client, branches["reviewer"], address, reason="日期有误").status_code == 302
    assert "联合党日" not in page(client, branches["leader"])
    assert Event.objects.get(kind="brand.withdrawn").reason == "日期有误" and JointActivity.objects.count() == 1
    assert send(client, branches["reviewer"], address, reason="再撤").status_code == 409
    actions.withdraw(entry=other, by=branches["reviewer"], reason="品牌合并")
    assert "红细胞警营" not in page(client, branches["leader"])


def test_a_branch_takes_back_what_waits(branches, core):
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None)
    plan = actions.add_chapter(brand=brand, kind="plan", year=2026, text="写错了", by=branches["secretary"])
    assert actions.withdraw(entry=plan, by=branches["secretary"], reason="写错了").withdrawn_by == branches["secretary"]


@pytest.mark.parametrize(("fields", "code"), [
    ({"other": "self"}, "other"), ({"held_on": date(2099, 1, 1), "other": "two"}, "held_on"),
])  # fmt: skip
def test_a_joint_activity_that_cannot_be(branches, core, fields, code):
    brand = actions.register(name="蜜蜂警队", branch=branches["one"], parent=core, by=None)
    sides = {"self": brand, "two": core}
    with pytest.raises(Refused) as refusal:
        actions.add_activity(brand=brand, title="联合", by=None, **{"held_on": date(2026, 5, 1)} | fields | {"other": sides[fields["other"]]})
    assert refusal.value.code == code


def test_a_reviewer_of_one_branch_edits_that_branch_alone(branches, core):
    small = make.user("small", role=Role.REVIEWER, at=branches["one"])
    assert actions.register(name="甲", branch=branches["one"], parent=core, by=small).confirmed_by == small
    for act in (lambda: actions.register(name="乙", branch=branches["two"], by=small), lambda: actions.register(name="丙", by=small),
                lambda: actions.add_partner(name="丁", by=small)):
        with pytest.raises(Forbidden):
            act()
