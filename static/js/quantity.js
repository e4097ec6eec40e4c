// The two buttons beside a quantity: step the number within its limits and tell the form.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quantity] [data-step]");
  if (!button) return;
  const input = button.closest("[data-quantity]").querySelector("input");
  const wanted = Number(input.value || 0) + Number(button.dataset.step);
  const value = Math.min(Number(input.max), Math.max(Number(input.min), wanted));
  if (value === Number(input.value)) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
