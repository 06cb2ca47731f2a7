import django.db.models.deletion
from django.db import migrations, models

import exchange.directory.finding


def term(model, record, index):
    return migrations.CreateModel(
        name=model,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", exchange.directory.finding.KeyField(max_length=40)),
            ("place", models.SmallIntegerField()),
            (
                "record",
                models.ForeignKey(
                    db_constraint=False,  # derived rows by the million: each check would cost as much as its row
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="terms",
                    to=f"directory.{record}",
                ),
            ),
        ],
        options={
            "abstract": False,
            "default_permissions": (),
            "indexes": [models.Index(fields=["place", "text", "record"], name=index)],
        },
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        term("OrganizationTerm", "organization", "organization_term_found"),
        term("PersonTerm", "person", "person_term_found"),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("search_key", exchange.directory.finding.KeyField(max_length=700, unique=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddField(
            model_name="post",
            name="wording",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="directory.wording",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["name_ko", "id"], name="organization_in_order"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["country", "name_ko", "id"], name="organization_of_country"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["kind", "name_ko", "id"], name="organization_of_kind"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name_ko", "name_hanja", "name_latin", "id"], name="person_in_order"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["country", "name_ko", "name_hanja", "name_latin", "id"], name="person_of_country"
            ),
        ),
    ]
