from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

import factory
from PIL import Image
from pypdf import PdfWriter

from exchange.core import content
from exchange.meetings.enums import MeetingState, PointKind, Side
from exchange.meetings.models import Attachment, Attendance, Meeting, Photo, Point


@cache
def jpeg(width=160, height=120, shade=0):
    """A real small JPEG; another shade is another file."""
    buffer = BytesIO()
    image = Image.new("RGB", (width, height), (shade % 256, shade // 256 % 256, 90))
    image.save(buffer, "JPEG", quality=85, comment=str(shade))
    return buffer.getvalue()


@cache
def pdf(number=0):
    """A real PDF of one empty page; another number is another file."""
    buffer = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": str(number)})
    writer.write(buffer)
    return buffer.getvalue()


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    title_ko = factory.Sequence(lambda n: f"예시 간담 {n}")
    starts_at = factory.Sequence(lambda n: datetime(2024, 7, 18, 1, 30, tzinfo=UTC) + timedelta(minutes=n))
    zone = "Asia/Tokyo"
    venue_ko = "예시 회의실"
    state = MeetingState.HELD

    @factory.post_generation
    def counterparts(self, create, organizations, **kwargs):
        if create and organizations:
            self.counterparts.set(organizations)


class AttendanceFactory(factory.django.DjangoModelFactory):
    """A bare post, unless a person is given."""

    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory)
    side = Side.OURS
    title_ko = factory.Sequence(lambda n: f"예시 직위 {n}")
    order = factory.Sequence(int)


class PointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Point

    meeting = factory.SubFactory(MeetingFactory)
    text_ko = factory.Sequence(lambda n: f"예시 내용 {n}")
    kind = PointKind.INFORMATION
    order = factory.Sequence(int)


class PhotoFactory(factory.django.DjangoModelFactory):
    """Both copies really lie in the content store."""

    class Meta:
        model = Photo

    class Params:
        number = factory.Sequence(int)

    meeting = factory.SubFactory(MeetingFactory)
    order = factory.SelfAttribute("number")
    print_sha256 = factory.LazyAttribute(lambda photo: content.store(jpeg(160, 120, photo.number)))
    thumbnail_sha256 = factory.LazyAttribute(lambda photo: content.store(jpeg(48, 36, photo.number)))
    width = 160
    height = 120
    caption_ko = factory.Sequence(lambda n: f"예시 사진 {n}")


class AttachmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attachment

    class Params:
        data = factory.Sequence(pdf)

    meeting = factory.SubFactory(MeetingFactory)
    name = factory.Sequence(lambda n: f"예시 자료 {n}.pdf")
    sha256 = factory.LazyAttribute(lambda attachment: content.store(attachment.data))
    size = factory.LazyAttribute(lambda attachment: len(attachment.data))
    content_type = "application/pdf"
