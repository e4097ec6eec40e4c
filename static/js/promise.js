// A form with `data-promise` asks for a pincode and puts the parts of the answer
// (`data-promised`) in the place of ours, without a load of the page. An estimate
// (`data-estimate`) is asked for once more: the courier may just have been slow.
let running = new AbortController();
let waiting = 0;

async function answer(form) {
  clearTimeout(waiting);
  running.abort();
  running = new AbortController();
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const headers = { "X-Requested-With": "fetch" };
  const reply = await fetch(address, { signal: running.signal, headers });
  if (!reply.ok && reply.status !== 422) throw new Error(reply.status);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

function place(parts, wanted) {
  for (const part of parts.querySelectorAll(wanted)) {
    document.querySelector(`[data-promised="${part.dataset.promised}"]`)?.replaceWith(part);
  }
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = parts.querySelector("[data-say]")?.textContent.trim() ?? "";
}

function show(parts) {
  const by_key = document.activeElement?.name === "pincode";
  place(parts, "[data-promised]");
  const form = document.querySelector("form[data-promise]");
  const refused = form.querySelector("[aria-invalid]");
  const held = by_key ? form.elements.pincode : form.querySelector("button");
  (refused ?? held).focus({ preventScroll: true });
  const told = document.querySelector("[data-promised=answer], [data-promised=cart]");
  (refused ? form : told)?.scrollIntoView({ block: "nearest" });
}

async function look_again() {
  const form = document.querySelector("form[data-promise]");
  if (!form || form.elements.pincode.value !== form.elements.pincode.defaultValue) return;
  const parts = await answer(form).catch(() => null);
  if (parts) place(parts, "[data-promised]:not(form)");
}

function wait_for_couriers() {
  if (document.querySelector("[data-estimate]")) waiting = setTimeout(look_again, 3000);
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-promise]");
  if (!form) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  try {
    show(await answer(form));
    wait_for_couriers();
  } catch (trouble) {
    if (trouble.name !== "AbortError") form.submit();
  }
});
wait_for_couriers();
