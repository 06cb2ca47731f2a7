import io

import pikepdf
import pytest
import weasyprint.pdf
from django.core.management import CommandError, call_command
from PIL import Image
from weasyprint.urls import FatalURLFetchingError

from exchange.core import content
from exchange.documents.blocks import (
    Annexes,
    Clipping,
    Cover,
    Heading,
    Item,
    Note,
    Outline,
    PageBreak,
    Photos,
    Picture,
    Table,
    Tree,
)
from exchange.documents.renderers import RenderError, pdf, render, weasy
from tests.documents.pdfs import assert_says, missing_glyphs, pictures_of_pages


def jpeg(width=160, height=120, colour="navy"):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return buffer.getvalue()


def picture(caption="서명하는 모습", **size):
    data = jpeg(**size)
    return Picture(content.store(data), caption, size.get("width", 160), size.get("height", 120))


def document(*blocks, language="ko", title="예시 보고"):
    cover = Cover(title, "2024. 8.", "예시 기관")
    return Tree(title, "예시 기관", "예시 설명", "2024-08-01", language, (cover, *blocks))


def every_block(language="ko"):
    return document(
        Heading(1, "출장 개요", "1"),
        Heading(2, "일정"),
        Outline(
            (
                Item("일본 도쿄", "출장지"),
                Item(label="출장자", children=(Item("가상인물 실장", "(회장단)"), Item("예시인물 부부장", "(실무)"))),
                Item(label="참석자", children=(Item("회장님", "한국"), Item("森 洋 会長", "일본"))),
            ),
            role="facts",
        ),
        Table(("날짜", "주요내용"), ((("7.17(수)",), ("첫째 줄", "둘째 줄")),), role="schedule", note="※ 현지 시각"),
        Outline((Item("첫째", children=(Item("둘째", children=(Item("셋째", children=(Item("넷째"),)),)),)),)),
        Photos("행사사진", (picture(), picture("세로 사진", width=120, height=160), picture("", colour="red"))),
        Annexes("붙임", ("언론 보도 1건.", "자료 1부."), "끝."),
        PageBreak(),
        Heading(1, "언론 보도", "붙임"),
        Clipping(1, ("예시신문", "2024. 7. 19.(금)"), "예시 기사 제목", "https://example.com/?a=1&b=2", (picture(),)),
        Note("※ 예시 알림"),
        language=language,
    )


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_word_of_the_tree_is_printed_in_order(language):
    tree = every_block(language)
    data = render(tree, "pdf")
    aside = {"(회장단)", "(실무)", "서명하는 모습", "세로 사진"}  # spread, or read beside each other
    assert_says(data, [word for word in tree.text.splitlines() if word not in aside])
    assert_says(data, ["(회장단) 가상인물 실장", "(실무) 예시인물 부부장", "서명하는 모습", "세로 사진"])


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_file_is_archival_tagged_and_titled(language):
    data = render(every_block(language), "pdf")
    with pikepdf.open(io.BytesIO(data)) as file:
        metadata = file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "U")
        assert metadata["dc:title"] == "예시 보고"
        assert (str(file.Root.Lang), str(file.docinfo.Title)) == (language, "예시 보고")
        assert file.Root.MarkInfo.Marked and "/StructTreeRoot" in file.Root and "/OutputIntents" in file.Root
        assert str(file.docinfo.CreationDate).startswith("D:20240801")
        outline = [str(item.title) for item in file.open_outline().root[0].children]
    assert outline == ["1 출장 개요", "붙임 언론 보도"]


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_every_glyph_is_in_an_embedded_font(language):
    tree = document(
        Heading(1, "韓·日 중기중앙회 ‘소통다리’ 놓는다", "1"),
        Outline((Item("全国中小企業団体中央会 ザ・ヴァイオリン ぁぃぅ ㈜ ① ～ ￦1,000"),)),
        Outline((Item("Nguyễn Ångström Привет שלום 😀"),)),
        language=language,
    )
    assert list(missing_glyphs(render(tree, "pdf"))) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ko", "ja"])
def test_cut_fonts_look_like_whole_ones(language, monkeypatch, tmp_path):
    tree = every_block(language)
    cut = render(tree, "pdf")
    monkeypatch.setattr(weasyprint.pdf.stream, "Font", weasyprint.pdf.fonts.Font)
    whole = render(tree, "pdf")
    assert len(cut) < len(whole) - 200_000
    assert pictures_of_pages(cut, tmp_path / "cut") == pictures_of_pages(whole, tmp_path / "whole")


def test_a_font_whose_glyph_numbers_are_not_its_cids_is_cut_the_usual_way(monkeypatch):
    monkeypatch.setattr(weasy, "_numbers_are_cids", {})
    monkeypatch.setattr(weasy, "_cut", lambda face, glyphs, cut=weasy._cut: cut(face, [glyph + 1 for glyph in glyphs]))
    assert list(missing_glyphs(render(document(Note("가나다")), "pdf"))) == []


def test_the_check_for_missing_glyphs_can_fail():
    """A page that shows a glyph its font does not have is found out."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(document(Note("가나다")), "pdf"))) as file:
        page = file.pages[-1]
        font = next(iter(page.obj.Resources.Font))
        page.contents_add(f"BT {font} 12 Tf <fffe> Tj ET".encode())
        file.save(buffer)
    assert len(list(missing_glyphs(buffer.getvalue()))) == 1


MARKUP = [
    '<b onclick="x">굵게</b><script>alert(1)</script>&amp;',
    '<img src="file:///etc/passwd">',
    "</style> } body { display: none }",
    "{{ tree }} {% load x %}",
]
HOSTILE = {markup[:8]: (markup, markup) for markup in MARKUP} | {
    "override": ("앞\u202e뒤\u202c끝", "앞뒤끝"),
    "emoji": ("회의 😀 끝", "회의 😀 끝"),
    "unknown": ("สวัสดี", "〓〓〓〓〓〓"),
    "family": ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "〓〓〓"),
    "control": ("가\x00나\x1b다\x7f라\ufffe", "가나다라〓"),
    "surrogate": ("가\ud800나", "가나"),
    "long": ("가" * 10_000, "가" * 10_000),
    "long latin": ("a" * 10_000, "a" * 10_000),
    "lines": ("첫\t줄\r\n둘째\u2028셋째", "첫 줄 둘째 셋째"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "printed"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_printed_as_text(text, printed):
    tree = document(
        Heading(2, text[:200]),
        Outline((Item(text, "주요내용", (Item(text[:200]),)),), role="facts"),
        Table((text[:20],), (((text[:200],),),)),
        Clipping(1, (text[:50],), text[:200], "https://example.com/"),
    )
    data = render(tree, "pdf")
    assert_says(data, [printed[:200], printed, printed[:200], printed[:20]])
    assert list(missing_glyphs(data)) == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1/", "https://example.com/x.png", "data:text/plain,x", "x", pdf.BASE]
)
def test_fetcher_serves_nothing_but_own_pictures(url):
    with pytest.raises(FatalURLFetchingError):
        pdf.OwnPictures({"known": (b"", "image/jpeg")}).fetch(url)


def test_fetcher_serves_own_pictures():
    answer = pdf.OwnPictures({"known": (b"bytes", "image/jpeg")}).fetch(f"{pdf.BASE}known")
    assert (answer.read(), answer.content_type) == (b"bytes", "image/jpeg")


@pytest.mark.parametrize(
    ("data", "code"),
    [(None, "picture_missing"), (b"no picture", "picture_unreadable"), (b"<svg/>", "picture_unreadable")],
)
def test_a_bad_picture_stops_the_job_with_its_reason(data, code):
    sha256 = content.store(data) if data else "0" * 64
    with pytest.raises(RenderError) as caught:
        render(document(Photos("행사사진", (Picture(sha256, "", 10, 10),))), "pdf")
    assert (caught.value.code, caught.value.detail) == (code, sha256)


def test_a_picture_damaged_on_the_disk_stops_the_job(settings):
    data = jpeg(800, 600)
    sha256 = content.store(data)
    [path] = settings.STORAGES["default"]["OPTIONS"]["location"].rglob(sha256)
    path.write_bytes(data[:2000])
    with pytest.raises(RenderError, match="picture_unreadable"):
        render(document(Photos("행사사진", (Picture(sha256, "", 800, 600),))), "pdf")


def test_a_missing_font_stops_the_job(monkeypatch):
    monkeypatch.setattr(pdf, "charset", lambda family: ([], []))
    with pytest.raises(RenderError) as caught:
        render(document(), "pdf")
    assert (caught.value.code, caught.value.detail) == ("font_missing", "Noto Serif CJK KR")


def test_unknown_format_is_refused():
    with pytest.raises(RenderError, match="format_unknown"):
        render(document(), "doc")


def test_progress_rises_to_the_end():
    seen = []
    render(document(Note("가")), "pdf", on_progress=seen.append)
    assert seen == sorted(seen) and seen[-1] == 100 and len(seen) > 2


def test_same_tree_makes_the_same_bytes():
    assert render(every_block(), "pdf") == render(every_block(), "pdf")


def test_tree_survives_json():
    tree = every_block()
    again = Tree.from_json(tree.as_json())
    assert again == tree
    assert (again.sha256, list(again.pictures), again.text) == (tree.sha256, list(tree.pictures), tree.text)


def test_pages_are_numbered_from_the_page_after_the_cover():
    with pikepdf.open(io.BytesIO(render(every_block(), "pdf"))) as file:
        count = len(file.pages)
    text = pdf_text(render(every_block(), "pdf"))
    assert render(every_block(), "pdf").pages == count
    assert [f"- {number} -" in text for number in range(count + 1)] == [False, *[True] * (count - 1), False]


def pdf_text(data):
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["no-report", "tokyo-2024"], "trip-report"),
        (["trip-report", "nowhere"], "nowhere"),
        (["trip-report", "nowhere", "--language", "en"], "ko, ja"),
    ],
)
def test_export_says_what_is_wrong(arguments, reason):
    with pytest.raises(CommandError, match=reason):
        call_command("export_document", *arguments)
