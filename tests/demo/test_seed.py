"""The demo is loaded once: a second run changes nothing, and what people changed or own stays."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from ambassadors.models import AdvisoryRequest, AdvisorySession, Ambassador, Case, Client, Term
from delegations.documents import build_report
from delegations.models import Delegation
from exchange.accounts.enums import Role
from exchange.accounts.models import User
from exchange.core import content
from exchange.demo import pictures
from exchange.demo.accounts import ACCOUNTS
from exchange.directory.models import Organization, Person
from exchange.meetings.models import Photo
from exchange.mous.models import Commitment, Mou
from exchange.notices.models import Mail
from tests.demo.conftest import load
from tests.factories.delegations import DelegationFactory

pytestmark = pytest.mark.django_db
LINES = Path(__file__).with_name("tokyo-2024-lines.txt")


def comparable(line):
    """As the list of lines says: without white space and bullets, dates without leading zeros."""
    return re.sub(r"[\s\u2060□ㅇ○◦\-·*※:,.]", "", re.sub(r"\b0(\d)", r"\1", line))


def everything():
    """Every row of the programme, as values."""
    own = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(("exchange.", "delegations.", "forums.", "ambassadors."))
    ]
    return {model: list(model.objects.order_by("pk").values()) for model in own}


def test_a_foreign_trip_of_the_same_name_is_left_alone(media, sketches):
    DelegationFactory(slug="tokyo-2024", title_ko="다른 곳의 출장")
    load()
    trip = Delegation.objects.get(slug="tokyo-2024")
    assert (trip.title_ko, trip.meetings.count()) == ("다른 곳의 출장", 0)


def test_production_refuses_the_demo(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--force"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.mark.once
def test_sample_photos_have_twelve_megapixels_and_say_so(media):
    load()
    photos = Photo.objects.all()
    assert photos.count() == 6
    assert all(photo.is_sample and photo.caption_ko and photo.caption_ja for photo in photos)
    assert all((photo.width, photo.height) == (1600, 1200) for photo in photos)
    assert all(content.load(photo.print_sha256) and content.load(photo.thumbnail_sha256) for photo in photos)


def test_a_picture_is_drawn_the_same_each_time():
    from io import BytesIO

    first = pictures.draw("signing")
    assert first == pictures.draw("signing")
    assert Image.open(BytesIO(first)).size == (4000, 3000)
    assert first != pictures.draw("group")


@pytest.mark.usefixtures("demo")
class TestLoaded:
    def test_a_second_run_changes_nothing(self, demo):
        before = everything()
        assert load() == demo
        assert everything() == before

    def test_edits_stay(self):
        Person.objects.filter(name_ko="김철우").update(note="고친 메모")
        Organization.objects.filter(short_name_en="KBIZ").update(website="https://example.com")
        trip = Delegation.objects.get(slug="tokyo-2024")
        trip.meetings.all()[0].points.all().delete()
        staff = User.objects.get(email="staff@example.com")
        staff.set_password("another password")
        staff.save()
        before = everything()
        load()
        assert everything() == before

    def test_every_role_has_an_account_that_signs_in(self, demo, settings, client):
        for facts in ACCOUNTS:
            assert facts["email"] in demo
            assert client.login(email=facts["email"], password=settings.DEMO_PASSWORD), facts["email"]
        assert {user.role for user in User.objects.all()} == {*Role.values, ""}
        assert all("예시" in user.name or "例示" in user.name for user in User.objects.all())
        assert Person.objects.get(user__role=Role.AMBASSADOR).name_ko == "민간대사 예시"

    def test_the_trip_ahead_is_a_sample_without_its_flight_home(self):
        trip = Delegation.objects.get(slug="sample-osaka")
        assert trip.is_sample
        assert 29 < (trip.starts_on - timezone.localdate()).days < 40
        assert list(trip.legs.values_list("direction", flat=True)) == ["outward"]
        assert all("예시" in text for text in [trip.title_ko, *(item.title_ko for item in trip.items.all())])
        assert not trip.delegates.exclude(person=None).exists()

    def test_advice_is_a_sample_in_every_word_and_nobody_is_written_to(self):
        """Of the two ambassadors in Japan too: what they know is left open, all that they were asked is a sample."""
        real = Ambassador.objects.filter(country="JP")
        assert sorted(str(row) for row in real) == ["곽근남", "전희배"]
        assert not any(row.expertise.exists() for row in real)
        assert all(row.requests.exists() and row.sessions.exists() for row in real)
        assert all(
            row.is_sample for model in (Term, Client, AdvisoryRequest, AdvisorySession) for row in model.objects.all()
        )
        assert {row.state for row in AdvisoryRequest.objects.all()} == {"received", "assigned", "accepted", "closed"}
        assert {row.state for row in AdvisorySession.objects.all()} == {"submitted", "confirmed", "checked"}
        texts = [*Client.objects.values_list("name"), *AdvisoryRequest.objects.values_list("question", "contact_name")]
        texts += AdvisorySession.objects.values_list("question", "advice")
        texts += Case.objects.values_list("title_ko", "question_ko", "advice_ko", "firm_ko")
        assert all("예시" in text for row in texts for text in row)
        assert not Mail.objects.exists()

    def test_the_tokyo_report_says_every_line_of_the_original_in_order(self):
        tree = build_report(Delegation.objects.get(slug="tokyo-2024"), "ko")
        text, place = comparable(f"{tree.title}\n{tree.text}"), 0
        for line in LINES.read_text().splitlines():
            if line and not line.startswith("#"):
                found = text.find(comparable(line), place)
                assert found >= 0, line
                place = found + len(comparable(line))

    def test_the_japanese_edition_misses_nothing(self):
        tree = build_report(Delegation.objects.get(slug="tokyo-2024"), "ja")
        assert "【" not in tree.text

    def test_seven_promises_come_from_their_true_sources(self):
        promises = Commitment.objects.all()
        assert promises.filter(clause__mou__signed_on=date(2024, 7, 18)).count() == 4
        spoken = promises.filter(point__isnull=False).select_related("point")
        assert [promise.has_drifted for promise in spoken] == [False] * 3
        forum = promises.get(recurrence="yearly")
        assert forum.occurrences.get(year=2025).evidence.get().dated_on == date(2025, 11, 25)
        assert forum.occurrences.get(year=2025).state == "kept"
        user = User.objects.get(email="counterpart@example.com")
        assert Mou.objects.visible_to(user).count() == 2
        assert Commitment.objects.visible_to(user).count() == 5
