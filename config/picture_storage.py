"""Where pictures of products lie: in a folder of this machine, or in a bucket at Amazon."""

from typing import Any

from botocore.config import Config

ADDRESS = "/photos/"  # below which the shop itself serves them
PATIENCE = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 2})
FOR_EVER = "public, max-age=31536000, immutable"  # a name is of its content


def picture_storage(*, bucket: str, domain: str, folder: str, region: str) -> dict[str, Any]:
    """The storage as Django's settings want it: the bucket where one is named, and then its
    pictures are asked of `domain` (a CDN before it) or else of the bucket itself."""
    if not bucket:
        local = {"location": folder, "base_url": ADDRESS, "allow_overwrite": True}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": local}
    options = {
        "bucket_name": bucket,
        "region_name": region,
        "custom_domain": domain or f"{bucket}.s3.{region}.amazonaws.com",
        "querystring_auth": False,
        "file_overwrite": True,  # the same name is the same picture
        "default_acl": None,  # the bucket's own policy says who may read
        "object_parameters": {"CacheControl": FOR_EVER},
        "client_config": PATIENCE,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def picture_origins(storage: dict[str, Any]) -> list[str]:
    """Where pages load pictures from, beside the shop itself."""
    domain = storage["OPTIONS"].get("custom_domain")
    return [f"https://{domain}"] if domain else []
