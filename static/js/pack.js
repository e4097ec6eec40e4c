// The packing table under a scanner's hands: what is scanned, ticked or typed goes to the shop, and
// the parts of the screen that say how it stands are put in the place of the old ones. One after the
// other: a scanner is quicker than an answer. The shop's answer is the same as without scripts.
const form = document.querySelector("[data-pack]");
const box = form.querySelector("#scan");
let queue = Promise.resolve();

async function send(scanned, act) {
  const given = new FormData(form);
  given.set("scan", scanned);
  if (act) given.set("act", act);
  const reply = await fetch(form.action, { method: "POST", body: given });
  if (!reply.ok || new URL(reply.url).pathname.includes("sign-in")) throw new Error(reply.status);
  history.replaceState(null, "", reply.url);
  return new DOMParser().parseFromString(await reply.text(), "text/html");
}

function place(page) {
  const held = document.activeElement;
  const open = form.querySelector("details")?.open;
  for (const part of document.querySelectorAll("[data-part]")) {
    part.replaceChildren(...page.querySelector(`[data-part="${part.dataset.part}"]`).childNodes);
  }
  if (open) form.querySelector("details")?.setAttribute("open", "");
  if (held.isConnected || !held.name) return;
  const same = [...document.getElementsByName(held.name)];
  (same.find((field) => field.value === held.value) ?? same[0] ?? box).focus({ preventScroll: true });
}

function take(scanned, act) {
  queue = queue.then(() => send(scanned, act)).then(place).catch((trouble) => {
    const said = document.createElement("p");
    said.className = "mb-0 heard is-wrong";
    said.textContent = `“${scanned}” was not taken: the shop did not answer (${trouble.message}). Scan it again, or reload the page.`;
    document.querySelector("#heard").replaceChildren(said);
  });
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.hasAttribute("formaction")) {
    if (form.hasAttribute("aria-busy")) event.preventDefault(); // one press is enough
    form.setAttribute("aria-busy", "true");
    return;
  }
  event.preventDefault();
  take(box.value.trim(), button?.name === "act" ? button.value : "");
  box.value = "";
  if (button?.name !== "act") box.focus();
});
form.addEventListener("change", (event) => {
  if (event.target !== box && !event.target.closest("details")) take("");
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  queue.then(() => {
    const button = form.querySelector("[data-pack-dispatch]");
    if (button) form.requestSubmit(button);
  });
});
addEventListener("pageshow", () => { form.removeAttribute("aria-busy"); });
