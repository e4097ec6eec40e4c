// A form with `data-promise` asks for a pincode and puts the parts of the answer
// (`data-promised`) in the place of ours, without a load of the page. An estimate
// (`data-estimate`) is asked for once more: the courier may just have been slow.
import { asked, place } from "./promised.js";

let running = new AbortController();
let waiting = 0;

async function answer(form) {
  clearTimeout(waiting);
  running.abort();
  running = new AbortController();
  return asked(form.action, new URLSearchParams(new FormData(form)), running.signal);
}

function say(parts) {
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = parts.querySelector("[data-say]")?.textContent.trim() ?? "";
}

function show(parts) {
  const by_key = document.activeElement?.name === "pincode";
  place(parts);
  say(parts);
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
  if (!parts) return;
  place(parts, "[data-promised]:not(form)");
  say(parts);
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
document.addEventListener("promised", wait_for_couriers);
wait_for_couriers();
