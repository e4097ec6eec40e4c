// A form that sends itself when its number has changed; the button for it is then not needed.
for (const form of document.querySelectorAll("[data-send-on-change]")) {
  form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}
