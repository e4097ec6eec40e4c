// What is wrong with a field is said as it is left: where its text has not the shape (`data-shape`,
// `data-wrong`), or was taken out again (`data-missing`). With the key that mends it the words go.
// Nothing is held back by this: the server decides.
import { settle } from "./parts.js";

const typed_in = new WeakSet();
const LATER = 100;
let is_down = false; // a finger: what it presses must not move away under it

function trouble(field) {
  const text = field.value.normalize("NFKC").trim();
  if (!text) return field.required ? field.dataset.missing : "";
  const { shape, wrong } = field.dataset;
  return shape && !new RegExp(`^(?:${shape})$`, "su").test(text) ? wrong : "";
}

function complain(field, words) {
  const id = `${field.id}_error`;
  const line = document.querySelector(`#${id}`) ?? document.createElement("p");
  Object.assign(line, { id, className: "err", textContent: words });
  field.closest(".field").append(line);
  field.setAttribute("aria-invalid", "true");
  const known = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
  field.setAttribute("aria-describedby", [...known, id].join(" "));
  const live = document.querySelector("[data-live]");
  if (live) live.textContent = `${field.labels[0].firstChild.textContent.trim()}: ${words}`;
}

function look(field) {
  if (is_down) {
    addEventListener("pointerup", () => setTimeout(look, LATER, field), { once: true });
    return;
  }
  const words = trouble(field);
  if (words && field !== document.activeElement) complain(field, words);
}

addEventListener("input", ({ target }) => {
  if (!target.matches("[data-missing], [data-shape]")) return;
  typed_in.add(target);
  if (target.hasAttribute("aria-invalid") && !trouble(target)) settle(target);
});
addEventListener("focusout", ({ target }) => {
  if (typed_in.has(target)) setTimeout(look, LATER, target);
});
addEventListener("pointerdown", () => (is_down = true), true);
for (const over of ["pointerup", "pointercancel"]) addEventListener(over, () => (is_down = false), true);
