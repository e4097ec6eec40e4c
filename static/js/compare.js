// The ticks of "Compare" are remembered while the tab is open, so that they last from page to page;
// four at most. Without scripts the ticks of one page are compared.
const KEY = "compare";
const MOST = 4;

function held() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function keep(ids) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(ids));
  } catch {
    // a browser that stores nothing compares what is on this page
  }
}

function draw() {
  const form = document.getElementById("compare");
  if (!form) return;
  const ids = held();
  const ticks = [...document.querySelectorAll("[data-compare]")];
  for (const tick of ticks) {
    tick.checked = ids.includes(tick.value);
    tick.disabled = !tick.checked && ids.length >= MOST;
  }
  for (const old of form.querySelectorAll("[type=hidden]")) old.remove();
  for (const id of ids.filter((each) => !ticks.some((tick) => tick.value === each))) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "id", value: id }));
  }
  form.toggleAttribute("data-held", ids.length > 0);
  form.querySelector("[data-compare-none]").hidden = !ids.length;
  form.querySelector("[data-compare-words]").textContent =
    ids.length < 2 ? "Tick one more to compare." : `${ids.length} to compare${ids.length < MOST ? "" : ", no more fit"}.`;
}

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-compare]")) return;
  const others = held().filter((id) => id !== event.target.value);
  keep(event.target.checked ? [...others, event.target.value].slice(0, MOST) : others);
  draw();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-compare-none]")) return;
  keep([]);
  draw();
  document.querySelector("[data-compare]")?.focus({ preventScroll: true });
});
const list = document.getElementById("main");
new MutationObserver((changes) => {
  if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.("[data-compare]")))) draw();
}).observe(list, { childList: true, subtree: true });
addEventListener("pageshow", draw);
