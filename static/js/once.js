// A form that is sent once: the second press of an impatient finger does nothing. Coming back with
// the Back button frees it again; the server knows a repeat by itself.
for (const form of document.querySelectorAll("[data-once]")) {
  const button = form.querySelector("button:not([type=button])");
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    button?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    form.removeAttribute("aria-busy");
    button?.removeAttribute("aria-disabled");
  });
}
