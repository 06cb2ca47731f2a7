"""What is to be done before a forum: who sees it, who ticks it off, who is reminded of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from exchange.audit.models import Event
from exchange.notices import wording
from exchange.notices.models import Notice
from exchange.notices.running import run_rule
from forums import services
from forums.forms.tasks import CountdownField
from forums.models import Task
from forums.notices import TASK_DUE
from forums.usual import usual_tasks
from tests.factories.accounts import UserFactory
from tests.factories.directory import OrganizationFactory, PersonFactory, PostFactory
from tests.factories.forums import EditionFactory, TaskFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TODAY = timezone.localdate()


def speaker_for(body, **facts):
    user = UserFactory(counterpart=True, language="ja", **facts)
    PostFactory(person=PersonFactory(user=user), organization=body)
    return user


@pytest.fixture
def edition():
    return EditionFactory(starts_on=TODAY + timedelta(days=60), year=(TODAY + timedelta(days=60)).year)


def page(edition):
    return reverse("forums:edition_tasks", args=[edition.pk])


@given(st.integers(-730, 365))
def test_a_countdown_reads_back_what_it_writes(days):
    field = CountdownField()
    assert field.clean(field.prepare_value(days)) == days


@pytest.mark.parametrize(
    ("typed", "days"),
    [("D-90", -90), ("d - 90", -90), ("-90", -90), ("Ｄ－９０", -90), ("D+14", 14), ("D-Day", 0), ("0", 0)],
)
def test_a_countdown_is_read_as_people_type_it(typed, days):
    assert CountdownField().clean(typed) == days


def test_staff_write_tick_off_and_delete(client, edition, django_assert_num_queries):
    staff = UserFactory(staff=True)
    client.force_login(staff)
    add = reverse("forums:task_add", args=[edition.pk])
    typed = {"title_ko": "예시 공문", "days": "구십일 전", "side": "ours", "owner": staff.pk, "note_ko": "적던 글"}
    refused = client.post(add, typed).content.decode()
    assert "D-90, D+14, D-Day처럼" in refused
    assert "적던 글" in refused
    assert not edition.tasks.exists()
    client.post(add, typed | {"days": "D-90"})
    task = edition.tasks.get()
    assert (task.days, task.due_on, task.owner) == (-90, edition.starts_on - timedelta(days=90), staff)
    TaskFactory(edition=edition, days=-10, title_ko="예시 다가온 일")
    with django_assert_num_queries(4):
        html = client.get(page(edition)).content.decode()
    assert html.count("기한 지남") == 1
    assert html.index("D-90") < html.index("D-10")
    shown = {
        state: [row["task"].days for row in client.get(page(edition), {"state": state}).context["rows"]]
        for state in ("open", "overdue", "done", "mine", "nonsense")
    }
    assert shown == {"open": [-90, -10], "overdue": [-90], "done": [], "mine": [-90], "nonsense": [-90, -10]}

    client.post(reverse("forums:task_done", args=[task.pk]))
    client.post(reverse("forums:task_done", args=[task.pk]))
    task.refresh_from_db()
    assert task.done_by == staff
    assert Event.objects.about(task).filter(verb="complete_task").count() == 1
    client.post(reverse("forums:task_done", args=[task.pk]), {"done": "0"})
    edit = reverse("forums:task_edit", args=[task.pk])
    version = Task.objects.get(pk=task.pk).version
    first, late = typed | {"days": "-80", "version": version}, typed | {"days": "-70", "version": version}
    assert client.post(edit, first).status_code == 302
    overtaken = client.post(edit, late)
    assert overtaken.status_code == 409
    assert "D-80" in overtaken.content.decode()
    client.post(reverse("forums:task_delete", args=[task.pk]))
    assert edition.tasks.count() == 1


def test_the_usual_tasks_come_with_one_press_and_only_once(client, edition):
    client.force_login(UserFactory(staff=True))
    TaskFactory(edition=edition, title_ko=usual_tasks()[0]["title_ko"], days=-200)
    for _press in range(2):
        client.post(reverse("forums:edition_tasks_usual", args=[edition.pk]))
    tasks = list(edition.tasks.all())
    assert len(tasks) == len(usual_tasks())
    assert all(task.title_ja for task in tasks if task.days != -200)
    assert all(task.is_shared and task.owner is None for task in tasks if task.side == "counterpart")
    assert all(task.due_on == edition.starts_on + timedelta(days=task.days) for task in tasks if task.days != -200)
    assert "기본 할 일" not in client.get(page(edition)).content.decode()


def test_the_counterpart_ticks_off_what_is_its_own(client, edition):
    user = speaker_for(edition.series.counterpart)
    own = TaskFactory(edition=edition, side="counterpart", is_shared=True, title_ja="名簿を送る")
    shared = TaskFactory(edition=edition, is_shared=True, title_ko="함께 보는 일")
    inner = TaskFactory(edition=edition, title_ko="우리끼리 보는 일", title_ja="内部の仕事")
    foreign = TaskFactory(
        edition=EditionFactory(series__counterpart=OrganizationFactory(name_ko="예시 다른 단체")), is_shared=True,
        side="counterpart", title_ja="他の団体の仕事",
    )  # fmt: skip
    client.force_login(user)
    html = client.get(page(edition)).content.decode()
    assert "名簿を送る" in html
    assert "함께 보는 일" in html
    assert "日本語なし" in html
    assert "内部の仕事" not in html
    assert "우리끼리" not in html
    assert client.get(page(foreign.edition)).status_code == 404

    def done(task):
        return client.post(reverse("forums:task_done", args=[task.pk])).status_code

    assert [done(each) for each in (own, shared, inner, foreign)] == [302, 403, 404, 404]
    assert Task.objects.filter(done_at__isnull=False).get() == own
    assert client.post(reverse("forums:task_edit", args=[own.pk]), {"title_ko": "x"}).status_code == 403


def test_reminders_reach_whose_task_it_is_and_end_with_it(edition):
    owner, manager = UserFactory(staff=True), UserFactory(manager=True)
    theirs, stranger = speaker_for(edition.series.counterpart), speaker_for(OrganizationFactory())
    overdue = timedelta(days=1)
    due = (TODAY - overdue - edition.starts_on).days
    facts = {"edition": edition, "days": due, "due_on": TODAY - overdue}
    mine = TaskFactory(owner=owner, title_ko="예시 밀린 일", **facts)
    nobodys = TaskFactory(**facts)
    shared = TaskFactory(side="counterpart", is_shared=True, title_ja="名簿を送る", **facts)
    TaskFactory(edition=edition, owner=owner, days=-1, due_on=TODAY + timedelta(days=59))  # far
    TaskFactory(edition=EditionFactory(state="cancelled", state_reason="예시"), owner=owner, due_on=TODAY - overdue)
    run_rule(TASK_DUE, TODAY)
    run_rule(TASK_DUE, TODAY)
    told = {(notice.subject_id, notice.recipient) for notice in Notice.objects.filter(rule=TASK_DUE.name)}
    assert told == {(mine.pk, owner), (nobodys.pk, owner), (nobodys.pk, manager), (shared.pk, theirs)}
    assert not Notice.objects.filter(recipient=stranger).exists()

    [notice] = Notice.objects.filter(recipient=theirs)
    with override("ja"):
        assert wording.lines_of([notice], reader=theirs)[0].words.title == "名簿を送る"
    services.complete_task(task=shared, by=theirs)
    services.save_task(edition=edition, task=mine, owner=manager, by=manager)
    run_rule(TASK_DUE, TODAY)
    assert not Notice.objects.filter(subject_id__in=[shared.pk], settled_at=None).exists()
    assert not Notice.objects.filter(subject_id=mine.pk, recipient=owner, settled_at=None).exists()
    assert Notice.objects.filter(subject_id=mine.pk, recipient=manager, settled_at=None).exists()


def test_reminders_come_a_week_before_on_the_day_and_weekly_after_it_and_anew_when_the_day_moves(edition):
    owner = UserFactory(staff=True)
    task = TaskFactory(edition=edition, owner=owner, days=-30)
    due, counts = task.due_on, {}
    for left in (8, 7, 6, 0, -1, -7, -8):
        run_rule(TASK_DUE, due - timedelta(days=left))
        counts[left] = Notice.objects.filter(subject_id=task.pk, recipient=owner).count()
    assert counts == {8: 0, 7: 1, 6: 1, 0: 2, -1: 3, -7: 3, -8: 4}
    services.save_task(edition=edition, task=task, days=-20, by=owner)
    run_rule(TASK_DUE, due + timedelta(days=10))
    [open_one] = Notice.objects.filter(subject_id=task.pk, settled_at=None)
    assert open_one.due == due + timedelta(days=10)


def test_after_a_forum_only_what_comes_after_it_reminds():
    """And what passes to the other side no longer reminds ours."""
    owner = UserFactory(staff=True)
    held = EditionFactory(held=True, starts_on=TODAY - timedelta(days=7), year=(TODAY - timedelta(days=7)).year)
    before = TaskFactory(edition=held, owner=owner, days=-1, title_ko="예시 앞의 일")
    after = TaskFactory(edition=held, owner=owner, days=7, title_ko="예시 감사 편지")
    run_rule(TASK_DUE, TODAY)
    assert [notice.subject_id for notice in Notice.objects.filter(recipient=owner)] == [after.pk]
    assert before.due_on < TODAY
    services.save_task(edition=held, task=after, side="counterpart", is_shared=True, owner=None, by=owner)
    run_rule(TASK_DUE, TODAY)
    assert not Notice.objects.filter(settled_at=None).exists()
