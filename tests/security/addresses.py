"""Every address of the shop that is not the staff's, filled with ids."""

from django.urls import get_resolver

from tests.staff_pages import Page, pages


def shop_pages() -> list[Page]:
    """All that shoppers, strangers and machines may ask for."""
    every = pages(get_resolver("config.urls").url_patterns)
    return [page for page in every if not page.pattern.startswith("staff/")]


def all_pages() -> list[Page]:
    """The staff's too."""
    return list(pages(get_resolver("config.urls").url_patterns))
