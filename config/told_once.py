"""What is told once waits in a cookie that, as all of ours, no other host can have planted."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class ToldOnce(CookieStorage):
    """Django's own, under a name that browsers guard."""

    cookie_name = settings.MESSAGES_COOKIE_NAME
