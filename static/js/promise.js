// A form with `data-promise` asks for a pincode and puts the parts of the answer
// (`data-promised`) in the place of ours, without a load of the page.
let running = new AbortController();

async function answer(form) {
  running.abort();
  running = new AbortController();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form));
  const headers = { "X-Requested-With": "fetch" };
  const reply = await fetch(address, { signal: running.signal, headers });
  if (!reply.ok && reply.status !== 422) throw new Error(reply.status);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

function place(parts) {
  const held = document.activeElement;
  for (const part of parts.querySelectorAll("[data-promised]")) {
    document.querySelector(`[data-promised="${part.dataset.promised}"]`)?.replaceWith(part);
  }
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = parts.querySelector("[data-say]")?.textContent.trim() ?? "";
  const form = document.querySelector("form[data-promise]");
  const refused = form?.querySelector("[aria-invalid]");
  const by_key = held?.name === "pincode" ? form?.elements.pincode : form?.querySelector("button");
  (refused ?? by_key)?.focus({ preventScroll: true });
  const told = document.querySelector("[data-promised=answer], [data-promised=cart]");
  (refused ? form : told)?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-promise]");
  if (!form) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  try {
    place(await answer(form));
  } catch (trouble) {
    if (trouble.name !== "AbortError") form.submit();
  }
});
