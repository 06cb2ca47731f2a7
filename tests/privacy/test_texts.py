import pytest
from django.conf import settings
from django.utils import translation

from exchange.privacy.enums import Purpose
from exchange.privacy.models import ConsentText
from exchange.privacy.services import publish_consent_text
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_new_portal_has_texts_that_say_what_the_law_asks():
    text = ConsentText.objects.in_force(Purpose.ADVISORY)
    months, articles = settings.ADVISORY_CONTACT_MONTHS, ("15", "17", "22", "28")
    for language, kept in (("ko", f"{months}개월"), ("ja", f"{months}か月"), ("en", f"{months} months")):
        with translation.override(language):
            assert kept in text.local_text
            assert "{" not in text.local_text
            assert all(article in text.local_text for article in articles)
    assert ConsentText.objects.in_force(Purpose.CASEBOOK).text_ja.startswith("韓国中小企業中央会")


def test_a_new_version_leaves_the_old_one_as_it_was():
    first = ConsentText.objects.in_force(Purpose.ADVISORY)
    second = publish_consent_text(
        purpose=Purpose.ADVISORY, text_ko="둘째", text_ja="第二", text_en="Second", by=UserFactory(administrator=True)
    )
    assert (second.version, ConsentText.objects.in_force(Purpose.ADVISORY)) == (first.version + 1, second)
    assert ConsentText.objects.get(pk=first.pk).text_ko == first.text_ko
