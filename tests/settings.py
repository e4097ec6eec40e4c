"""The shop's own settings with the tests' values in the environment; no `.env` is read."""

import os

os.environ.update(
    {
        "ENV_FILE": os.devnull,
        "DEBUG": "false",
        "SECRET_KEY": "tests-only",
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        # Nobody listens on port 9: fixtures name the engine and the sandbox, children are told.
        "DYNAMODB_ENDPOINT": os.environ.get("TEST_ENGINE", "http://127.0.0.1:9"),
        "RAZORPAY_KEY_ID": "rzp_test_thirdball",
        "RAZORPAY_KEY_SECRET": "tests-key-secret",
        "RAZORPAY_WEBHOOK_SECRET": "tests-webhook-secret,tests-older-secret",
        "RAZORPAY_BASE_URL": os.environ.get("TEST_RAZORPAY", "http://127.0.0.1:9/razorpay"),
        "RAZORPAY_CHECKOUT_URL": "http://127.0.0.1:9/razorpay/checkout.js",
        "SHIPROCKET_EMAIL": "api@thirdball.example",
        "SHIPROCKET_PASSWORD": "tests-courier-password",
        "SHIPROCKET_WEBHOOK_TOKEN": "tests-courier-token",
        "SHIPROCKET_BASE_URL": "http://127.0.0.1:9/shiprocket/v1/external",
        "EMAIL_URL": "memorymail://",
        "SHOP_LEGAL_NAME": "Third Ball Sports Retail (tests)",
        "SHOP_ADDRESS": "1 Court Road, Shivajinagar, Pune 411005, Maharashtra",
        "SHOP_GSTIN": "27AAAAA0000A1Z2",
        "SHOP_PHONE": "+912041234567",
        "SHOP_EMAIL": "help@thirdball.example",
        "GRIEVANCE_OFFICER": "Meera Nair",
    }
)

from config.settings import *  # noqa: F403

SHELF_REFRESH_SECONDS = 0  # each test reads the catalogue when it needs it, no thread
PAGE_CACHE_SECONDS = 0  # tests of it set it; to the others the clock and the tables change at once
WHITENOISE_AUTOREFRESH = True  # or each browser of a test reads through all static files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "pictures": {
        "BACKEND": "django.core.files.storage.InMemoryStorage",
        "OPTIONS": {"base_url": "/photos/"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
