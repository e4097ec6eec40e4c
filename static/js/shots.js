// A click on a small picture shows it in the large frame; without scripts its link opens it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-shots] a");
  if (!link || event.metaKey || event.ctrlKey) return;
  const shots = link.closest("[data-shots]");
  const small = link.querySelector("img");
  const large = shots.querySelector("[data-large]");
  if (!large.offsetParent) return; // a phone shows no large frame: the link opens the picture
  event.preventDefault();
  large.src = link.href;
  large.alt = small.alt;
  for (const other of shots.querySelectorAll("a")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
});
