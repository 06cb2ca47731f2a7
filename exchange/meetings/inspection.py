"""What a document really is, whatever its name says; hostile ones are refused.

Runs in a process of its own (exchange.core.sandbox, called by files.py) and so imports nothing of the portal.
"""

import io
import json
import re
import sys
import zipfile
import zlib

MAX_UNPACKED = 400 * 1024 * 1024
MAX_MEMBERS = 10_000
CHUNK = 1 << 20  # more than a document says about itself in one member

_OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}
OFFICE_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
STREAMS = {
    "hwp": ["FileHeader"],
    "doc": ["WordDocument"],
    "xls": ["Workbook", "Book"],
    "ppt": ["PowerPoint Document"],
}  # fmt: skip
HWP_SIGNATURE = b"HWP Document File"
OLE_MACROS = {"macros", "vba", "_vba_project_cur", "_vba_project"}
PPT_HAS_MACROS = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}(?!\x00{4})", re.DOTALL)  # VbaInfoAtom
PPT_OBJECT = re.compile(rb"([\x00\x10])\x00\x11\x10(.{4})", re.DOTALL)  # ExternalOleObjectStg, plain or packed
PDF_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/Movie"}
PDF_KEYS = {"/JS", "/JavaScript", "/RichMedia", "/RichMediaContent"}


class Unfit(Exception):
    """The code says why: content, broken, bomb, macro, script, locked."""


def inspect(file, extension):
    """Unfit unless the file is whole, is what its extension says and holds nothing that runs."""
    kind = {"pdf": _pdf, "hwpx": _hwpx} | dict.fromkeys(OFFICE, _office) | dict.fromkeys(STREAMS, _ole)
    try:
        kind[extension](file, extension)
    except MemoryError:
        raise Unfit("bomb") from None
    except Unfit:
        raise
    except Exception as error:  # a damaged or hostile file: whatever went wrong, it is no document
        raise Unfit("broken") from error


# --- PDF ----------------------------------------------------------------------------------


def _pdf(file, extension):
    import pypdf

    if b"%PDF-" not in file.read(1024):
        raise Unfit("content")
    file.seek(max(file.seek(0, 2) - 4096, 0))
    if b"%%EOF" not in file.read():
        raise Unfit("broken")
    try:
        reader = pypdf.PdfReader(file, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unfit("locked")
    except pypdf.errors.DependencyError:  # AES, which is not unlocked here: what is inside cannot be seen
        raise Unfit("locked") from None
    if not len(reader.pages):
        raise Unfit("broken")
    for number in {number for numbers in reader.xref.values() for number in numbers} | set(reader.xref_objStm):
        if _runs(reader.get_object(number)):
            raise Unfit("script")


def _runs(value):
    """Whether the object, down to the next references, starts something when it is opened or pressed."""
    below = [value]
    while below:
        value = below.pop()
        if isinstance(value, dict):
            if PDF_KEYS & value.keys() or dict.get(value, "/S") in PDF_ACTIONS:
                return True
            below += dict.values(value)
        elif isinstance(value, list):
            below += list.__iter__(value)
    return False


# --- archives: HWPX and Office ------------------------------------------------------------------


def _hwpx(file, extension):
    members = _unpacked(file, wanted=("mimetype", "Contents/content.hpf"))
    if members.get("mimetype", b"").strip() != b"application/hwp+zip" or "Contents/content.hpf" not in members:
        raise Unfit("content")


def _office(file, extension):
    if _is_ole(file):
        raise Unfit("locked" if "EncryptedPackage" in _top_names(file) else "content")
    members = _unpacked(file, wanted=("[Content_Types].xml", OFFICE_MAIN[extension]))
    types = members.get("[Content_Types].xml", b"").decode(errors="replace")
    if "macroEnabled" in types or "vbaProject" in types:
        raise Unfit("macro")
    if f"{_OFFICE}{OFFICE[extension]}.main+xml" not in types or OFFICE_MAIN[extension] not in members:
        raise Unfit("content")


def _unpacked(file, wanted):
    """The wanted members, after every member was read to its end: an archive that lies or bursts is found."""
    if not zipfile.is_zipfile(file):
        raise Unfit("broken" if _starts(file, b"PK\3\4") else "content")
    found, total = {}, 0
    with zipfile.ZipFile(file) as archive:
        infos = archive.infolist()
        if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise Unfit("bomb")
        for info in infos:
            if info.flag_bits & 1:
                raise Unfit("locked")
            if info.filename.lower().endswith("vbaproject.bin"):
                raise Unfit("macro")
            with archive.open(info) as member:
                chunk = found[info.filename] = member.read(CHUNK)
                while chunk:
                    total += len(chunk)
                    if total > MAX_UNPACKED:
                        raise Unfit("bomb")
                    chunk = member.read(CHUNK)
            if info.filename not in wanted:
                del found[info.filename]
    return found


# --- compound files: HWP 5 and Office before 2007 ------------------------------------------------


def _ole(file, extension):
    import olefile

    if not _is_ole(file):
        raise Unfit("content")
    file.seek(0)
    with olefile.OleFileIO(file) as compound:
        main = next((name for name in STREAMS[extension] if compound.exists(name)), None)
        if main is None:
            raise Unfit("content")
        _refuse_macros(compound)
        for path in compound.listdir():
            with compound.openstream(path) as stream:
                data = stream.read()
            if len(data) != compound.get_size(path):
                raise Unfit("broken")
            if extension == "hwp" and path == [main] and not data.startswith(HWP_SIGNATURE):
                raise Unfit("content")
            if extension == "ppt" and path == [main]:
                _look_into_slides(data)


def _refuse_macros(compound):
    if OLE_MACROS & {part.lower() for path in compound.listdir(streams=True, storages=True) for part in path}:
        raise Unfit("macro")


def _look_into_slides(data):
    """A presentation keeps its macros, and whatever lies in it, as compound files inside its one stream.

    Searched byte by byte: which of its records count says a directory that a hostile file can bend.
    """
    import olefile

    if PPT_HAS_MACROS.search(data):
        raise Unfit("macro")
    left = MAX_UNPACKED
    for found in PPT_OBJECT.finditer(data):
        body = memoryview(data)[found.end() : found.end() + int.from_bytes(found[2], "little")]
        inner = _unzipped(body[4:], left) if found[1] == b"\x10" else bytes(body)
        left -= len(inner)
        if _is_ole(io.BytesIO(inner)):
            with olefile.OleFileIO(io.BytesIO(inner)) as compound:
                _refuse_macros(compound)


def _unzipped(packed, most):
    try:
        inner = zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        return b""  # these bytes only look like an object
    if len(inner) > most:
        raise Unfit("bomb")
    return inner


def _is_ole(file):
    return _starts(file, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _starts(file, signature):
    file.seek(0)
    return file.read(len(signature)) == signature


def _top_names(file):
    import olefile

    file.seek(0)
    with olefile.OleFileIO(file) as compound:
        return {path[0] for path in compound.listdir()}


def main():
    sys.setrecursionlimit(5000)
    try:
        inspect(sys.stdin.buffer, sys.argv[2])
        answer = {}
    except Unfit as unfit:
        answer = {"unfit": str(unfit)}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
