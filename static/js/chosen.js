// Counts what is ticked in the list of products, ticks all of the page at once, and says what the
// buttons will act on.
for (const form of document.querySelectorAll("[data-chosen]")) {
  const boxes = [...form.querySelectorAll("input[data-choose]")];
  const all = form.querySelector("[data-chosen-all]");
  const whole = form.querySelector("[data-chosen-whole]");
  const words = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const say = (part, text) => { form.querySelector(`[data-chosen-${part}]`).textContent = text; };

  function count() {
    const chosen = boxes.filter((box) => box.checked);
    for (const box of boxes) box.closest("tr").classList.toggle("on", box.checked);
    all.checked = chosen.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
    const variants = chosen.reduce((sum, box) => sum + Number(box.dataset.variants), 0);
    say("said", chosen.length ? `${words(chosen.length, "product")} chosen` : "Nothing chosen");
    say("sums", chosen.length ? `· ${words(variants, "variant")}` : "");
    if (whole?.checked) {
      say("said", `All ${whole.dataset.chosenWhole} products that fit`);
      say("sums", "");
    }
  }

  all.hidden = boxes.length === 0;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  form.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}
