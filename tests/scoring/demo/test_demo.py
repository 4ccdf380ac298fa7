"""The demonstration: the article's facts, every state, five colours, low ones on generic names only."""

import json
from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from branches.access.models import User
from branches.audit.models import Event
from branches.audit.queries import first_broken
from branches.brands.models import Base, Brand, JointActivity, Partner
from branches.org.models import Branch
from branches.trail.words import FIELDS, FIGURES, SUBJECTS
from indexmetrics.evidence.contents import clean_event, clean_figure
from indexmetrics.evidence.files import stored_at
from indexmetrics.evidence.models import Attachment, Decision, Record, Submission
from indexmetrics.intake.models import RegisterEntry
from indexmetrics.periods.models import Quarter
from indexmetrics.schemes.sensitive import findings
from scoring.boards.models import Card, Edition
from scoring.boards.verifying import differences
from scoring.demo import names
from scoring.rectify.models import Notice
from scoring.verdicts.models import Verdict
from tests.scoring.demo.loading import TODAY, load, seals

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """One load for the whole module, taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


def test_bureau_has_all_types_and_accounts(demo):
    types = Counter(branch.profiles.last().type_code for branch in Branch.objects.all())
    accounts = {user.username: user for user in User.objects.filter(username__in=[row[0] for row in names.ACCOUNTS])}

    assert types == {"police_station": 12, "operational_unit": 9, "office": 9, "retired": 2, "functional": 1}
    assert len(accounts) == 8
    assert all(user.is_demo and user.check_password("for-the-demonstration") for user in accounts.values())
    assert accounts["secretary"].own_branches[0].profiles.first().type_code == "police_station"
    assert accounts["secretary2"].own_branches[0].profiles.first().type_code == "office"
    assert not User.objects.get(username="sj-pcs-01").has_usable_password()


def test_two_quarters_are_published_and_one_was_corrected(demo):
    assert [row[:2] for row in seals()] == [("2026Q2", 1), ("2026Q2", 2), ("2026Q3", 1)]
    corrected = Edition.objects.get(quarter_code="2026Q2", number=2)
    assert corrected.reason == names.CORRECTION_REASON
    assert {change["branch"] for change in corrected.header["changes"]} == {"lhfj"}
    assert any(change["indicator"] == "B4" for change in corrected.header["changes"])
    assert all(differences(edition) == [] for edition in Edition.objects.all())
    assert all(edition.header["demo"] for edition in Edition.objects.all())


def test_five_colours_and_the_lowest_only_on_generic_names(demo):
    named = {row[0] for row in names.NAMED}

    for edition in Edition.objects.all():
        assert all(edition.header["counts"][colour] for colour in ("red", "orange", "yellow", "blue", "grey"))
    low = set(Card.objects.filter(colour__in=["yellow", "blue", "grey"]).values_list("branch_code", flat=True))
    vetoed = set(Verdict.objects.exclude(kind="bonus").values_list("branch__code", flat=True))
    discipline = set(RegisterEntry.objects.filter(indicator="I5").values_list("branch__code", flat=True))
    assert low and vetoed and discipline
    assert not (low | vetoed | discipline) & named
    assert all("-" in code for code in low | vetoed | discipline)


def test_caps_leave_their_footnotes(demo):
    held = Counter()
    lowered = set()
    for card in Card.objects.all():
        held.update(card.row["caps_held"])
        lowered |= {cap["code"] for cap in card.trail["caps"] if cap["lowered"]}

    assert {"C1", "C2", "C3", "C4", "Z2"} <= set(held)
    assert {"C1", "C2", "C4", "Z2"} <= lowered


def test_running_quarter_shows_every_state(demo):
    current = Quarter.objects.get(code="2026Q4")
    states = Counter(Record.objects.filter(quarter=current).order_by().values_list("state", flat=True))
    sent = Submission.objects.filter(quarter=current, month="2026-10").count()

    assert current.state == "open"
    assert set(states) == {"draft", "submitted", "returned", "accepted", "void"}
    assert 0 < sent < 33
    assert not Submission.objects.filter(quarter=current, month="2026-12").exists()
    assert not Record.objects.filter(date__gt=TODAY).exists()


def test_the_article_is_told_with_its_facts(demo):
    wishes = Record.objects.get(title__contains="点亮微心愿")
    officers = Record.objects.get(title__contains="83名学警")
    partner = Partner.objects.get(alliance="校局联盟")

    assert (wishes.branch.code, wishes.date) == ("lhfj", date(2026, 6, 9))
    assert (wishes.data["wishes_met"], wishes.data["place"]) == (14, "龙山小学、台门小学")
    assert wishes.files.count() == 2
    assert (partner.people, partner.months, partner.name) == (83, 4, "南京森林警察学院刑事科学技术学院")
    assert officers.data["partner"] == partner.name
    assert Base.objects.filter(level="city").count() == 3
    assert set(Brand.objects.values_list("name", flat=True)) == {
        "渔都红警", "红细胞警营", "蓝海志工", "蜜蜂警队", "警营·家", "渔港智先锋", "东海利剑", "校局联盟"}
    assert Brand.objects.get(name="渔都红警").parent is None
    assert Record.objects.filter(title__contains="警娃之家").exists()
    told = {record.data.get("venue") for record in Record.objects.filter(title__contains="三学联动")}
    assert told == {"mobile_流动讲堂", "online_云上课堂", "model_模范学堂"}
    assert JointActivity.objects.filter(partner=partner).exists()


def test_every_record_is_one_the_forms_would_take(demo):
    outline = Quarter.objects.first().scheme.outline
    records = list(Record.objects.prefetch_related("tags", "branch"))

    for record in records:
        if record.is_figure:
            clean_figure(outline, indicator=record.indicator, part=record.part, data=record.data)
            continue
        cleaned, own, _chosen = clean_event(
            outline, kind=record.kind, month=record.month, day=record.date, title=record.title, data=record.data,
            tags=[tag.indicator for tag in record.tags.all() if not tag.is_own])
        assert cleaned == {key: value for key, value in record.data.items() if value not in (None, "", {})}
        assert own == [tag.indicator for tag in record.tags.all() if tag.is_own] or set(own) == {
            tag.indicator for tag in record.tags.all() if tag.is_own}
    texts = [("", json.dumps([record.title, record.data], ensure_ascii=False)) for record in records]
    assert findings(texts) == []


def test_trail_is_whole_and_in_order(demo):
    moments = list(Event.objects.filter(number__gt=2).order_by("number").values_list("at", flat=True))

    assert first_broken() is None
    assert moments == sorted(moments)
    assert Record.objects.exclude(state="draft").filter(submitted_by=None).count() == 0


def test_nobody_decided_on_his_own(demo):
    assert not Decision.objects.filter(decided_by__assignments__role="branch_secretary").exists()
    hashes = {decision.record_id: decision.content_hash for decision in Decision.objects.order_by("pk")}
    accepted = Record.objects.accepted().prefetch_related("tags", "files")
    assert all(hashes[record.pk] == record.content_hash() for record in accepted)


def test_rectification_was_followed_up(demo):
    notices = {notice.branch.code: notice for notice in Notice.objects.filter(quarter__code="2026Q2")}

    assert notices[names.OVERDUE_NOTICE].closed_at is None
    assert any(notice.closed_at for notice in notices.values())
    assert all(notice.planned_at for notice in notices.values())


def test_files_are_real(demo):
    attached = list(Attachment.objects.all())

    assert {file.name.rpartition(".")[2] for file in attached} == {"png", "docx", "pdf"}
    assert all(stored_at(file.path).stat().st_size == file.size for file in attached)


def test_its_trail_speaks_in_words(demo):
    events = Event.objects.all()
    kept = [value for pair in events.values_list("before", "after") for value in pair if isinstance(value, dict)]

    assert not set(events.values_list("subject", flat=True).order_by().distinct()) - set(SUBJECTS)
    assert not {name for value in kept for name in value} - set(FIELDS)
    assert not {name for value in kept for name in value.get("data") or {}} - set(FIGURES)
