// Single keys can be switched off in this browser (WCAG 2.1.4).
const label = document.querySelector("[data-keys-switch]");
const box = label.querySelector("input");
label.hidden = false;
box.checked = localStorage.getItem("keys") !== "off";
box.addEventListener("change", () => {
  localStorage.setItem("keys", box.checked ? "on" : "off");
  for (const hint of document.querySelectorAll("[data-keys-hint]")) hint.hidden = !box.checked;
});
