// Drives a batch from its page: asks for the next order, shows what came of it, and asks again.
// Whoever else is at it, another browser or the worker, takes other orders.
const PAUSE = 1500; // ms, while all that is left is in other hands
const LATER = 5000; // ms, after an answer that did not come
const wait = (time) => new Promise((done) => { setTimeout(done, time); });
const form = () => document.querySelector("form[data-batch]");

async function step() {
  const reply = await fetch(form().action, { method: "POST", body: new FormData(form()) });
  if (!reply.ok || new URL(reply.url).pathname !== location.pathname) throw new Error(reply.status);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (next && next.innerHTML !== part.innerHTML) part.replaceChildren(...next.childNodes);
  }
}

async function drive() {
  while (form()) {
    const before = form().dataset.batch;
    try {
      await step();
      if (form()?.dataset.batch === before) await wait(PAUSE);
    } catch {
      document.querySelector("[data-batch-say]").textContent = "No answer from the shop. The work goes on without this page; it looks again in a moment.";
      await wait(LATER);
    }
  }
}

drive();
