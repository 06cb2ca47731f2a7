import pytest


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    """Files of a test go where they can do no harm."""
    media = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    media["OPTIONS"] = {"location": tmp_path / "media", "base_url": None}
    settings.STORAGES = {**settings.STORAGES, "default": media}
