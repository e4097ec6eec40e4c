"""Where pictures of products and what people send us lie: each in a folder of this machine, or in a
bucket at Amazon."""

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


def private_storage(*, bucket: str, folder: str, region: str) -> dict[str, Any]:
    """The storage of what people send us: never served but by a view that asks who wants it. A
    folder is our user's alone; nothing in the bucket has an address that a browser could ask."""
    if not bucket:
        local = {
            "location": folder,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": local}
    options = {
        "bucket_name": bucket,
        "region_name": region,
        "querystring_auth": True,  # were an address ever made of one, it would end
        "file_overwrite": True,  # the same name is the same photo
        "default_acl": None,  # the bucket is closed: docs/operations/aws/buckets.json
        "object_parameters": {"CacheControl": "no-store", "ServerSideEncryption": "AES256"},
        "client_config": PATIENCE,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def picture_origins(storage: dict[str, Any]) -> list[str]:
    """Where pages load pictures from, beside the shop itself."""
    domain = storage["OPTIONS"].get("custom_domain")
    return [f"https://{domain}"] if domain else []
