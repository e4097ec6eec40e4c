"""Where static files go: hashed names, compressed, ES module imports rewritten."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites `import "./x.js"` too, so that every file may be cached for ever."""

    support_js_module_import_aggregation = True
