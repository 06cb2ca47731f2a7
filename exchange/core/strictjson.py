"""JSON from outside: what Python's reader lets pass, but texts and databases cannot hold, is refused."""

import json

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.status import HTTP_413_REQUEST_ENTITY_TOO_LARGE


def loads(data):
    """The value of bytes or text; ValueError says only that it cannot be used."""
    try:
        value = json.loads(data, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def _refuse(name):
    raise ValueError(f"{name} is not JSON")


class TooLarge(APIException):
    status_code = HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = _("보낸 내용이 너무 큽니다.")
    default_code = "too_large"


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        data = stream.read(limit + 1)
        if len(data) > limit:
            raise TooLarge
        try:
            return loads(data)
        except ValueError:
            raise ParseError(_("JSON으로 읽을 수 없습니다.")) from None
