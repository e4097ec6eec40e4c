// A click on the large picture opens it in a dialog, once more brings it near; Escape closes it.
// Without scripts its link opens the picture itself.
function open(link) {
  const dialog = document.querySelector("[data-zoom]");
  const shown = link.querySelector("img");
  const large = dialog.querySelector("img");
  large.src = link.href;
  large.alt = shown.alt;
  dialog.removeAttribute("data-near");
  dialog.querySelector("[data-near-far]").textContent = "Closer";
  dialog.showModal();
}

function turn(dialog) {
  const near = dialog.toggleAttribute("data-near");
  dialog.querySelector("[data-near-far]").textContent = near ? "Whole picture" : "Closer";
  const pane = dialog.querySelector(".pane");
  if (near) pane.scrollTo((pane.scrollWidth - pane.clientWidth) / 2, (pane.scrollHeight - pane.clientHeight) / 2);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-zooms]");
  if (link && !event.defaultPrevented && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    open(link);
    return;
  }
  const dialog = event.target.closest("[data-zoom]");
  if (!dialog) return;
  if (event.target === dialog) dialog.close(); // beside the picture
  else if (event.target.closest("[data-near-far], .pane")) turn(dialog);
});
