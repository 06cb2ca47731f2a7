from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='address',
            field=models.CharField(blank=True, help_text='현지 글자로 적으면 택시 기사에게 보여 줄 수 있습니다.', max_length=300, verbose_name='주소'),
        ),
    ]
