// A search box that offers goods while one types: arrows choose, Enter goes there, Escape closes.
const WAIT = 120; // ms without a key
const SHORTEST = 2; // letters

function suggest(form) {
  const box = form.elements.q;
  const list = form.querySelector("[role=listbox]");
  const said = form.querySelector("[data-suggested]");
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(combobox)) box.setAttribute(name, value);
  let chosen = -1;
  let waiting = 0;
  let asking = new AbortController();

  const options = () => [...list.children];
  const choose = (place) => {
    chosen = place;
    options().forEach((option, n) => option.setAttribute("aria-selected", n === place));
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", options()[place].id);
    options()[place]?.scrollIntoView({ block: "nearest" });
  };
  const show = (is_open) => {
    list.hidden = !is_open;
    box.setAttribute("aria-expanded", is_open);
    choose(-1);
  };
  const close = () => {
    clearTimeout(waiting);
    asking.abort(); // an answer that comes late opens nothing
    show(false);
  };
  const ask = async (typed) => {
    asking = new AbortController();
    const reply = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
    if (!reply.ok) return close();
    list.innerHTML = await reply.text();
    options().forEach((option, n) => { option.id = `${list.id}-${n}`; });
    show(list.children.length > 0);
    said.textContent = list.hidden ? "No suggestions." : `Suggestions: ${list.children.length}. Use the arrow keys.`;
  };
  box.addEventListener("input", () => {
    close();
    const typed = box.value.trim();
    if (typed.length >= SHORTEST) waiting = setTimeout(() => ask(typed).catch(() => {}), WAIT);
  });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const places = list.children.length + 1; // one of them is none: the box itself
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && chosen >= 0) location.assign(options()[chosen].dataset.address);
    else if (step && !list.hidden) choose(((chosen + 1 + step + places) % places) - 1);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays
  list.addEventListener("click", (event) => location.assign(event.target.closest("[data-address]").dataset.address));
  box.addEventListener("blur", close);
}
document.querySelectorAll("[data-suggest]").forEach(suggest);
