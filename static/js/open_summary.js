// On a wide screen the order stands open beside the form.
if (matchMedia("(width >= 56rem)").matches) {
  document.querySelector(".order-box")?.setAttribute("open", "");
}
