"""Where static files go: one stylesheet, hashed names, compressed, ES module imports rewritten."""

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from config.stylesheets import OneStylesheet


class ModuleManifestStorage(
    OneStylesheet,
    CompressedManifestStaticFilesStorage,  # type: ignore[misc]
):
    """Rewrites `import "./x.js"` too, so that every file may be cached for ever."""

    support_js_module_import_aggregation = True
