// City and state of a checkout's pincode, filled where nobody has typed anything else.
import { settle } from "./parts.js";

export function filler(form) {
  const { filled, city, state } = form.elements;
  const ours = filled.value
    ? { city: city.value, state: state.value }
    : { city: "", state: "" };

  return (page) => {
    const next = page.querySelector("[data-pincode-form]").elements;
    if (!next.filled.value) return;
    for (const field of [city, state]) {
      if (field.value && field.value !== ours[field.name]) continue;
      field.value = next[field.name].value;
      ours[field.name] = field.value;
      settle(field);
    }
    filled.value = next.filled.value;
  };
}
