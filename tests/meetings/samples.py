"""Real small files of the kinds that are attached, harmless and hostile."""

import io
import struct
import zipfile
import zlib
from functools import cache

import docx
import pikepdf
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
SECTOR = 512


def pdf(change=lambda writer: None):
    buffer, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(buffer)
    return buffer.getvalue()


def launching(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
    writer.root_object[NameObject("/OpenAction")] = action


def scripted(writer):
    """Where it is easily overlooked: what the first page does when it is shown."""
    code = TextStringObject("app.alert(1)")
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): code})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): writer._add_object(action)})


def locked(writer):
    writer.encrypt("secret")


def encrypted(user, revision):
    buffer, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    document.save(buffer, encryption=pikepdf.Encryption(user=user, owner="owner", R=revision))
    return buffer.getvalue()


def archive(members, **options):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return buffer.getvalue()


def office(main, kind, **more):
    types = f'<Types><Override PartName="/{main}" ContentType="application/vnd.openxmlformats-officedocument.{kind}'
    return archive({"[Content_Types].xml": f'{types}.main+xml"/></Types>', main: "<x/>", **more})


@cache
def docx_file():
    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("간담 자료")
    document.save(buffer)
    return buffer.getvalue()


def hwpx(mimetype="application/hwp+zip", **more):
    return archive({"mimetype": mimetype, "Contents/content.hpf": "<opf/>", "Contents/header.xml": "<h/>", **more})


def bomb():
    """A Word document of 600 MB, in less than one."""
    return office("word/document.xml", "wordprocessingml.document", big=bytes(600 * 1024 * 1024))


def compound(streams, storages=()):
    """A compound file (OLE) as HWP 5 and the Office before 2007 write it: streams of 4 KB in one folder."""
    names = [*[(name, STREAM) for name in streams], *[(name, STORAGE) for name in storages]]
    folder_sectors = (len(names) + 1 + 3) // 4
    chains, body, entries = [FAT, *range(2, folder_sectors + 1), END], b"", []
    for number, (name, kind) in enumerate(names):
        data = streams[name].ljust(4096, b"\0") if kind == STREAM else b""
        first, sectors = len(chains), len(data) // SECTOR
        chains += [*range(first + 1, first + sectors), END] if sectors else []
        body += data
        after = number + 2 if number + 1 < len(names) else FREE
        entries.append(_entry(name, kind, after, FREE, first if sectors else END, len(data)))
    root = _entry("Root Entry", ROOT, FREE, 1 if names else FREE, END, 0)
    folder = b"".join([root, *entries]).ljust(folder_sectors * SECTOR, b"\0")
    fat = struct.pack("<128I", *chains, *[FREE] * (128 - len(chains)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + fat + folder + body


def _entry(name, kind, after, below, first, size):
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<3I", FREE, after, below)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + bytes(36)
        + struct.pack("<IQ", first, size)
    )


def hwp(signature=b"HWP Document File"):
    return compound({"FileHeader": signature, "DocInfo": b"x"})


def ppt(*records):
    """A presentation: `records` are (kind, version and instance, body)."""
    said = b"".join(struct.pack("<HHI", form, kind, len(body)) + body for kind, form, body in records)
    return compound({"PowerPoint Document": said.ljust(-len(said) % SECTOR + len(said), b"\0")})


def slides_with(storages=("VBA",), *, is_packed=True):
    """An object in the slides, as the presentation keeps it."""
    inner = compound({"PROJECT": b"x"}, storages)
    packed = struct.pack("<I", len(inner)) + zlib.compress(inner)
    return ppt((0x1011, 0x10, packed) if is_packed else (0x1011, 0, inner))
