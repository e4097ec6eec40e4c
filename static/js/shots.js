// A click on a small picture shows it in the large frame; without scripts its link opens it.
function sources(img) {
  return img.closest("picture")?.querySelectorAll("source") ?? [];
}

// A photograph brings its sizes along; a drawing has one address, and nothing may stand before it.
function show(large, small, address) {
  const sizes = large.dataset.sizes ?? sources(large)[0]?.sizes ?? "";
  large.dataset.sizes = sizes;
  for (const source of sources(large)) source.remove();
  const frame = large.closest("picture") ?? large.parentElement.insertBefore(document.createElement("picture"), large);
  for (const source of sources(small)) {
    const copy = source.cloneNode();
    copy.sizes = sizes || "100vw";
    frame.append(copy);
  }
  frame.append(large);
  large.src = address;
  large.alt = small.alt;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-shots] .thumbs a");
  if (!link || event.metaKey || event.ctrlKey) return;
  const shots = link.closest("[data-shots]");
  const large = shots.querySelector("[data-large]");
  if (!large.offsetParent) return; // a phone shows no large frame: the link opens the picture
  event.preventDefault();
  show(large, link.querySelector("img"), link.dataset.shown);
  large.closest("a").href = link.href;
  for (const other of shots.querySelectorAll(".thumbs a")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
});
