"""The nightly sweep in a whole portal: what any row or frozen edition needs stays, deleted photos go."""

import os
import time
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from delegations.models import Clipping
from exchange.core import content
from exchange.core.tasks import sweep_content
from exchange.demo import pictures
from exchange.documents.blocks import Photos, Picture
from exchange.meetings.models import Photo
from exchange.meetings.services import delete_photo
from tests.factories.accounts import UserFactory
from tests.factories.documents import EditionFactory
from tests.factories.meetings import AttachmentFactory, PhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "media", "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def portal(monkeypatch):
    monkeypatch.setattr(pictures, "SIZE", (400, 300))
    call_command("seed_demo", stdout=StringIO())


def a_month_later():
    for path in content._paths():
        moment = time.time() - 30 * 86400
        os.utime(default_storage.path(path), (moment, moment))


def edition_of(photo, **state):
    picture = Picture(photo.print_sha256, "예시", photo.width, photo.height)
    return EditionFactory(blocks=(Photos("행사사진", (picture,)),), **state)


def test_a_whole_portal_loses_nothing_and_prints_its_report(portal, tmp_path):
    scan, page = content.store(b"scan"), content.store(b"page")
    scan_page = {"sha256": page, "width": 1, "height": 1}
    clipping = Clipping.objects.first()
    Clipping.objects.filter(pk=clipping.pk).update(scan_sha256=scan, scan_pages=[scan_page])
    attachment = AttachmentFactory()
    needed = content.referenced()
    assert {scan, page, attachment.sha256} | set(Photo.objects.values_list("thumbnail_sha256", flat=True)) <= needed
    Clipping.objects.filter(pk=clipping.pk).update(scan_pages=[])
    a_month_later()
    sweep_content()
    assert {sha256 for sha256 in needed if not default_storage.exists(content._path(sha256))} == {page}
    Clipping.objects.filter(pk=clipping.pk).update(scan_sha256="")
    report = tmp_path / "report.pdf"
    call_command("export_document", "trip-report", "tokyo-2024", "--output", str(report), stdout=StringIO())
    assert report.read_bytes().startswith(b"%PDF")


def test_a_deleted_photo_goes_and_a_frozen_edition_keeps_its_picture():
    gone, printed, withdrawn, twin = PhotoFactory.create_batch(4)
    edition_of(printed, published=True), edition_of(withdrawn, withdrawn=True)
    PhotoFactory(print_sha256=twin.print_sha256)
    for photo in (gone, printed, withdrawn, twin):
        delete_photo(photo=photo, by=UserFactory(staff=True))
    a_month_later()
    out = StringIO()
    call_command("sweep_content", "--dry-run", stdout=out)
    assert out.getvalue().startswith("5 files would be deleted") and content.load(gone.print_sha256)
    call_command("sweep_content", stdout=out)
    for photo in (printed, withdrawn, twin):
        assert content.load(photo.print_sha256)
    for sha256 in (gone.print_sha256, printed.thumbnail_sha256):
        with pytest.raises(FileNotFoundError):
            content.load(sha256)
