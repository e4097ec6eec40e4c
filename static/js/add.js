// "Add to cart" without leaving the page: what the cart says is told where one is, the count in the
// head is set, and the cart is one tap away. Where no answer is understood the cart is shown, which says
// what is in it: the press may have been taken in, so it is never made a second time.
import { show } from "./head.js";

function tell(form, said) {
  const text = said.textContent.trim();
  for (const place of document.querySelectorAll("[data-added]")) {
    const note = Object.assign(document.createElement("p"), { className: `${said.className} added` });
    const link = Object.assign(document.createElement("a"), { href: form.dataset.cart, className: "more", textContent: "Go to cart" });
    note.append(Object.assign(document.createElement("span"), { textContent: text }), link);
    place.replaceChildren(note);
  }
  document.querySelector("[data-live]").textContent = text;
}

async function add(form) {
  const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const said = page.querySelector("[data-messages] .note");
  if (!said) throw new Error(reply.status);
  show(); // the answer has brought the new count along
  tell(form, said);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-add]");
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return; // a second click while the first is on its way
  form.setAttribute("aria-busy", "true");
  try {
    await add(form);
  } catch {
    location.assign(form.dataset.cart);
  } finally {
    form.removeAttribute("aria-busy");
  }
});
