from collections import Counter

from django.db import migrations, models

from ambassadors.tallying import KeepTallies

NUMBERS = ("sessions", "minutes", "preparation", "travel", "confirmed", "rated", "stars")


def count(apps, schema_editor):
    """What was logged before anybody counted."""
    sums = Counter()
    sessions = apps.get_model("ambassadors", "AdvisorySession").objects.exclude(state="draft")
    for session in sessions.prefetch_related("topics").iterator(chunk_size=2000):
        day, numbers = session.held_on, _numbers(session)
        for period in ("all", f"{day:%Y}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day:%Y-%m}"):
            for kind, key in _keys(session):
                for name, number in numbers.items():
                    sums[period, kind, str(key), name] += number
    model = apps.get_model("ambassadors", "Tally")
    rows = {key[:3]: model(period=key[0], kind=key[1], key=key[2]) for key in sums}
    for (*key, name), number in sums.items():
        setattr(rows[tuple(key)], name, number)
    model.objects.bulk_create(rows.values(), batch_size=1000)


def _numbers(session):
    stars = session.satisfaction
    is_confirmed = session.state in ("confirmed", "checked")
    minutes = session.minutes, session.preparation_minutes, session.travel_minutes
    return dict(zip(NUMBERS, (1, *minutes, is_confirmed, stars is not None, stars or 0), strict=True))


def _keys(session):
    topics = [("topic", topic.topic) for topic in session.topics.all()]
    whose = [("ambassador", session.ambassador_id), ("client", session.client_id), ("country", session.country)]
    return [("all", ""), *whose, *topics]


class Migration(migrations.Migration):
    dependencies = [
        ("ambassadors", "0002_rules_over_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=7)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("all", "모두"),
                            ("ambassador", "해외민간대사"),
                            ("client", "기업"),
                            ("country", "나라"),
                            ("topic", "자문 분야"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=20)),
                ("sessions", models.IntegerField(default=0)),
                ("minutes", models.BigIntegerField(default=0)),
                ("preparation", models.BigIntegerField(default=0)),
                ("travel", models.BigIntegerField(default=0)),
                ("confirmed", models.IntegerField(default=0)),
                ("rated", models.IntegerField(default=0)),
                ("stars", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "자문 통계",
                "verbose_name_plural": "자문 통계",
                "indexes": [
                    models.Index(
                        models.F("period"),
                        models.F("kind"),
                        models.OrderBy(models.F("sessions"), descending=True),
                        models.F("key"),
                        name="tally_most_first",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "kind", "key"),
                        name="tally_once",
                        violation_error_message="같은 통계가 두 번 있습니다.",
                    )
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
        KeepTallies(),
    ]
