import re

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from delegations import scans
from delegations.models import Clipping
from exchange.core.rows import RowForm


class ClippingRow(RowForm):
    """A reference with its scan; `clippings` are the stored ones by their keys.

    A file is judged and kept before the row is (`keep_scans`): it comes here as a signed word or as a refusal.
    """

    row_template = "delegations/_clipping_row.html"

    link = forms.URLField(label=_("링크"), required=False, max_length=500, assume_scheme="https")
    scan_file = forms.FileField(
        label=_("스캔 파일"), required=False, widget=forms.FileInput(attrs={"accept": scans.ACCEPT, "class": "drop"}),
        help_text=_("JPEG, PNG, WebP, HEIC 그림이나 PDF"),
    )  # fmt: skip
    scan_removed = forms.BooleanField(label=_("스캔 빼기"), required=False)
    scan_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    scan_refused = forms.CharField(required=False)

    class Meta:
        model = Clipping
        fields = ["headline", "outlet", "published_on", "page", "author", "link", "copyright_note", "is_licensed"]

    def __init__(self, *args, clippings=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.clippings = clippings or {}

    @property
    def stored(self):
        """The cutting as it is stored, or None."""
        return self.clippings.get(str(self["id"].value() or ""))

    @property
    def kept(self):
        """The scan that was uploaded and waits for a save, or None."""
        try:
            return scans.unsign(self["scan_kept"].value() or "")
        except ValidationError:
            return None

    @property
    def refusal(self):
        """Why the file was not kept, where the page is only drawn again."""
        return "" if self.is_bound else self["scan_refused"].value() or ""

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("scan_refused"):
            self.add_error("scan_file", data["scan_refused"])
        elif token := data.get("scan_kept"):
            try:
                self._set_scan(scans.unsign(token))
            except ValidationError as error:
                self.add_error("scan_file", error)
        elif data.get("scan_removed"):
            self._set_scan(scans.Scan("", "", []))
        if data.get("is_licensed") and not data.get("copyright_note") and "copyright_note" not in self.errors:
            self.add_error("copyright_note", _("누구의 허락을 받았는지 저작권 메모에 적어 주세요."))
        return data

    def _set_scan(self, scan):
        self.cleaned_data |= {"scan_name": scan.name, "scan_sha256": scan.sha256, "scan_pages": scan.pages}


def keep_scans(request, prefix="rows"):
    """Judge and keep the files that came with the rows: neither a faulty row nor a button loses them."""
    data = request.POST.copy()
    for name, upload in request.FILES.items():
        if found := re.fullmatch(rf"({prefix}-\d+)-scan_file", name):
            row = found[1]
            try:
                data[f"{row}-scan_kept"] = scans.sign(scans.take_in(upload))
                data.pop(f"{row}-scan_removed", None)
            except ValidationError as error:
                data[f"{row}-scan_refused"] = f"{upload.name}: {' '.join(error.messages)}"
    request.POST = data


def rows_of_clippings(clippings):
    return [model_to_dict(c, ClippingRow.Meta.fields) | {"id": c.pk} for c in clippings]
