// A form that is sent once: the second press of an impatient finger does nothing. Coming back with
// the Back button frees it again; the server knows a repeat by itself.
for (const form of document.querySelectorAll("[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    // Looked for now: another script may have put a new button in the place of the first.
    const button = event.submitter ?? form.querySelector("button:not([type=button])");
    button?.setAttribute("aria-disabled", "true");
  });
  addEventListener("pageshow", () => {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
    }
  });
}
