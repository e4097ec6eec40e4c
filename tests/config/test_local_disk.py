"""Web processes keep nothing on their own disk that another machine needs."""

import os
import re
import subprocess
import sys

from config.settings import BASE_DIR

ROOMS = ("config", "catalog", "customers", "orders", "shipping", "payments")
WRITES = re.compile(
    r"""\.write_(?:text|bytes)\(|\.mkdir\(|(?<!packed\.)\bopen\([^)\n]*["'][wax]b?\+?["']|path\.touch\("""
)
# Commands, set-up, demo and sandbox, and what is drawn anew by each machine for itself.
NOT_OF_A_PAGE = re.compile(r"/management/|^config/local/|/sandbox/|/demo/|^config/aws/")
OF_ONE_MACHINE = {
    "config/gunicorn.py": "counters of this machine's workers, begun anew at each start",
}


def test_no_page_writes_a_file_but_through_a_storage() -> None:
    found = {
        name
        for room in ROOMS
        for path in (BASE_DIR / room).rglob("*.py")
        if not NOT_OF_A_PAGE.search(name := path.relative_to(BASE_DIR).as_posix())
        and WRITES.search(path.read_text())
    }
    assert found == set(OF_ONE_MACHINE)


def test_with_both_buckets_no_storage_that_pages_write_to_is_a_folder() -> None:
    words = (
        "from config.settings import STORAGES as s;"
        "print(*sorted(n for n in s if 'FileSystem' not in s[n]['BACKEND']), "
        "s['default']['OPTIONS']['bucket_name'])"
    )
    told = subprocess.run(  # noqa: S603 - our own interpreter and words
        [sys.executable, "-c", words],
        check=True,
        cwd=BASE_DIR,
        env=dict(os.environ) | {"FILES_BUCKET": "sent", "MEDIA_BUCKET": "pictures"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert told.stdout == "default pictures staticfiles sent\n"
