"""The settings of bench/bare.py: the shop's, with nothing of the shop around a page."""

from pathlib import Path

from config.settings import *  # noqa: F403 - what the server's own log asks for

ROOT_URLCONF = "bench.bare"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = []
MIDDLEWARE = []
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parent],
    }
]
