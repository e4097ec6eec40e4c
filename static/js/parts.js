// Pieces of a fetched page in the place of ours, the focus kept; and errors that are mended.

// Put the words of the same `data-part` of the other page into this element. What is the same stays
// as it is, or a screen reader would hear it twice.
export function part(element, page) {
  const next = page.querySelector(`[data-part="${element.dataset.part}"]`);
  element.toggleAttribute("data-estimate", next.hasAttribute("data-estimate"));
  if (element.innerHTML === next.innerHTML) return;
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  element.replaceChildren(...next.childNodes);
  const same = held?.name
    ? element.querySelector(`[name="${held.name}"][value="${held.value}"]:enabled`)
    : held && element.querySelector("button");
  same?.focus({ preventScroll: true });
}

// The error of a field is mended: it goes, beside the field and in the summary above the form.
export function settle(field) {
  field.removeAttribute("aria-invalid");
  document.querySelector(`#${field.id}_error`)?.remove();
  const told = (field.getAttribute("aria-describedby") ?? "").split(" ");
  const left = told.filter((id) => id && id !== `${field.id}_error`);
  if (left.length) field.setAttribute("aria-describedby", left.join(" "));
  else field.removeAttribute("aria-describedby");
  const summary = document.querySelector("[data-focus]");
  summary?.querySelector(`a[href="#${field.id}"]`)?.closest("li").remove();
  if (summary && !summary.querySelector("li")) summary.remove();
}
