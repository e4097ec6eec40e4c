// The packing table under a scanner's hands: what is scanned, ticked or typed goes to the shop, and
// the parts of the screen that say how it stands take the place of the old ones. One after the
// other, for a scanner is quicker than an answer; what was touched meanwhile is touched again.
const form = document.querySelector("[data-pack]");
const box = form.querySelector("#scan");
const parts = () => document.querySelectorAll("[data-part]");
const same = ({ name, type, value }) => [...document.getElementsByName(name)]
  .find((field) => !["checkbox", "radio"].includes(type) || field.value === value);
let queue = Promise.resolve();
let touched = [];

async function send(scanned, act) {
  const given = new FormData(form);
  touched = [];
  given.set("scan", scanned);
  if (act) given.set("act", act);
  const reply = await fetch(form.action, { method: "POST", body: given });
  if (!reply.ok || !reply.url.includes("/pack/")) throw new Error(reply.status);
  history.replaceState(null, "", reply.url);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

function place(page) {
  const held = document.activeElement;
  const open = form.querySelector("details")?.open;
  if (form.contains(held) && held !== box && held.type === "text") touched.push(held);
  for (const part of parts()) {
    part.replaceChildren(...page.querySelector(`[data-part="${part.dataset.part}"]`).childNodes);
  }
  if (open) form.querySelector("details")?.setAttribute("open", "");
  for (const field of touched) {
    Object.assign(same(field) ?? {}, { value: field.value, checked: field.checked });
  }
  if (!held.isConnected && held.name) (same(held) ?? box).focus({ preventScroll: true });
}

function take(scanned, act) {
  queue = queue.then(() => send(scanned, act)).then(place).catch(({ message }) => {
    const said = document.createElement("p");
    said.className = "mb-0 heard is-wrong";
    said.textContent = `“${scanned}” was not taken: no answer (${message}). Scan it again.`;
    document.querySelector("#heard").replaceChildren(said);
  });
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.hasAttribute("formaction")) return;
  event.preventDefault();
  take(box.value.trim(), button?.name === "act" ? button.value : "");
  box.value = "";
  if (button?.name !== "act") box.focus();
});
form.addEventListener("change", ({ target }) => {
  if (target === box || target.closest("details")) return;
  touched.push(target);
  take("");
});
// When all that was scanned so far has been taken.
export const settled = () => queue;
