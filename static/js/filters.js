// The two days of a list's filter are asked for only where "From, to" is chosen.
for (const form of document.querySelectorAll("[data-filters]")) {
  const days = form.querySelector("[data-days]");
  const { when } = form.elements;
  const show = () => {
    days.classList.toggle("d-flex", when.value === "dates");
    days.hidden = when.value !== "dates";
  };
  when.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
