"""Two requests about the same entry at the same moment, each in its own connection to the database."""

import time
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction

from delegations import services
from delegations.models import ItineraryItem
from exchange.audit.versions import Overtaken, claim
from exchange.meetings.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.delegations import ItineraryItemFactory

pytestmark = pytest.mark.django_db(transaction=True)
WAIT = 0.5  # s in which the second one comes to the lock of the first


@pytest.fixture
def item():
    return ItineraryItemFactory()


def while_it_is_written(first, second, then=lambda: None):
    """`second` begins before the transaction of `first` ends; returns what it answered or raised."""
    begun, answers = Signal(), []

    def follow():
        begun.wait(10)
        try:
            answers.append(second())
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    thread = Thread(target=follow)
    thread.start()
    with transaction.atomic():
        first()
        begun.set()
        time.sleep(WAIT)
        then()
    thread.join(20)
    assert not thread.is_alive()
    return answers[0]


def test_the_second_to_save_an_entry_is_told_even_at_the_same_moment(item):
    staff, version = UserFactory.create_batch(2, staff=True), item.delegation.version
    answer = while_it_is_written(
        lambda: services.change_item(item=item, version=version, by=staff[0], title_ko="먼저"),
        lambda: services.change_item(item=item, version=version, by=staff[1], title_ko="나중"),
    )
    assert isinstance(answer, Overtaken) and answer.event.by == staff[0]
    assert ItineraryItem.objects.get().title_ko == "먼저"


def test_two_notes_at_once_are_about_one_meeting(item):
    staff = UserFactory(staff=True)
    answer = while_it_is_written(
        lambda: services.meeting_of_item(item=item, by=staff),
        lambda: services.meeting_of_item(item=item, by=staff),
    )
    assert Meeting.objects.get() == answer
    assert ItineraryItem.objects.get().meeting == answer


def test_a_note_and_a_change_of_the_plan_never_wait_for_each_other(item):
    staff = UserFactory(staff=True)

    answer = while_it_is_written(
        lambda: claim(item.delegation, "move_item", None),
        lambda: services.meeting_of_item(item=item, by=staff),
        then=lambda: ItineraryItem.objects.update(title_ko="고친 제목"),
    )
    assert Meeting.objects.get() == answer and answer.title_ko == "고친 제목"
