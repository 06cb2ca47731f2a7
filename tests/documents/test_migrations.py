"""Editions that were replaced before the portal kept that as a fact."""

from importlib import import_module

import pytest
from django.apps import apps

from exchange.documents.models import Edition
from tests.factories.documents import DocumentFactory, EditionFactory

pytestmark = pytest.mark.django_db
superseded = import_module("exchange.documents.migrations.0003_superseded_editions")


def test_sentences_of_old_become_facts_and_what_somebody_wrote_stays():
    document, japanese = DocumentFactory(), DocumentFactory(language="ja")
    rows = [
        EditionFactory(document=document, number=1, withdrawn=True, withdrawn_reason="제2판 게시로 대체"),
        EditionFactory(document=document, number=2, withdrawn=True, withdrawn_reason="수치 오류, 제3판 게시로 대체"),
        EditionFactory(document=document, number=3, withdrawn=True, withdrawn_reason="제9판 게시로 대체"),
        EditionFactory(document=japanese, number=1, withdrawn=True, withdrawn_reason="第2版の掲載に伴う差替え"),
        EditionFactory(document=japanese, number=2, published=True),
    ]
    kept = lambda: list(Edition.objects.order_by("pk").values_list("superseded_by", "withdrawn_reason"))  # noqa: E731
    before = kept()
    superseded.keep_the_fact(apps, None)
    assert kept() == [(2, ""), (None, rows[1].withdrawn_reason), (None, rows[2].withdrawn_reason), (2, ""), (None, "")]
    superseded.keep_the_sentence(apps, None)
    assert kept() == before
