"""What a row says of a file in the content store (exchange.core.content)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptFile(models.Model):
    name = models.CharField(_("파일 이름"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def extension(self):
        return self.name.rpartition(".")[2].upper()
