// The keys of the staff pages: what a page offers it marks (`data-key`, `data-row` with `data-open`
// and `data-choose`), and a key presses it. Off in fields, and where the person switched them off.
import { show } from "./keys_list.js";

const button = document.querySelector("[data-keys]");
const search = document.querySelector("[data-search]");
const is_on = () => localStorage.getItem("keys") !== "off";
const marked = (key) => document.querySelector(`[data-key="${key}"]`);
let went = 0; // when G was pressed: the next key says where to

function press(element) {
  if (!element) return false;
  const folded = element.closest("details:not([open])");
  if (folded) folded.open = true;
  element.focus();
  if (element.matches("a, button")) element.click();
  return true;
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row] [data-open]")].filter((link) => link.offsetParent);
  const row = document.activeElement?.closest("[data-row]");
  const place = rows.findIndex((link) => row?.contains(link));
  const next = rows[place < 0 && by < 0 ? rows.length - 1 : place + by];
  next?.focus();
  return Boolean(next);
}

function choose() {
  const box = document.activeElement?.closest("[data-row]")?.querySelector("[data-choose]");
  box?.click();
  return Boolean(box);
}

function single(key) {
  if (Date.now() - went < 1500) {
    went = 0;
    const address = { t: button.dataset.t, o: button.dataset.o, p: button.dataset.p }[key];
    if (address) location.assign(address);
    return Boolean(address);
  }
  if (key === "g") went = Date.now();
  const acts = { "/": () => press(search), "?": () => show(button), j: () => step(1), k: () => step(-1), x: choose, g: () => true };
  return acts[key]?.() ?? (/^[nrmp]$/.test(key) && press(marked(key)));
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  let is_done = false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) is_done = /^(enter|s)$/.test(key) && press(marked(`ctrl+${key}`) ?? (key === "s" && marked("s")));
  else if (!event.altKey && !event.ctrlKey && !typing && is_on()) is_done = single(key);
  if (is_done) event.preventDefault();
});
for (const hint of document.querySelectorAll("[data-keys-hint]")) hint.hidden = !is_on();
