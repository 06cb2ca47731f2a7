"""The API's side of versions: who saves something that was changed meanwhile is told (409), never obeyed."""

from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.audit.versions import Overtaken
from exchange.core.endpoints import Conflict


class VersionField(serializers.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(min_value=1, max_value=2**31 - 1, **kwargs)


class Versioned(serializers.Serializer):
    """`version` is the one that was read; a change made since then answers 409 instead of being overwritten."""

    version = VersionField(required=False)

    def validate(self, attrs):
        if self.instance and "version" not in attrs:
            raise serializers.ValidationError({"version": [_("읽은 판(version)을 함께 보내 주세요.")]})
        return super().validate(attrs)


@contextmanager
def overtaken_is_conflict():
    try:
        yield
    except Overtaken as error:
        message = _("그사이 %(name)s 님이 같은 부분을 고쳤습니다. 다시 읽은 뒤 보내 주세요.")
        raise Conflict({"version": [message % {"name": error.event.by}]}) from error
