"""The config app."""

from django.apps import AppConfig
from django.conf import settings

from config.staff_menu import Entry


class ConfigConfig(AppConfig):
    name = "config"
    doctor = "config.doctor.checks.CHECKS"
    staff_menu = (Entry("Today", "staff:today", "house", "orders.see", rank=0),)

    def ready(self) -> None:
        """Tell Sentry of errors, where the settings name one."""
        if settings.SENTRY_DSN:
            from config import sentry

            sentry.start(settings.SENTRY_DSN, environment=settings.SITE_URL)
