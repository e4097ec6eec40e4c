// Says how many fields of a form are changed and not saved, and asks before they are lost.
const form = document.querySelector("[data-unsaved]");
const words = form?.querySelector("[data-unsaved-words]");
const plain = words?.textContent;
const isChanged = (field) => {
  if (field.type === "hidden" || field.disabled || !field.name) return false;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected && option.defaultSelected);
  return field.value !== field.defaultValue;
};
const changed = () => [...form.elements].filter(isChanged);
const nameOf = (field) => field.labels?.[0]?.textContent.trim() ?? field.name;

if (words) {
  let isSending = false;
  form.addEventListener("input", () => {
    const fields = changed();
    const few = fields.slice(0, 3).map(nameOf).join(", ");
    const count = `${fields.length} change${fields.length > 1 ? "s" : ""} not saved: ${few}`;
    words.textContent = fields.length ? `${count}${fields.length > 3 ? " …" : ""}` : plain;
  });
  form.addEventListener("submit", () => { isSending = true; });
  addEventListener("beforeunload", (event) => {
    if (!isSending && changed().length) event.preventDefault();
  });
}
