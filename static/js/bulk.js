// Counts what is ticked in a list, ticks all of it at once, and says what the buttons will act on.
const rupees = new Intl.NumberFormat("en-IN", { style: "currency", currency: "INR", maximumFractionDigits: 0 });

for (const form of document.querySelectorAll("[data-bulk]")) {
  const boxes = [...form.querySelectorAll('input[name="orders"]')];
  const all = form.querySelector("[data-bulk-all]");
  const clear = form.querySelector("[data-bulk-clear]");
  const most = Number(form.dataset.most);
  const say = (part, text) => {
    const place = form.querySelector(`[data-bulk-${part}]`);
    if (place) place.textContent = text;
  };
  const sum = (chosen, name) => chosen.reduce((total, box) => total + Number(box.dataset[name]), 0);

  function count() {
    const chosen = boxes.filter((box) => box.checked);
    const number = chosen.length;
    const pieces = sum(chosen, "pieces");
    for (const box of boxes) box.closest("tr").classList.toggle("on", box.checked);
    all.checked = number > 0 && number === Math.min(boxes.length, most);
    all.indeterminate = number > 0 && !all.checked;
    const orders = `${number} order${number === 1 ? "" : "s"}`;
    const too = number > most ? `, ${most} is the most at once` : " chosen";
    say("said", number ? orders + too : "Nothing chosen");
    say("sums", number ? `· ${pieces} piece${pieces === 1 ? "" : "s"} · ${rupees.format(sum(chosen, "paise") / 100)}` : "");
    clear.hidden = number === 0;
    say("dispatch", number ? `Dispatch ${orders}` : "Dispatch");
  }

  all.hidden = boxes.length === 0;
  all.addEventListener("change", () => {
    boxes.forEach((box, place) => { box.checked = all.checked && place < most; });
    count();
  });
  form.addEventListener("change", count);
  form.addEventListener("reset", () => setTimeout(count));
  addEventListener("keydown", ({ key, target }) => {
    const is_free = !clear.hidden && !document.querySelector("dialog[open]");
    if (key === "Escape" && is_free && !target.matches("select, [type=date]")) form.reset();
  });
  addEventListener("pageshow", count);
  count();
}
