"""Two MOUs made each other's predecessor at the same moment, each in a connection of its own."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from exchange.mous import services
from exchange.mous.models import Mou
from tests.factories.accounts import UserFactory
from tests.factories.mous import MouFactory

pytestmark = [
    pytest.mark.postgresql,  # SQLite writes one transaction after the other
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 5


def tied_at_once(pairs, by):
    """What each of these pairs (follower, predecessor) answered, tied at the same moment."""
    start, answers = Barrier(len(pairs)), []

    def tie(mou, predecessor):
        start.wait(10)
        try:
            answers.append(services.change_mou(mou=mou, predecessor=predecessor, by=by))
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    threads = [Thread(target=tie, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.parametrize("between", [0, 1])
def test_one_of_them_is_refused_with_a_sentence(between):
    """Also where the loop would close over others that neither of them touches."""
    staff = UserFactory(staff=True)
    for _round in range(ROUNDS):
        ends = MouFactory.create_batch(2)
        far = [MouFactory(predecessor=end) if between else end for end in ends]
        pairs = [(ends[0], far[1]), (ends[1], far[0])]
        answers = tied_at_once(pairs, staff)
        told = [answer for answer in answers if isinstance(answer, ValidationError)]
        assert [list(error.message_dict) for error in told] == [["predecessor"]], answers
        assert "꼬리" in told[0].messages[0]
        assert Mou.objects.filter(pk__in=[end.pk for end in ends], predecessor__isnull=False).count() == 1
