// The list of keys over the page: its own page is fetched, so the words stand in one place only.
let dialog;

async function made(button) {
  const reply = await fetch(button.href);
  if (!reply.ok) throw new Error(reply.status);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const box = document.createElement("dialog");
  box.className = "keys";
  box.setAttribute("aria-labelledby", "h-keys");
  const head = document.createElement("div");
  head.className = "head";
  const title = Object.assign(document.createElement("h2"), { id: "h-keys", textContent: "Keyboard shortcuts" });
  const link = Object.assign(document.createElement("a"), { href: button.href, className: "fw-medium", textContent: "Switch them off or on" });
  const close = Object.assign(document.createElement("button"), { type: "button", className: "btn ms-auto", textContent: "Close" });
  close.addEventListener("click", () => box.close());
  head.append(title, link, close);
  box.append(head, page.querySelector("[data-keys-list]"));
  document.body.append(box);
  return box;
}

export function show(button) {
  if (location.pathname === new URL(button.href).pathname) return true;
  (async () => {
    try {
      dialog ??= await made(button);
      if (!dialog.open) dialog.showModal(); // Esc closes it, and the focus goes back
    } catch {
      location.assign(button.href);
    }
  })();
  return true;
}
