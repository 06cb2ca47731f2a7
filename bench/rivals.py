"""The same report made by others, each the way it is used from a server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench import docx_report, typst_report

STYLE = '<link rel="stylesheet" href="report.css"></head>'


class Rivals:
    def __init__(self, tree, folder):
        self.folder = folder
        self._write(tree)

    def _write(self, tree):
        from exchange.core import content
        from exchange.documents.renderers import pdf

        for sha256 in set(tree.pictures):
            (self.folder / sha256).with_suffix(".jpg").write_bytes(content.load(sha256))
        markup = pdf.html(tree).replace("</head>", STYLE, 1)
        for sha256 in set(tree.pictures):
            markup = markup.replace(f'src="{sha256}"', f'src="{sha256}.jpg"')
        (self.folder / "report.html").write_text(markup)
        (self.folder / "report.css").write_text(pdf.styles(tree.language))
        docx_report.write(tree, self.folder)
        typst_report.write(tree, self.folder)

    def weasyprint(self):
        """Bare: the library as it comes, in this warm process."""
        import weasyprint.pdf

        ours, weasyprint.pdf.stream.Font = weasyprint.pdf.stream.Font, weasyprint.pdf.fonts.Font
        try:
            page = weasyprint.HTML(self.folder / "report.html")
            page.write_pdf(self.folder / "weasyprint.pdf", pdf_variant="pdf/a-2u", pdf_tags=True)
        finally:
            weasyprint.pdf.stream.Font = ours

    def chromium(self):
        _run(
            os.environ.get("CHROMIUM") or _command("chromium"), "--headless", "--no-sandbox", "--disable-gpu",
            "--no-pdf-header-footer", f"--user-data-dir={self.folder}/chromium", "--disable-background-networking",
            f"--print-to-pdf={self.folder}/chromium.pdf", (self.folder / "report.html").as_uri(),
        )  # fmt: skip

    def libreoffice(self):
        profile = (self.folder / "libreoffice").as_uri()
        _run(
            _command("soffice"), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
            "--outdir", self.folder / "office", self.folder / "report.docx",
        )  # fmt: skip

    def typst(self):
        code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
        _run(sys.executable, "-c", code, self.folder / "report.typ", self.folder / "typst.pdf")

    def pages(self):
        """Every rival really printed the whole report."""
        from pypdf import PdfReader

        files = ["weasyprint.pdf", "chromium.pdf", "office/report.pdf", "typst.pdf"]
        return {Path(name).parts[0].removesuffix(".pdf"): len(PdfReader(self.folder / name).pages) for name in files}


def _command(name):
    return shutil.which(name) or sys.exit(f"error: {name} is missing; `make bench` installs it")


def _run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        sys.exit(f"error: {command[0]} failed:\n{done.stderr}")
