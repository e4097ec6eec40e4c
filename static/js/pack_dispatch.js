// Ctrl and Enter dispatch the order on the packing table, once all that was scanned has been taken. A
// second press of an impatient finger is not sent; the shop knows a repeat by itself.
import { settled } from "./pack.js";

const form = document.querySelector("[data-pack]");

form.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("formaction")) return;
  if (form.hasAttribute("aria-busy")) event.preventDefault();
  form.setAttribute("aria-busy", "true");
});
document.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  await settled();
  const button = form.querySelector("[data-pack-dispatch]");
  if (button) form.requestSubmit(button);
});
addEventListener("pageshow", () => { form.removeAttribute("aria-busy"); });
