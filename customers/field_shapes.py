"""How a field's text looks at first sight, for the browser: it tells a slip of the finger as the
field is left. Looser than the rules, which decide: nothing that they take is complained of."""

from django.forms import Field

from customers.errors import NotAnEmail, NotAPhone, NotAPincode

NO_NAME = "Write the name as the courier shall say it, for example Ananya Rao."
NO_CITY = "Write the name of the city or village, for example Pune."
NO_STREET = "Write the house or flat number and the street, for example 22, 3rd Cross."
_A_LETTER = r".*\p{L}.*"

# Field → what its text must look like (a regular expression of browsers), and what is said if not.
SHAPES = {
    "phone": (r"(?:\P{Nd}*\p{Nd}){10,}\P{Nd}*", str(NotAPhone())),
    "email": (r"[^\s@]+@[^\s@]+\.[^\s@.]{2,}", str(NotAnEmail())),
    "name": (_A_LETTER, NO_NAME),
    "pincode": (r"[1-9](?:\s*[0-9]){5}", str(NotAPincode())),
    "city": (_A_LETTER, NO_CITY),
    "line1": (".{5,}", NO_STREET),
}


def tell_shape(name: str, field: Field, missing: str) -> None:
    """Write on a field what the browser needs to check it (`static/js/fields.js`)."""
    if field.required:
        field.widget.attrs["data-missing"] = missing
    if name in SHAPES:
        shape, wrong = SHAPES[name]
        field.widget.attrs |= {"data-shape": shape, "data-wrong": wrong}
