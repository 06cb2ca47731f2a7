"""Many files dropped onto the page at once, as a person does it."""

import base64

import pytest
from playwright.sync_api import expect

from tests.browser import already_signed_in
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory, PhotoFactory, jpeg

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]

DROP = """(zone, files) => {
  const data = new DataTransfer();
  for (const [name, coded] of files) {
    data.items.add(new File([Uint8Array.from(atob(coded), (sign) => sign.charCodeAt(0))], name));
  }
  for (const type of ["dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def drop(page, **files):
    coded = [[name, base64.b64encode(data).decode()] for name, data in files.items()]
    page.locator("main").evaluate(DROP, coded)


@pytest.fixture
def meeting(page):
    meeting = MeetingFactory()
    already_signed_in(page, UserFactory(staff=True))
    return meeting


def test_dropped_photos_are_kept_one_by_one_and_typed_captions_stay(page, meeting):
    first = PhotoFactory(meeting=meeting, caption_ko="")
    page.goto(f"/meetings/{meeting.pk}/photos/")
    page.get_by_label("사진 1 설명").fill("업무협약 서명")
    files = {f"{number}.jpg": jpeg(800, 600, shade=40 * number + 10) for number in range(4)}
    drop(page, **files, **{"문서.jpg": b"%PDF-1.7 no photo", "빈 파일.jpg": b""})
    lines = page.locator("[data-uploads-list] > li")
    expect(lines).to_have_count(6)
    expect(page.locator("li[data-state=done]")).to_have_count(4, timeout=60_000)
    refused = page.locator("li[data-state=refused]")
    expect(refused).to_have_count(2, timeout=20_000)
    expect(refused.filter(has_text="문서.jpg")).to_contain_text("사진으로 열 수 없는 파일입니다")
    expect(page.locator("#photo-list > figure")).to_have_count(5)
    expect(page.locator("[data-uploads-count]")).to_have_text("5")
    expect(page.get_by_label("사진 1 설명")).to_have_value("업무협약 서명")
    page.locator("[name='photos-1-caption_ko']").fill("기념촬영")
    handle = page.locator("#photo-list > figure").nth(1).locator("[data-sort-handle]")
    handle.focus()
    handle.press("ArrowLeft")
    page.get_by_role("button", name="저장", exact=True).last.click()
    page.wait_for_url(f"**/meetings/{meeting.pk}/")
    captions = list(meeting.photos.values_list("caption_ko", flat=True))
    assert captions[:2] == ["기념촬영", "업무협약 서명"] and len(captions) == 5
    assert meeting.photos.all()[1] == first


def test_a_lost_connection_is_said_and_tried_again(page, meeting):
    page.goto(f"/meetings/{meeting.pk}/attachments/")
    page.route("**/attachments/add/", lambda route: route.abort())
    drop(page, **{"자료.pdf": b"%PDF-1.7"})
    line = page.locator("[data-uploads-list] > li")
    expect(line).to_contain_text("보내지 못했습니다")
    page.unroute("**/attachments/add/")
    line.get_by_role("button", name="다시 올리기").click()
    expect(line).to_contain_text("파일이 깨져서", timeout=20_000)
    for again in ("다시 올리기", "못 보낸 것 다시 올리기"):
        expect(page.get_by_role("button", name=again, exact=True)).to_have_count(0)  # it would be refused again
