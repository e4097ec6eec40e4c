// The two buttons beside a quantity: step the number within its limits and tell the form.
for (const box of document.querySelectorAll("[data-quantity]")) {
  const input = box.querySelector("input");
  for (const button of box.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const wanted = Number(input.value || 0) + Number(button.dataset.step);
      const value = Math.min(Number(input.max), Math.max(Number(input.min), wanted));
      if (value === Number(input.value)) return;
      input.value = value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
