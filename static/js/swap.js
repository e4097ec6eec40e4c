// A change in a form with `data-swap` fetches the page it leads to and puts that page's parts
// (`data-part`) in the place of ours: address, Back and focus behave as after a full load.
// `data-swap` may hold a media query for which this is wanted.
let running = new AbortController();

async function fresh(form) {
  running.abort();
  running = new AbortController();
  const address = new URL(form.action);
  const given = [...new FormData(form)].filter(([, value]) => value);
  address.search = new URLSearchParams(given);
  const reply = await fetch(address, { signal: running.signal });
  if (!reply.ok) throw new Error(reply.status);
  return [reply.url, new DOMParser().parseFromString(await reply.text(), "text/html")];
}

function place(page) {
  const held = document.activeElement;
  const said = page.querySelector("[data-say]")?.textContent.trim() ?? ""; // before it moves over here
  const folds = new Map([...document.querySelectorAll("[data-fold]")].map((fold) => [fold.dataset.fold, fold.open]));
  for (const part of document.querySelectorAll("[data-part]")) {
    const next = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (next) part.replaceWith(next);
    else part.replaceChildren();
  }
  for (const fold of document.querySelectorAll("[data-fold]")) fold.open = folds.get(fold.dataset.fold) ?? fold.open;
  document.title = page.title;
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = said;
  document.dispatchEvent(new Event("swapped"));
  if (held?.name) {
    const same = [...document.getElementsByName(held.name)].filter((field) => field.type !== "hidden");
    (same.find((field) => field.value === held.value) ?? same[0])?.focus({ preventScroll: true });
  }
}

document.addEventListener("change", async (event) => {
  const form = event.target.closest("form[data-swap]");
  if (!form || (form.dataset.swap && !matchMedia(form.dataset.swap).matches)) return;
  try {
    const [address, page] = await fresh(form);
    const own = page.querySelector("[data-part][data-address]")?.dataset.address; // as the page writes it itself
    place(page);
    history[form.hasAttribute("data-same-place") ? "replaceState" : "pushState"](null, "", own ?? address);
    shown = location.pathname + location.search;
  } catch (trouble) {
    if (trouble.name !== "AbortError") form.submit();
  }
});
let shown = location.pathname + location.search;
addEventListener("popstate", () => {
  if (shown !== location.pathname + location.search) location.reload(); // else only the place on the page
});
