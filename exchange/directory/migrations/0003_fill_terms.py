from django.db import migrations

from exchange.core.search import name_key
from exchange.directory.finding import batched, write_terms

NAMES = {
    "Person": ["name_ko", "name_hanja", "name_kana", "name_latin"],
    "Organization": [
        "name_ko",
        "name_ja",
        "name_en",
        "short_name_ko",
        "short_name_ja",
        "short_name_en",
    ],
}
BATCH = 2000


def fill(apps, schema_editor):
    for name, columns in NAMES.items():
        model = apps.get_model("directory", name)
        for records in batched(model.objects.order_by("pk").iterator(BATCH), BATCH):
            for record in records:
                names = [getattr(record, column) for column in columns]
                record.search_key = name_key(*names, *record.aliases.splitlines())
            model.objects.bulk_update(records, ["search_key"], batch_size=500)
            write_terms(model, [record.pk for record in records])
    word_posts(apps.get_model("directory", "Post"), apps.get_model("directory", "Wording"))


def word_posts(model, wording):
    known = {}
    for posts in batched(model.objects.order_by("pk").iterator(BATCH), BATCH):
        for post in posts:
            key = name_key(post.title_ko, post.title_ja, post.title_en)
            if key not in known:
                known[key] = wording.objects.create(search_key=key)
            post.wording = known[key]
        model.objects.bulk_update(posts, ["wording"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("directory", "0002_finding")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
