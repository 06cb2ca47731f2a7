import django.db.models.deletion
from django.db import migrations, models

from forums.headcounting import KeepHeadcounts


def count(apps, schema_editor):
    """Who registered before anybody counted."""
    rows = apps.get_model("forums", "Registration").objects.order_by().values("edition_id", "side", "state")
    model = apps.get_model("forums", "Headcount")
    model.objects.bulk_create([model(**row) for row in rows.annotate(people=models.Count("pk"))])


class Migration(migrations.Migration):

    dependencies = [
        ('forums', '0003_imports_and_badges'),
    ]

    operations = [
        migrations.CreateModel(
            name='Headcount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('ours', '우리 측'), ('counterpart', '상대 측')], max_length=12, verbose_name='편')),
                ('state', models.CharField(choices=[('registered', '확정'), ('waiting', '대기'), ('cancelled', '취소')], max_length=12, verbose_name='상태')),
                ('people', models.IntegerField(default=0)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='headcounts', to='forums.edition')),
            ],
            options={
                'verbose_name': '참가자 수',
                'verbose_name_plural': '참가자 수',
                'constraints': [models.UniqueConstraint(fields=('edition', 'side', 'state'), name='headcount_once', violation_error_message='같은 참가자 수가 두 번 있습니다.')],
            },
        ),
        KeepHeadcounts(),  # first: on PostgreSQL nobody registers from here to the end
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
