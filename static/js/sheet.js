// In an editable sheet the arrow keys move up and down a column, and Enter goes down instead of sending.
function beside(field, step) {
  const cell = field.closest("td");
  let row = cell.parentElement;
  for (;;) {
    row = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!row) return null;
    const found = row.cells[cell.cellIndex]?.querySelector("input, select");
    if (found) return found;
  }
}

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches("[data-sheet] input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = beside(field, step);
  next?.focus();
  next?.select?.();
});
