import django.db.models.deletion
import exchange.core.days
import uuid
from django.db import migrations, models


def name_entries(apps, schema_editor):
    """Every entry that stands already gets a name of its own."""
    for name in ('ItineraryItem', 'Leg'):
        for row in apps.get_model('delegations', name).objects.filter(uid=None):
            row.uid = uuid.uuid4()
            row.save(update_fields=['uid'])


def tell_flights_apart(apps, schema_editor):
    """A flight that was entered twice keeps both records: the later ones say so in their number."""
    seen = {}
    for leg in apps.get_model('delegations', 'Leg').objects.exclude(number='').order_by('pk'):
        flight = (leg.delegation_id, leg.number, leg.departs_at)
        seen[flight] = seen.get(flight, 0) + 1
        if seen[flight] > 1:
            mark = f'-{seen[flight]}'
            leg.number = leg.number[:20 - len(mark)] + mark
            leg.save(update_fields=['number'])


class Migration(migrations.Migration):

    dependencies = [
        ('delegations', '0001_initial'),
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarRemoval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField()),
                ('title_ko', models.CharField(max_length=300)),
                ('title_ja', models.CharField(blank=True, max_length=300)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': '캘린더에서 뺀 일정',
                'verbose_name_plural': '캘린더에서 뺀 일정',
                'ordering': ['removed_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='clipping',
            name='copyright_note',
            field=models.CharField(blank=True, help_text='누가 언제 어떤 범위로 허락했는지 적습니다.', max_length=300, verbose_name='저작권 메모'),
        ),
        migrations.AddField(
            model_name='clipping',
            name='is_licensed',
            field=models.BooleanField(default=False, help_text='허락을 받은 기사만 보고서에 스캔이 실립니다.', verbose_name='스캔 이용 허락'),
        ),
        migrations.AddField(
            model_name='clipping',
            name='scan_name',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='스캔 파일 이름'),
        ),
        migrations.AddField(
            model_name='clipping',
            name='scan_pages',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name='clipping',
            name='scan_sha256',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='delegation',
            name='reviewed_on',
            field=models.DateField(blank=True, help_text='인원이 많은 출장은 떠나기 전에 심사를 받습니다.', null=True, validators=[exchange.core.days.validate_year], verbose_name='사전 심사일'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='itineraryitem',
            name='address',
            field=models.CharField(blank=True, help_text='현지 글자로 적으면 택시 기사에게 보여 줄 수 있습니다.', max_length=300, verbose_name='주소'),
        ),
        migrations.AddField(
            model_name='itineraryitem',
            name='uid',
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.AddField(
            model_name='leg',
            name='delegates',
            field=models.ManyToManyField(blank=True, help_text='비워 두면 전원입니다.', related_name='legs', to='delegations.delegate', verbose_name='탑승'),
        ),
        migrations.AddField(
            model_name='leg',
            name='uid',
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.AddConstraint(
            model_name='clipping',
            constraint=models.CheckConstraint(condition=models.Q(('is_licensed', False), models.Q(('copyright_note', ''), _negated=True), _connector='OR'), name='clipping_license_says_whose', violation_error_message='누구의 허락을 받았는지 저작권 메모에 적어 주세요.'),
        ),
        migrations.RunPython(tell_flights_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='leg',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('delegation', 'number', 'departs_at'), name='leg_once', violation_error_message='같은 편이 두 번 들어 있습니다.'),
        ),
        migrations.AddField(
            model_name='calendarremoval',
            name='delegation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_removals', to='delegations.delegation'),
        ),
        migrations.AddField(
            model_name='calendarremoval',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person'),
        ),
        migrations.AddConstraint(
            model_name='calendarremoval',
            constraint=models.UniqueConstraint(fields=('delegation', 'uid', 'person'), name='calendar_removal_once', violation_error_message='이미 캘린더에서 뺀 일정입니다.'),
        ),
        migrations.AddConstraint(
            model_name='calendarremoval',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', True)), fields=('delegation', 'uid'), name='calendar_removal_once_for_all', violation_error_message='이미 캘린더에서 뺀 일정입니다.'),
        ),
        migrations.RunPython(name_entries, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='itineraryitem',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name='leg',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
