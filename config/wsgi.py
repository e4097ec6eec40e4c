"""The WSGI door, for gunicorn."""

import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class ShopRequest(WSGIRequest):
    """A request that is read as UTF-8, whatever it says of itself: a query that were read in
    another way than the page cache reads it would put one page in the place of another. Nor is the
    charset of its head looked up by name: Python keeps each name that was ever asked for."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        kind = meta.get("CONTENT_TYPE", "").partition(";")[0]
        self.content_type, self.content_params = kind.strip().lower(), {}


class ShopHandler(WSGIHandler):
    """Django's, with requests of our kind."""

    request_class = ShopRequest


django.setup(set_prefix=False)
application = ShopHandler()
