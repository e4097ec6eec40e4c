// Six digits in the checkout's pincode, or another kept address: the page for it is fetched, its
// words (`data-part`) put in the place of ours, city and state filled where nobody typed else. An
// estimate is asked for again, later each time: the courier may just have been slow.
import { filler } from "./city.js";
import { part, settle } from "./parts.js";

const form = document.querySelector("[data-pincode-form]");
const { pincode, filled, address } = form.elements; // address: only of those who have kept some
const fill = filler(form);
for (const check of form.querySelectorAll("[data-pincode-check]")) {
  check.type = "button"; // or Enter would press it
  check.hidden = true;
}
const is_typed = () => !address || address.value === "new";
let asked = is_typed() ? filled.value : address.value;
let way = form.elements.way.value; // what the person ticked, be it possible now or not
let running = new AbortController();
let again = 0;
const typed = () => pincode.value.replace(/\s/g, "");

function place(page) {
  settle(is_typed() ? pincode : document.querySelector("#id_address"));
  if (is_typed()) fill(page);
  for (const each of document.querySelectorAll("[data-part]")) part(each, page);
  const same = form.querySelector(`[name=way][value=${way}]:enabled`);
  if (same) same.checked = true;
}

function stop() {
  clearTimeout(again);
  running.abort();
  running = new AbortController();
}

async function ask(wanted, pause = 3000) {
  stop();
  asked = wanted;
  const where = is_typed() ? { pincode: wanted, address: "new" } : { address: wanted };
  const page = `${location.pathname}?${new URLSearchParams({ ...where, way })}`;
  try {
    const reply = await fetch(page, { signal: running.signal });
    if (!reply.ok || new URL(reply.url).pathname !== location.pathname) return;
    const parsed = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!form.hasAttribute("aria-busy")) place(parsed);
    look_again(pause);
  } catch (trouble) {
    if (trouble.name !== "AbortError") asked = ""; // the server looks again when it is sent
  }
}

function look_again(pause) {
  const is_estimate = document.querySelector("[data-estimate]") && pause < 60_000;
  const same = () => (is_typed() ? typed() : address.value) === asked && ask(asked, 3 * pause);
  if (is_estimate) again = setTimeout(same, pause);
}

pincode.addEventListener("input", () => {
  const digits = typed();
  if (/^[1-9][0-9]{5}$/.test(digits)) {
    if (digits !== asked) ask(digits);
  } else {
    asked = "";
    stop(); // no answer for what stood here before
  }
});
form.addEventListener("change", ({ target }) => {
  if (target.name === "way") way = target.value;
  if (target.name === "address") ask(is_typed() ? typed() : target.value);
});
if (asked) look_again(3000);
