from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GzippedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Without Brotli, which takes minutes over the API browser's scripts to save a few kilobytes."""

    def create_compressor(self, **kwargs):
        return Compressor(**kwargs, use_brotli=False)
