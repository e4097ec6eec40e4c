"""Names of static files: hashed where they were collected, plain where they were not."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from config.storage import ModuleManifestStorage


@pytest.fixture
def collected(tmp_path: Path) -> ModuleManifestStorage:
    """One file has been collected."""
    css = tmp_path / "found" / "css" / "shop.css"
    css.parent.mkdir(parents=True)
    css.write_text("a { color: red; }\n")
    found = StaticFilesStorage(location=str(tmp_path / "found"))
    storage = ModuleManifestStorage(location=str(tmp_path / "served"), base_url="/static/")
    list(storage.post_process({"css/shop.css": (found, "css/shop.css")}))
    return storage


def test_what_was_collected_has_its_hashed_name(collected: ModuleManifestStorage) -> None:
    assert collected.url("css/shop.css").startswith("/static/css/shop.")
    assert collected.url("css/shop.css") != "/static/css/shop.css"


def test_a_file_that_was_not_collected_is_no_500_and_is_told_once(
    collected: ModuleManifestStorage, caplog: pytest.LogCaptureFixture
) -> None:
    assert [collected.url("js/new.js") for _ in range(3)] == ["/static/js/new.js"] * 3
    assert [each.getMessage().split()[0] for each in caplog.records] == ["js/new.js"]
