"""Every address under /staff/, filled with ids, and the forms that stand on a page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {"staff/sign-in/", "staff/sign-in/code/", "staff/sign-out/", "staff/welcome/"}


@dataclass(frozen=True)
class Page:
    """An address as Django writes it, with the view behind it."""

    pattern: str
    view: Callable[..., Any]
    converters: Mapping[str, Any]

    @property
    def right(self) -> str | None:
        """What it asks for."""
        return getattr(self.view, "staff_right", None)

    def address(self, known: Mapping[str, str] | None = None) -> str:
        """The address with these ids, and with some of nothing where there is none of a name."""
        text = f"/{self.pattern}"
        for name, converter in self.converters.items():
            value = (known or {}).get(name) or (
                "999" if "int" in type(converter).__name__.lower() else "nowhere"
            )
            for shown in (f"<{kind}{name}>" for kind in ("int:", "str:", "slug:", "path:", "")):
                text = text.replace(shown, value)
        return text


def pages(found: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[Page]:
    """Each page below `prefix`."""
    for entry in found:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from pages(entry.url_patterns, address)
        else:
            yield Page(address, entry.callback, entry.pattern.converters)


def staff_pages() -> list[Page]:
    """All of the staff's."""
    every = pages(get_resolver("config.urls").url_patterns)
    return [page for page in every if page.pattern.startswith("staff/")]


def guarded_pages() -> list[Page]:
    """All but the door."""
    return [page for page in staff_pages() if page.pattern not in OPEN]


@dataclass
class Form:
    """A form that posts: where to, its fields as they stand on the page, and whether it carries the
    token without which it is refused."""

    action: str
    has_token: bool = False
    fields: dict[str, str] = field(default_factory=dict)


class FormsOn(HTMLParser):
    """The forms of a page that post, filled in as a person might: what is empty gets some words."""

    def __init__(self, address: str, body: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(given.get("action") or self.address)
        elif self._form is None:
            return
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._is_unset):
            self._form.fields[self._select] = given.get("value", "")
        elif tag == "textarea" and name:
            self._area = name
            self._form.fields[name] = ""
        elif tag == "button" and name and given.get("type", "submit") == "submit":
            self._form.fields[name] = given.get("value", "")

    def handle_data(self, text: str) -> None:
        if self._area and self._form:
            self._form.fields[self._area] += text

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._form:
            words = self._form.fields[self._area].strip() if self._area else ""
            self._form.fields[self._area] = words or "Said by somebody of the staff."
            self._area = ""
        if tag == "select":
            self._select = ""
        if tag == "form" and self._form:
            self._form.has_token = bool(self._form.fields.pop("csrfmiddlewaretoken", ""))
            self.forms.append(self._form)
            self._form = None

    @property
    def _is_unset(self) -> bool:
        return self._form is not None and not self._form.fields.get(self._select)

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in {"checkbox", "radio"}:
            if "checked" in given and self._form:
                self._form.fields[name] = value or "on"
        elif kind not in {"file", "password", "submit"} and self._form:
            words = {"number": "1", "email": "x@example.in", "tel": "+919845012345"}
            self._form.fields[name] = value or words.get(kind, "Some words")
