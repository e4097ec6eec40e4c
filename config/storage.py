"""Where static files go: one stylesheet, hashed names, compressed, ES module imports rewritten."""

import logging

from django.conf import settings
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from config.stylesheets import OneStylesheet

log = logging.getLogger(__name__)


class ModuleManifestStorage(
    OneStylesheet,
    CompressedManifestStaticFilesStorage,  # type: ignore[misc]
):
    """Rewrites `import "./x.js"` too, so that every file may be cached for ever. A file that was
    not collected does not take the page with it: see `stored_name`."""

    support_js_module_import_aggregation = True

    def url(self, name: str | None) -> str:
        """The address of a file, worked out once: the manifest is read when a process starts."""
        kept = self.__dict__.setdefault("_addresses", {})
        if settings.DEBUG or name not in kept:
            kept[name] = super().url(name)
        return str(kept[name])

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one, and once an error in the log, where the manifest knows
        no such file: it is older than the page that asks for it."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            self.hashed_files[self.hash_key(name)] = name  # so it is told once
            log.error("%s was not collected: run collectstatic before the server", name)
            return name
