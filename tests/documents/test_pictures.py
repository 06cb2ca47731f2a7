"""Pictures of the reading page: those of the document, and nothing else that is kept."""

from io import BytesIO

import pytest
from django.urls import reverse
from PIL import Image

from exchange.core import content
from exchange.documents.blocks import Photos, Picture
from tests.factories.accounts import UserFactory
from tests.factories.documents import EditionFactory

pytestmark = pytest.mark.django_db


def jpeg(colour):
    buffer = BytesIO()
    Image.new("RGB", (8, 6), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def edition_with(*pictures):
    shown = tuple(Picture(sha256, "예시 사진", 8, 6) for sha256 in pictures)
    return EditionFactory(blocks=(Photos("행사사진", shown),))


def get(client, edition, sha256):
    return client.get(reverse("documents:edition_picture", args=[edition.pk, sha256]))


@pytest.fixture
def reader(client):
    client.force_login(UserFactory(executive=True))
    return client


def test_a_picture_of_the_document_is_shown(reader):
    data = jpeg("navy")
    edition = edition_with(content.store(data))
    answer = get(reader, edition, content.store(data))
    assert (answer.content, answer.headers["Content-Type"]) == (data, "image/jpeg")
    assert (
        reverse("documents:edition_picture", args=[edition.pk, content.store(data)])
        in reader.get(edition.get_absolute_url()).content.decode()
    )


def test_a_picture_of_another_document_is_not(reader):
    edition, other = edition_with(content.store(jpeg("navy"))), content.store(jpeg("red"))
    edition_with(other)
    assert get(reader, edition, other).status_code == 404


def test_bytes_that_are_no_picture_are_not_served(reader):
    sha256 = content.store(b"<html><script>alert(1)</script>")
    assert get(reader, edition_with(sha256), sha256).status_code == 404


def test_a_picture_that_is_not_kept_any_more_is_not_found(reader):
    assert get(reader, edition_with("0" * 64), "0" * 64).status_code == 404


def test_others_see_no_picture(client):
    sha256 = content.store(jpeg("navy"))
    client.force_login(UserFactory(ambassador=True))
    assert get(client, edition_with(sha256), sha256).status_code == 404
