// Copies the text of a field; without scripts, or without leave, it is marked to be copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const say = button.closest("div").parentElement.querySelector("[data-copy-say]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      say.textContent = "Copied.";
    } catch {
      say.textContent = "It is marked now: copy it with Ctrl C.";
    }
  });
}
