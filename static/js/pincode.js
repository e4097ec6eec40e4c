// Six digits in the checkout's pincode: the page for them is fetched, its words (`data-part`) put in
// the place of ours, and city and state filled where nobody has typed anything else. While an
// estimate stands it is asked again, later each time: the courier may just have been slow.
import { filler } from "./city.js";
import { part, settle } from "./parts.js";

const form = document.querySelector("[data-pincode-form]");
const { pincode, filled } = form.elements;
const fill = filler(form);
const check = form.querySelector("[data-pincode-check]");
check.type = "button"; // or Enter would press it
check.hidden = true;
let asked = filled.value;
let way = form.elements.way.value; // what the person ticked, be it possible now or not
let running = new AbortController();
let again = 0;
const typed = () => pincode.value.replace(/\s/g, "");

function place(page) {
  settle(pincode);
  fill(page);
  for (const each of document.querySelectorAll("[data-part]")) part(each, page);
  const same = form.querySelector(`[name=way][value=${way}]:enabled`);
  if (same) same.checked = true;
}

function stop() {
  clearTimeout(again);
  running.abort();
  running = new AbortController();
}

async function ask(digits, pause = 3000) {
  stop();
  asked = digits;
  try {
    const address = `${location.pathname}?${new URLSearchParams({ pincode: digits, way })}`;
    const reply = await fetch(address, { signal: running.signal });
    if (!reply.ok || new URL(reply.url).pathname !== location.pathname) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (!form.hasAttribute("aria-busy")) place(page);
    look_again(pause);
  } catch (trouble) {
    if (trouble.name !== "AbortError") asked = ""; // the server looks again when it is sent
  }
}

function look_again(pause) {
  const is_estimate = document.querySelector("[data-estimate]") && pause < 60_000;
  const same = () => typed() === asked && ask(asked, 3 * pause);
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
form.addEventListener("change", (event) => {
  if (event.target.name === "way") way = event.target.value;
});
if (asked) look_again(3000);
