import re

from django.db import migrations

# A replaced edition used to keep its reason as a sentence in the document's own language.
_SENTENCES = re.compile(r"제(\d+)판 게시로 대체|第(\d+)版の掲載に伴う差替え|Replaced by edition (\d+)")
_WRITTEN = {"ko": "제{}판 게시로 대체", "ja": "第{}版の掲載に伴う差替え"}


def keep_the_fact(apps, schema_editor):
    """A sentence that names no later edition of its document was written by somebody and stays."""
    editions = apps.get_model("documents", "Edition").objects
    for edition in editions.filter(state="withdrawn").only("document_id", "number", "withdrawn_reason"):
        found = _SENTENCES.fullmatch(edition.withdrawn_reason)
        number = int(found[found.lastindex]) if found else 0
        if number > edition.number and editions.filter(document=edition.document_id, number=number).exists():
            editions.filter(pk=edition.pk).update(superseded_by=number, withdrawn_reason="")


def keep_the_sentence(apps, schema_editor):
    editions = apps.get_model("documents", "Edition").objects
    for edition in editions.exclude(superseded_by=None).select_related("document").defer("tree", "search_key"):
        sentence = _WRITTEN.get(edition.document.language, _WRITTEN["ko"]).format(edition.superseded_by)
        editions.filter(pk=edition.pk).update(superseded_by=None, withdrawn_reason=sentence)


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_edition_superseded_by")]

    operations = [migrations.RunPython(keep_the_fact, keep_the_sentence)]
