// While somebody chooses what to give back, the form says underneath what that would do; without
// scripts the Preview button does. What was chosen travels in the preview's key, so a press before
// the newest preview has come is answered with that preview.
const WAIT = 300; // ms after the last touch of a key
let timer, asking;

async function preview(form) {
  asking?.abort();
  asking = new AbortController();
  const given = new URLSearchParams(new FormData(form));
  given.set("act", "preview");
  const request = { method: "POST", body: given, signal: asking.signal, redirect: "error" };
  const reply = await fetch(form.action, request);
  if (![200, 422].includes(reply.status)) throw new Error(reply.status);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  return [...page.querySelector("[data-refund-preview]").childNodes];
}

async function show(form) {
  const place = form.querySelector("[data-refund-preview]");
  place.setAttribute("aria-busy", "true");
  try {
    place.replaceChildren(...(await preview(form)));
  } catch (trouble) {
    if (trouble.name === "AbortError") return;
    place.textContent = "The preview did not come. Press Preview.";
  }
  place.removeAttribute("aria-busy");
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-refund-what]")?.closest("form[data-refund]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(show, WAIT, form);
});

// A second press of an impatient finger is not sent; the server knows a repeat by its key anyway.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-refund]")) return;
  clearTimeout(timer);
  asking?.abort();
  if (event.target.hasAttribute("data-sent")) event.preventDefault();
  event.target.setAttribute("data-sent", "");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) form.removeAttribute("data-sent");
});
